"""How the terms and the facts of a loan are said over HTTP, and what is answered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from services.loans.codes import BasePercent
from services.loans.lending.schedules import equivalents, facts, terms
from services.loans.lending.schedules.facts import FactKind
from shared.kernel.money import Cents, Percent, PositiveCents
from shared.web.dates import PeriodDate
from shared.web.schema import AS_TEXT, Line, Write

Count = Annotated[int, Field(ge=0, le=600)]
Reference = Annotated[Line, Field(description="What the sender calls it; a reversal names it.")]


class Said(Write):
    """A part of a request that says a part of the terms; what is left out takes the default of that part."""

    makes: ClassVar[type]

    def made(self, **others: Any) -> Any:
        """The part of the terms that was said; `others` stand in place of what was."""
        said = {name: made(getattr(self, name)) for name in self.model_fields_set - others.keys()}
        return self.makes(**said, **others)


def made(value: Any) -> Any:
    """What a part of a request says, whole or in lists; anything else as it is."""
    if isinstance(value, Said):
        return value.made()
    return tuple(map(made, value)) if isinstance(value, list) else value


class PlannedIn(Said):
    makes = terms.Planned

    on: PeriodDate
    amount_cents: PositiveCents


class OwnInstalmentIn(Said):
    """One of a list: its principal, or the whole instalment with interest in it."""

    makes = terms.OwnInstalment

    due_on: PeriodDate | None = None
    principal_cents: Cents | None = None
    instalment_cents: Cents | None = None


class RepaymentIn(Said):
    """How the principal comes back (aflossing)."""

    makes = terms.Repayment

    kind: Annotated[terms.Amortisation, AS_TEXT]
    instalments: Annotated[
        int | None,
        Field(ge=1, le=600, description="How many, with those in grace; not with FIXED and OWN."),
    ] = None
    instalment_cents: Annotated[
        PositiveCents | None,
        Field(
            description="The whole instalment: needed with FIXED; with ANNUITY in place of a computed one."
        ),
    ] = None
    principal_cents: Annotated[
        PositiveCents | None, Field(description="With LINEAR: what is repaid each time, the rest at the end.")
    ] = None
    balloon_cents: Annotated[Cents, Field(description="Left for the last instalment (slottermijn).")] = 0
    own: list[OwnInstalmentIn] = Field(default_factory=list, max_length=600)
    grace_of_principal: Annotated[
        Count, Field(description="The first instalments that hold no principal (aflossingsvrij).")
    ] = 0
    grace_of_interest: Annotated[
        Count, Field(description="The first instalments that hold nothing at all.")
    ] = 0
    interest_in_grace: Annotated[terms.InGrace, AS_TEXT] = terms.InGrace.DEFERRED
    level_by: Annotated[
        terms.LevelBy,
        AS_TEXT,
        Field(description="PERIODS computes an annuity as if every period were equally long."),
    ] = terms.LevelBy.DAYS


class CalendarIn(Said):
    """When instalments fall due (vervaldagen): every so `times` a day, week, month, quarter or year."""

    makes = terms.Calendar

    every: Annotated[terms.Every, AS_TEXT] = terms.Every.MONTH
    times: Annotated[int, Field(ge=1, le=366)] = 1
    first_due_on: Annotated[
        PeriodDate | None,
        Field(description="Sooner or later than a full period for a short or long first one."),
    ] = None
    due_day: Annotated[
        int | None, Field(ge=1, le=31, description="Of the month; 31 is always its last day.")
    ] = None
    convention: Annotated[terms.Convention, AS_TEXT] = terms.Convention.NONE
    adjusted: Annotated[
        bool, Field(description="Whether interest runs to the moved day, not to the one planned.")
    ] = False


class StepIn(Said):
    makes = terms.Step

    valid_from: PeriodDate
    percent: Percent


class BaseRateIn(Said):
    makes = terms.Step

    valid_from: PeriodDate
    percent: BasePercent


class InterestIn(Said):
    """What is paid for the money (rente): fixed, in steps, or a base rate with a margin; PIK beside it."""

    makes = terms.Interest

    percent: Percent | None = None
    per: Annotated[terms.Per, AS_TEXT] = terms.Per.YEAR
    steps: list[StepIn] = Field(default_factory=list, max_length=200)
    base_rates: list[BaseRateIn] = Field(default_factory=list, max_length=600)
    margin_percent: Percent = Decimal(0)
    floor_percent: Percent | None = None
    cap_percent: Percent | None = None
    fixed_on: Annotated[
        list[PeriodDate],
        Field(
            max_length=600, description="When the base rate is looked up; whenever it changes unless given."
        ),
    ] = Field(default_factory=list)
    day_count: Annotated[terms.DayCount, AS_TEXT] = terms.DayCount.THIRTY_E_360
    bears_on: Annotated[terms.BearsOn, AS_TEXT] = terms.BearsOn.OUTSTANDING
    pik_percent: Annotated[
        Percent, Field(description="Interest that is added to the principal (bijgeschreven rente).")
    ] = Decimal(0)
    pik_every: Annotated[terms.Every, AS_TEXT] = terms.Every.YEAR


class RoundingIn(Said):
    """How amounts are rounded: instalments to a unit, interest to the cent; the last takes the rest."""

    makes = terms.Rounding

    unit_cents: Annotated[int, Field(ge=1, le=10**6)] = 1
    instalment: Annotated[terms.Mode, AS_TEXT] = terms.Mode.HALF_UP
    interest: Annotated[terms.Mode, AS_TEXT] = terms.Mode.HALF_UP
    rest: Annotated[
        terms.Rest,
        AS_TEXT,
        Field(description="With LINEAR and FLAT: who takes what equal parts leave over; FIRST a unit each."),
    ] = terms.Rest.LAST


class FeeIn(Said):
    makes = terms.Fee

    kind: Annotated[terms.FeeKind, AS_TEXT]
    amount_cents: PositiveCents | None = None
    percent: Percent | None = None
    taken: Annotated[terms.Taken, AS_TEXT] = terms.Taken.AT_START
    until: Annotated[PeriodDate | None, Field(description="The end of the availability of the money.")] = None


class LateIn(Said):
    """What lateness costs (vertragingsrente): interest over what is unpaid, and an amount once."""

    makes = terms.Late

    percent: Percent = Decimal(0)
    day_count: Annotated[terms.DayCount, AS_TEXT] = terms.DayCount.ACT_365
    on: Annotated[terms.LateOn, AS_TEXT] = terms.LateOn.INSTALMENT
    days_free: Annotated[int, Field(ge=0, le=366)] = 0
    fee_cents: Cents = 0
    fee_percent: Annotated[Percent, Field(description="Of what is unpaid, once.")] = Decimal(0)


Parts = Annotated[list[Annotated[terms.Part, AS_TEXT]], Field(max_length=4)]


class AllocationIn(Said):
    """What a receipt pays first (toerekening); the order of the regime unless given."""

    makes = terms.Allocation

    past_due: Parts = Field(default_factory=list)
    due: Parts = Field(default_factory=list)
    advance: Parts = Field(default_factory=list)
    across: Annotated[terms.Across, AS_TEXT] = terms.Across.PART
    surplus: Annotated[terms.Surplus, AS_TEXT] = terms.Surplus.HOLD


class TermsIn(Said):
    """The terms of a loan."""

    makes = terms.Terms

    principal_cents: PositiveCents
    starts_on: PeriodDate
    repayment: RepaymentIn
    interest: InterestIn
    calendar: CalendarIn = Field(default_factory=CalendarIn)
    rounding: RoundingIn = Field(default_factory=RoundingIn)
    late: LateIn = Field(default_factory=LateIn)
    allocation: AllocationIn = Field(default_factory=AllocationIn)
    fees: list[FeeIn] = Field(default_factory=list, max_length=20)
    disbursements: Annotated[
        list[PlannedIn], Field(max_length=100, description="Planned; the whole on startsOn unless given.")
    ] = Field(default_factory=list)
    down_payment_cents: Cents = 0
    down_payment_percent: Annotated[Percent, Field(description="Of each disbursement.")] = Decimal(0)

    def under(self, order: Sequence[terms.Part]) -> terms.Terms:
        """The terms, with the order of allocation of a regime where they say none."""
        said = self.allocation
        kept = terms.Allocation(
            past_due=terms.whole_order(said.past_due, order),
            due=terms.whole_order(said.due, order),
            advance=tuple(said.advance) or terms.IN_ADVANCE,
            across=said.across,
            surplus=said.surplus,
        )
        found: terms.Terms = self.made(allocation=kept)
        return found


class FactIn(Said):
    """What happened on a day, also long ago; each kind has fields of its own (docs/schedules.md)."""

    makes = facts.Fact

    kind: Annotated[FactKind, AS_TEXT]
    on: PeriodDate
    recorded_on: Annotated[
        PeriodDate | None, Field(description="When it was entered; `on` unless given.")
    ] = None
    reference: Reference | None = None
    amount_cents: Cents | None = None
    planned_on: Annotated[
        PeriodDate | None, Field(description="Of the planned disbursement in whose place this one comes.")
    ] = None
    percent: Percent | None = None
    until: Annotated[PeriodDate | None, Field(description="The last day of a pause.")] = None
    effect: Annotated[terms.Surplus | None, AS_TEXT] = None
    penalty_cents: Cents | None = None
    penalty_percent: Percent | None = None
    part: Annotated[terms.Part | None, AS_TEXT] = None
    instalments: Annotated[int | None, Field(ge=1, le=600)] = None
    first_due_on: PeriodDate | None = None
    instalment_cents: PositiveCents | None = None
    repayment: Annotated[terms.Amortisation | None, AS_TEXT] = None
    include_overdue: bool | None = None
    extend: bool | None = None
    with_interest: bool | None = None
    interest: Annotated[terms.InGrace | None, AS_TEXT] = None
    accelerate: bool | None = None


class EquivalentIn(Said):
    """What makes the aid in the loan (bruto-subsidie-equivalent): reference and discount rate (O9)."""

    makes = equivalents.Compared

    reference_percent: Percent
    discount_percent: Annotated[Percent, Field(description="The base rate and one percent (RR-3).")]


class CalculationIn(Write):
    """A loan to work out; nothing of it is stored."""

    terms: TermsIn
    facts: list[FactIn] = Field(default_factory=list, max_length=500)
    equivalent: EquivalentIn | None = None
    told_until: Annotated[
        PeriodDate | None,
        Field(description="Up to this day only what the facts say happened: the last payment unless given."),
    ] = None
    paid_until: Annotated[
        PeriodDate | None, Field(description="What fell due up to this day was paid on its day.")
    ] = None
    as_of: Annotated[
        list[PeriodDate],
        Field(max_length=50, description="The days on which it is asked where the loan stands."),
    ] = Field(default_factory=list)
