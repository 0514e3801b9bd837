"""Terms and facts that cannot all hold: each flaw is told with the field that it is in."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from services.loans.lending.schedules.due_dates import DAYS, MONTHS
from services.loans.lending.schedules.facts import ALWAYS, FIELDS, Fact, FactKind
from services.loans.lending.schedules.terms import (
    Amortisation,
    Calendar,
    DayCount,
    Every,
    Fee,
    FeeKind,
    Interest,
    Part,
    Per,
    Repayment,
    Taken,
    Terms,
)
from shared.kernel.flaws import KINDS
from shared.kernel.names import camel
from shared.kernel.sentences import Sentence

Flaw = tuple[str, Sentence]
MISSING, LEFT_OUT = KINDS["missing"], KINDS["none_required"]
RECORDED_LATE_MAX, PERIODS_MAX = 20, 1500
ONE_OF_TWO = Sentence("takes one of both: {names}", "neemt een van beide: {names}")
AFTER = Sentence("must be after {day}", "moet na {day} liggen")
NOT_BEFORE = Sentence("must not be before {day}", "mag niet voor {day} liggen")
IN_ORDER = Sentence("must be days in order, each once", "moeten dagen op volgorde zijn, elk eenmaal")
SUM = Sentence("must sum to {cents} cents", "moeten samen {cents} cent zijn")
BELOW = Sentence("must be less than {most}", "moet minder dan {most} zijn")
ONCE = Sentence("names a part twice", "noemt een deel tweemaal")
NOT_EARLY = Sentence("takes INTEREST and PRINCIPAL only", "neemt alleen INTEREST en PRINCIPAL")
BY_PERIOD = Sentence(
    "must be PERIOD for a rate per month or period", "moet PERIOD zijn bij een rente per maand of periode"
)
OF_MONTHS = Sentence("goes with months only", "hoort alleen bij maanden")
LATE_DAYS = Sentence(
    "are recorded late on more than {most} days", "zijn op meer dan {most} dagen te laat ingevoerd"
)
TOO_FAR = Sentence(
    "lies more than {most} periods after startsOn", "ligt meer dan {most} perioden na startsOn"
)
TWICE = Sentence("is the reference of another receipt", "is het kenmerk van een andere ontvangst")


def flaws(
    terms: Terms, facts: Sequence[Fact], asked: Iterable[date], told_until: date | None = None
) -> list[Flaw]:
    """What contradicts itself, in the order of the request."""
    found = [*_repayment(terms, terms.repayment), *_interest(terms.interest, terms.starts_on)]
    found += [*_calendar(terms.calendar, terms), *_payouts(terms), *_allocation(terms)]
    for number, fee in enumerate(terms.fees):
        found += [(f"fees.{number}.{name}", said) for name, said in _fee(fee)]
    told = [(f"terms.{name}", said) for name, said in found]
    told += [(f"facts.{n}.{name}", said) for n, fact in enumerate(facts) for name, said in _fact(fact, terms)]
    told += _facts_together(facts)
    told += [("asOf", NOT_BEFORE.of(day=terms.starts_on)) for day in asked if day < terms.starts_on]
    return told + list(_far(terms, facts, [("asOf", day) for day in asked] + [("toldUntil", told_until)]))


def _far(terms: Terms, facts: Sequence[Fact], days: Sequence[tuple[str, date | None]]) -> Iterator[Flaw]:
    """Days so far on that a loan would be played through too many periods to get there."""
    calendar = terms.calendar
    length = (MONTHS.get(calendar.every, 0) * 28 + DAYS.get(calendar.every, 0)) * calendar.times
    said = [*days, *((f"facts.{number}.on", fact.on) for number, fact in enumerate(facts))]
    for name, day in said:
        if day and (day - terms.starts_on).days > PERIODS_MAX * length:
            yield name, TOO_FAR.of(most=PERIODS_MAX)


def _repayment(terms: Terms, repayment: Repayment) -> Iterator[Flaw]:
    kind, counted = repayment.kind, repayment.kind not in (Amortisation.FIXED, Amortisation.OWN)
    yield from _goes_with("repayment.instalments", repayment.instalments, counted, counted)
    totals = kind in (Amortisation.ANNUITY, Amortisation.FIXED)
    yield from _goes_with(
        "repayment.instalmentCents", repayment.instalment_cents, totals, kind is Amortisation.FIXED
    )
    yield from _goes_with("repayment.principalCents", repayment.principal_cents, kind is Amortisation.LINEAR)
    yield from _goes_with("repayment.own", repayment.own, kind is Amortisation.OWN, kind is Amortisation.OWN)
    balloon = kind in (Amortisation.LINEAR, Amortisation.ANNUITY, Amortisation.FLAT)
    yield from _goes_with("repayment.balloonCents", repayment.balloon_cents, balloon)
    if repayment.balloon_cents >= terms.principal_cents:
        yield "repayment.balloonCents", BELOW.of(most=terms.principal_cents)
    most = repayment.instalments or len(repayment.own) or 1200
    for name, count in (
        ("graceOfPrincipal", repayment.grace_of_principal),
        ("graceOfInterest", repayment.grace_of_interest),
    ):
        if count >= most:
            yield f"repayment.{name}", BELOW.of(most=most)
    yield from _own(terms, repayment)


def _own(terms: Terms, repayment: Repayment) -> Iterator[Flaw]:
    for number, own in enumerate(repayment.own):
        if (own.principal_cents is None) == (own.instalment_cents is None):
            yield f"repayment.own.{number}", ONE_OF_TWO.of(names="principalCents, instalmentCents")
    days = [own.due_on for own in repayment.own if own.due_on]
    if days and (len(days) != len(repayment.own) or not _ascending([terms.starts_on, *days])):
        yield "repayment.own", IN_ORDER
    parts = [own.principal_cents for own in repayment.own if own.principal_cents is not None]
    down = terms.down_payment_cents or terms.down_payment_percent
    if parts and len(parts) == len(repayment.own) and not down and sum(parts) != terms.principal_cents:
        yield "repayment.own", SUM.of(cents=terms.principal_cents)


def _interest(interest: Interest, starts_on: date) -> Iterator[Flaw]:
    floats = bool(interest.base_rates)
    if floats == (interest.percent is not None):
        yield "interest", ONE_OF_TWO.of(names="percent, baseRates")
    yield from _goes_with("interest.steps", interest.steps, not floats)
    for name in ("margin_percent", "floor_percent", "cap_percent", "fixed_on"):
        yield from _goes_with(f"interest.{camel(name)}", getattr(interest, name), floats)
    if interest.per is not Per.YEAR and interest.day_count is not DayCount.PERIOD:
        yield "interest.dayCount", BY_PERIOD
    steps = [step.valid_from for step in interest.steps]
    if steps and not _ascending([starts_on, *steps]):
        yield "interest.steps", IN_ORDER
    if not _ascending([step.valid_from for step in interest.base_rates]):
        yield "interest.baseRates", IN_ORDER


def _calendar(calendar: Calendar, terms: Terms) -> Iterator[Flaw]:
    if calendar.first_due_on and calendar.first_due_on <= terms.starts_on:
        yield "calendar.firstDueOn", AFTER.of(day=terms.starts_on)
    by_days = calendar.every in (Every.DAY, Every.WEEK)
    if by_days and calendar.due_day:
        yield "calendar.dueDay", OF_MONTHS
    if terms.interest.pik_percent and terms.interest.pik_every in (Every.DAY, Every.WEEK):
        yield "interest.pikEvery", OF_MONTHS


def _payouts(terms: Terms) -> Iterator[Flaw]:
    days = [payout.on for payout in terms.disbursements]
    if not _ascending(days) or (days and days[0] < terms.starts_on):
        yield "disbursements", IN_ORDER
    if days and sum(payout.amount_cents for payout in terms.disbursements) != terms.principal_cents:
        yield "disbursements", SUM.of(cents=terms.principal_cents)
    if terms.down_payment_cents and terms.down_payment_percent:
        yield "downPaymentPercent", ONE_OF_TWO.of(names="downPaymentCents, downPaymentPercent")
    if terms.down_payment_cents >= terms.principal_cents:
        yield "downPaymentCents", BELOW.of(most=terms.principal_cents)
    if terms.down_payment_percent >= 100:
        yield "downPaymentPercent", BELOW.of(most=100)


def _allocation(terms: Terms) -> Iterator[Flaw]:
    allocation = terms.allocation
    for name in ("past_due", "due", "advance"):
        parts = getattr(allocation, name)
        if len(parts) != len(set(parts)):
            yield f"allocation.{camel(name)}", ONCE
    if {Part.COSTS, Part.PENALTY} & set(allocation.advance):
        yield "allocation.advance", NOT_EARLY


def _fee(fee: Fee) -> Iterator[Flaw]:
    runs = fee.kind is FeeKind.COMMITMENT
    if (fee.amount_cents is None) == (fee.percent is None):
        yield "percent", ONE_OF_TWO.of(names="amountCents, percent")
    yield from _goes_with("amountCents", fee.amount_cents, not runs)
    yield from _goes_with("until", fee.until, runs)
    taken = fee.taken is not Taken.AT_START
    yield from _goes_with("taken", taken, fee.kind in (FeeKind.ARRANGEMENT, FeeKind.DISBURSEMENT))
    if fee.kind is FeeKind.DISBURSEMENT and fee.taken is Taken.WITH_FIRST:
        yield "taken", LEFT_OUT


def _fact(fact: Fact, terms: Terms) -> Iterator[Flaw]:
    needed, allowed = FIELDS[fact.kind]
    for each in fields(Fact):
        if each.name not in ALWAYS:
            known, must = each.name in needed | allowed, each.name in needed
            yield from _goes_with(camel(each.name), getattr(fact, each.name), known, must)
    if "reference" in needed and fact.reference is None:
        yield "reference", MISSING
    if fact.on < terms.starts_on:
        yield "on", NOT_BEFORE.of(day=terms.starts_on)
    for name, day in (("recordedOn", fact.recorded_on), ("until", fact.until)):
        if day and day < fact.on:
            yield name, NOT_BEFORE.of(day=fact.on)
    if fact.first_due_on and fact.first_due_on <= fact.on:
        yield "firstDueOn", AFTER.of(day=fact.on)


def _facts_together(facts: Sequence[Fact]) -> Iterator[Flaw]:
    seen = set()
    for number, fact in enumerate(facts):
        if fact.kind in (FactKind.PAYMENT, FactKind.PREPAYMENT) and fact.reference:
            if fact.reference in seen:
                yield f"facts.{number}.reference", TWICE
            seen.add(fact.reference)
    late = {fact.known_on for fact in facts if fact.known_on > fact.on}
    if len(late) > RECORDED_LATE_MAX:
        yield "facts", LATE_DAYS.of(most=RECORDED_LATE_MAX)


def _goes_with(name: str, value: Any, fits: bool, must: bool = False) -> Iterator[Flaw]:
    """A field that is there where it says nothing, or is not there where it must."""
    is_there = value is not None and value != 0 and value != ()
    if is_there and not fits:
        yield name, LEFT_OUT
    if must and value in (None, ()):
        yield name, MISSING


def _ascending(days: Sequence[date]) -> bool:
    return all(first < second for first, second in itertools.pairwise(days))
