"""What holds for every schedule, whatever its terms and whatever happens (domain.md 3.26)."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from services.loans.lending.schedules.facts import ALWAYS, FIELDS, Fact, FactKind
from services.loans.lending.schedules.loan import REPAYS
from services.loans.lending.schedules.rows import Row
from services.loans.lending.schedules.rules import CALCULATE, Calculation, calculate
from services.loans.lending.schedules.terms import (
    Across,
    Amortisation,
    BearsOn,
    Calendar,
    Convention,
    DayCount,
    Every,
    Fee,
    FeeKind,
    InGrace,
    Interest,
    Late,
    LevelBy,
    OwnInstalment,
    Part,
    Per,
    Planned,
    Repayment,
    Rounding,
    Step,
    Surplus,
    Taken,
    Terms,
)
from shared.kernel.rules import Refused
from tests.rules.loans.lending.said import START, loan

PERCENT = st.decimals("0", "25", places=3)
COUNTED = [each for each in Amortisation if each not in (Amortisation.FIXED, Amortisation.OWN)]
CENTS = [each.name for each in fields(Row) if each.name.endswith("_cents")]


NEEDS_ANOTHER = (FactKind.REVERSAL, FactKind.REFUND, FactKind.WAIVER, FactKind.RECOVERY)  # a fact before it


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    principal = draw(st.integers(100, 10**9))
    kind, count = draw(st.sampled_from(COUNTED)), draw(st.integers(1, 40))
    grace, rests = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
    repayment: dict[str, Any] = {
        "grace_of_principal": grace,
        "grace_of_interest": draw(st.sampled_from([0, rests])),
        "interest_in_grace": draw(st.sampled_from(InGrace)),
    }
    if kind is not Amortisation.BULLET:
        repayment["balloon_cents"] = draw(st.sampled_from([0, principal // 3]))
    steps = [Step(START + timedelta(days=draw(st.integers(1, 900))), draw(PERCENT))]
    fees = [
        Fee(FeeKind.ARRANGEMENT, percent=Decimal(1), taken=draw(st.sampled_from(Taken))),
        Fee(FeeKind.EXIT, amount_cents=777),
        Fee(FeeKind.COMMITMENT, percent=Decimal("0.5")),
    ]
    later = START + timedelta(days=draw(st.integers(1, 200)))
    halves = (Planned(START, principal - principal // 2), Planned(later, principal // 2))
    return loan(
        principal,
        kind,
        count,
        str(draw(PERCENT)),
        day_count=draw(st.sampled_from(DayCount)),
        repayment=repayment,
        interest={
            "steps": tuple(draw(st.sampled_from([[], steps]))),
            "pik_percent": draw(st.sampled_from([Decimal(0), Decimal(3)])),
            "bears_on": draw(st.sampled_from(BearsOn)),
        },
        allocation={"across": draw(st.sampled_from(Across)), "surplus": draw(st.sampled_from(Surplus))},
        calendar=Calendar(
            every=draw(st.sampled_from([Every.MONTH, Every.QUARTER, Every.YEAR])),
            due_day=draw(st.sampled_from([None, 1, 31])),
            convention=draw(st.sampled_from(Convention)),
            adjusted=draw(st.booleans()),
        ),
        rounding=Rounding(unit_cents=draw(st.sampled_from([1, 100]))),
        late=draw(st.sampled_from([Late(), Late(Decimal(8), fee_cents=500, days_free=3)])),
        fees=tuple(draw(st.lists(st.sampled_from(fees), max_size=3, unique=True))),
        disbursements=draw(st.sampled_from([(), halves])),
        down_payment_percent=draw(st.sampled_from([Decimal(0), Decimal(25)])),
    )


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from([each for each in FactKind if each not in NEEDS_ANOTHER]))
    on, amount = START + timedelta(days=draw(st.integers(0, 1500))), draw(st.integers(1, 10**7))
    count = draw(st.integers(1, 6))
    also: dict[FactKind, dict[str, Any]] = {
        FactKind.RATE_CHANGE: {"percent": draw(PERCENT)},
        FactKind.INTEREST_PAUSE: {"until": on + timedelta(days=count * 9)},
        FactKind.DEFERRAL: {
            "instalments": count,
            "extend": draw(st.booleans()),
            "with_interest": draw(st.booleans()),
            "interest": draw(st.sampled_from(InGrace)),
        },
        FactKind.PREPAYMENT: {
            "amount_cents": draw(st.sampled_from([None, amount])),
            "effect": draw(st.sampled_from([None, *Surplus])),
            "penalty_cents": draw(st.sampled_from([None, 500])),
        },
        FactKind.CAPITALISATION: {"part": draw(st.sampled_from([Part.INTEREST, Part.COSTS]))},
        FactKind.RE_AMORTISATION: {
            "instalments": draw(st.sampled_from([None, count])),
            "include_overdue": draw(st.booleans()),
        },
        FactKind.WRITE_OFF: {},
        FactKind.ACCELERATION: {},
        FactKind.CHARGE_OFF: {"accelerate": draw(st.booleans()), "with_interest": draw(st.booleans())},
    }
    return Fact(kind, on, **also.get(kind, {"amount_cents": amount}))


HISTORIES = st.lists(facts(), max_size=8)


def worked_out(said: Terms, told: list[Fact], **asked: Any) -> Calculation:
    try:
        return calculate(said, told, **asked)
    except Refused as refused:
        assert refused.rule is REPAYS, refused.facts  # noqa: PT017 - nothing else may be refused here
        assume(False)
        raise


def hold(found: Calculation) -> None:
    balance = 0
    for row in found.rows:
        assert all(getattr(row, name) >= 0 for name in CENTS), row
        assert row.opening_cents == balance, row
        balance = row.opening_cents + row.disbursed_cents + row.capitalised_cents
        balance -= row.principal_cents + row.written_off_cents
        assert row.closing_cents == balance, row
        assert row.paid_cents + row.waived_cents <= row.due_cents, row
    assert balance == 0
    totals = found.totals
    grown = totals.disbursed_cents + totals.capitalised_cents
    assert grown == totals.principal_cents + totals.written_off_cents
    parts = totals.principal_cents + totals.interest_cents + totals.costs_cents + totals.penalty_cents
    assert totals.due_cents == parts
    for posting in found.postings:
        if posting.kind in ("PAYMENT", "PREPAYMENT"):
            went = posting.principal_cents + posting.interest_cents + posting.costs_cents
            assert posting.amount_cents == went + posting.penalty_cents + posting.held_cents


@given(terms())
@settings(max_examples=50, deadline=None)
def test_a_plan_repays_what_was_lent(said: Terms) -> None:
    found = calculate(said)
    hold(found)
    lent = sum(payout.amount_cents for payout in said.disbursements) or said.principal_cents
    assert found.totals.disbursed_cents == lent


@given(terms(), HISTORIES)
@settings(max_examples=80, deadline=None)
def test_whatever_happens_the_books_of_a_loan_close(said: Terms, told: list[Fact]) -> None:
    hold(worked_out(said, told))


@given(terms(), HISTORIES, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_facts_of_different_days_may_come_in_any_order(said: Terms, told: list[Fact], chance: Any) -> None:
    told = list({each.on: each for each in told}.values())
    shuffled = chance.sample(told, len(told))
    first, second = worked_out(said, told), worked_out(said, shuffled)
    assert (first.rows, first.postings) == (second.rows, second.postings)


@given(terms(), HISTORIES, st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_known_late_ends_in_the_same_state(
    said: Terms, told: list[Fact], data: st.DataObject
) -> None:
    late = [
        replace(each, recorded_on=each.on + timedelta(days=data.draw(st.integers(0, 300)))) for each in told
    ]
    first, second = worked_out(said, told), worked_out(said, late)
    assert (first.rows, first.postings) == (second.rows, second.postings)
    assert {each.recorded_on for each in second.corrections} == {
        f.recorded_on for f in late if f.recorded_on != f.on
    }


@given(terms(), HISTORIES, st.dates(START, date(2032, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_what_is_outstanding_follows_from_the_movements(said: Terms, told: list[Fact], day: date) -> None:
    """3.26: outstanding = disbursed + capitalised - repaid - forgiven, on any day."""
    found = worked_out(said, told, asked=[day])
    standing = found.standings[0]
    assert standing.outstanding_principal_cents >= 0
    assert standing.payoff_cents >= 0
    assert standing.days_past_due >= 0
    assert (standing.days_past_due > 0) <= (standing.overdue_cents > 0)


BIG, SMALL = st.integers(0, 10**15), st.integers(0, 600)
WILD_PERCENT = st.decimals("0", "999.999999", places=6)
ANY_DAY = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def either(*values: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), *values)


WILD_REPAYMENT = st.builds(
    Repayment,
    kind=st.sampled_from(Amortisation),
    instalments=either(st.integers(1, 600)),
    instalment_cents=either(BIG),
    balloon_cents=st.sampled_from([0, 1]),
    own=st.sampled_from([(), (OwnInstalment(principal_cents=1), OwnInstalment(instalment_cents=5))]),
    grace_of_interest=st.integers(0, 600),
    interest_in_grace=st.sampled_from(InGrace),
    level_by=st.sampled_from(LevelBy),
)
WILD_CALENDAR = st.builds(
    Calendar,
    every=st.sampled_from(Every),
    times=st.integers(1, 366),
    first_due_on=either(ANY_DAY),
    due_day=either(st.integers(1, 31)),
    convention=st.sampled_from(Convention),
)
WILD_INTEREST = st.builds(
    Interest,
    percent=either(WILD_PERCENT),
    per=st.sampled_from(Per),
    day_count=st.sampled_from(DayCount),
    pik_percent=st.sampled_from([Decimal(0), Decimal(999)]),
    pik_every=st.sampled_from(Every),
)
WILD_FACT = st.builds(
    Fact,
    kind=st.sampled_from(FactKind),
    on=ANY_DAY,
    amount_cents=either(BIG),
    percent=either(WILD_PERCENT),
    until=either(ANY_DAY),
    part=either(st.sampled_from(Part)),
    instalments=either(st.integers(1, 600)),
    repayment=either(st.sampled_from(Amortisation)),
    reference=st.sampled_from([None, "R"]),
)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_said_is_worked_out_or_refused_by_a_rule(data: st.DataObject) -> None:
    said = replace(
        data.draw(terms()),
        principal_cents=data.draw(st.integers(1, 10**15)),
        starts_on=data.draw(ANY_DAY),
        repayment=data.draw(WILD_REPAYMENT),
        calendar=data.draw(WILD_CALENDAR),
        interest=data.draw(WILD_INTEREST),
        disbursements=(),
    )
    told = data.draw(st.lists(WILD_FACT, max_size=4))
    told = [pruned(each, said) for each in told] if data.draw(st.booleans()) else told
    try:
        hold(calculate(said, told, asked=[said.starts_on]))
    except Refused as refused:
        assert refused.rule in CALCULATE  # noqa: PT017 - anything else is a fault


def pruned(each: Fact, said: Terms) -> Fact:
    """The fact with the fields of its kind only, on a day of the loan."""
    needed, allowed = FIELDS[each.kind]
    gone = {f.name: None for f in fields(Fact) if f.name not in needed | allowed | ALWAYS}
    on = said.starts_on + timedelta(days=each.on.toordinal() % 900)
    until = on + timedelta(days=9) if "until" in needed else None
    return replace(each, **{**gone, "on": on, "until": until})
