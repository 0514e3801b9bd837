"""A schedule worked out: from terms and dated facts to rows, totals, corrections and standings."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from services.loans.lending.schedules import changes, due_dates, equivalents, loan, rates, replay
from services.loans.lending.schedules.contradictions import flaws
from services.loans.lending.schedules.corrections import Correction, corrections
from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.rows import Posting, Row, RowKind
from services.loans.lending.schedules.standing import Standing, annual_percentage
from services.loans.lending.schedules.terms import DayCount, Part, Rounding, Terms
from shared.kernel.flaws import listed
from shared.kernel.regimes import Regime
from shared.kernel.rules import Refused, Rule

SCHEDULES = "loan-schedules"
AGREE = Rule(
    "schedule.terms-agree",
    "The terms and the facts of a loan do not contradict each other.",
    source="domain.md 2.17",
    mend="Correct each field that the answer names.",
    refusal="Terms or facts contradict each other",
)
LIMITS = (due_dates.ENDS, loan.REACH, loan.REPAYS)
CALCULATE = (AGREE, rates.BASE_RATE, *LIMITS, replay.REVERSED, equivalents.YEARLY, *changes.CHANGES)


@dataclass(frozen=True)
class Totals:
    """The sums of all rows, in cents."""

    disbursed_cents: int
    capitalised_cents: int
    principal_cents: int
    interest_cents: int
    costs_cents: int
    penalty_cents: int
    due_cents: int
    written_off_cents: int
    waived_cents: int
    paid_cents: int
    recovered_cents: int
    instalments: int
    ends_on: date | None
    annual_percentage: Decimal | None


@dataclass(frozen=True)
class Basis:
    """By which rules it was computed."""

    regime: str
    day_count: DayCount
    rounding: Rounding
    past_due: tuple[Part, ...]
    due: tuple[Part, ...]
    advance: tuple[Part, ...]
    told_until: date | None


@dataclass(frozen=True)
class Calculation:
    """All that follows from terms and facts."""

    rows: list[Row]
    totals: Totals
    postings: list[Posting]
    corrections: list[Correction]
    standings: list[Standing]
    told_until: date | None


def basis(terms: Terms, regime: Regime, worked_out: Calculation) -> Basis:
    """The regime, the day count, the rounding and the order of allocation behind an answer."""
    order = terms.allocation
    return Basis(
        regime=regime.reference,
        day_count=terms.interest.day_count,
        rounding=terms.rounding,
        past_due=order.past_due,
        due=order.due,
        advance=order.advance,
        told_until=worked_out.told_until,
    )


def default_order(regime: Regime) -> tuple[Part, ...]:
    """What a receipt pays first unless the terms say so (AWB-25)."""
    return tuple(Part(part) for part in regime.codes("allocation"))


def calculate(
    terms: Terms,
    facts: Sequence[Fact] = (),
    *,
    told_until: date | None = None,
    paid_until: date | None = None,
    asked: Sequence[date] = (),
) -> Calculation:
    """Work out a loan; refused, with every field that is wrong, when its terms contradict each other."""
    found = flaws(terms, facts, asked, told_until)
    if found:
        raise Refused(AGREE, {"fields": list(dict.fromkeys(name for name, _ in found))}, listed(found))
    played, standings = replay.play(terms, facts, told_until=told_until, paid_until=paid_until, asked=asked)
    return Calculation(
        rows=played.rows,
        totals=_totals(played),
        postings=played.postings,
        corrections=corrections(terms, facts, played.told_until, paid_until),
        standings=standings,
        told_until=played.told_until,
    )


def _totals(played: loan.Loan) -> Totals:
    rows = played.rows
    summed = {
        each.name: sum(getattr(row, each.name) for row in rows)
        for each in fields(Totals)
        if each.name.endswith("_cents") and each.name != "recovered_cents"
    }
    instalments = [row for row in rows if row.kind is RowKind.INSTALMENT]
    return Totals(
        **summed,
        recovered_cents=sum(each.amount_cents for each in played.postings if each.kind == FactKind.RECOVERY),
        instalments=len(instalments),
        ends_on=max((row.due_on for row in rows if row.due_cents), default=None),
        annual_percentage=annual_percentage(played.flows),
    )
