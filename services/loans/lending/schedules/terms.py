"""The terms of a loan that its schedule follows from: values, each with the default it has when left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Amortisation(StrEnum):
    """How a loan is repaid: equal principal, equal instalments, all at the end (aflossingsvrij), a list of
    its own, a fixed instalment of which the term follows, or equal instalments with flat interest."""

    LINEAR = "LINEAR"
    ANNUITY = "ANNUITY"
    BULLET = "BULLET"
    OWN = "OWN"
    FIXED = "FIXED"
    FLAT = "FLAT"


class Every(StrEnum):
    """How often an instalment falls due."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"


class DayCount(StrEnum):
    """How days become a part of a year; PERIOD takes every full period as equally long."""

    THIRTY_E_360 = "30E_360"
    THIRTY_360 = "30_360"
    ACT_360 = "ACT_360"
    ACT_365 = "ACT_365"
    ACT_364 = "ACT_364"
    THIRTY_365 = "30_365"
    ACT_ACT = "ACT_ACT"
    PERIOD = "PERIOD"


class Convention(StrEnum):
    """Where a due day goes that is no working day."""

    NONE = "NONE"
    FOLLOWING = "FOLLOWING"
    MODIFIED_FOLLOWING = "MODIFIED_FOLLOWING"
    PRECEDING = "PRECEDING"


class Per(StrEnum):
    """What a rate is for: a year, a month, or one period between instalments."""

    YEAR = "YEAR"
    MONTH = "MONTH"
    PERIOD = "PERIOD"


class InGrace(StrEnum):
    """What becomes of interest while none is paid: due with the first instalment after, added to principal,
    or never charged."""

    DEFERRED = "DEFERRED"
    CAPITALISED = "CAPITALISED"
    FREE = "FREE"


class BearsOn(StrEnum):
    """On which principal interest is counted: what is outstanding, or what would be had all been paid."""

    OUTSTANDING = "OUTSTANDING"
    SCHEDULED = "SCHEDULED"


class LevelBy(StrEnum):
    """Whether an annuity levels the periods as they are counted, or as if each were equally long."""

    DAYS = "DAYS"
    PERIODS = "PERIODS"


class Mode(StrEnum):
    """How an amount is rounded."""

    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"
    UP = "UP"
    DOWN = "DOWN"


class Rest(StrEnum):
    """Who takes what equal parts of a principal leave over: the last, or the first, a unit each."""

    LAST = "LAST"
    FIRST = "FIRST"


class Part(StrEnum):
    """What an amount is due for."""

    COSTS = "COSTS"
    PENALTY = "PENALTY"
    INTEREST = "INTEREST"
    PRINCIPAL = "PRINCIPAL"


class Across(StrEnum):
    """Whether a receipt pays one part of all instalments first, or one instalment whole."""

    PART = "PART"
    INSTALMENT = "INSTALMENT"


class Surplus(StrEnum):
    """What becomes of money beyond what is due: held until the next due day, or principal repaid at once,
    that shortens the next instalment, the term, or every instalment."""

    HOLD = "HOLD"
    NEXT_INSTALMENT = "NEXT_INSTALMENT"
    SHORTER_TERM = "SHORTER_TERM"
    LOWER_INSTALMENTS = "LOWER_INSTALMENTS"


class FeeKind(StrEnum):
    """What a fee is for."""

    ARRANGEMENT = "ARRANGEMENT"
    DISBURSEMENT = "DISBURSEMENT"
    INSTALMENT = "INSTALMENT"
    COMMITMENT = "COMMITMENT"
    EXIT = "EXIT"


class Taken(StrEnum):
    """How a fee for arranging or paying out is taken: due on that day, withheld from what is paid out, added
    to the principal, or (of arranging) due with the first instalment."""

    AT_START = "AT_START"
    WITHHELD = "WITHHELD"
    CAPITALISED = "CAPITALISED"
    WITH_FIRST = "WITH_FIRST"


class LateOn(StrEnum):
    """On what of an unpaid instalment late interest is counted."""

    PRINCIPAL = "PRINCIPAL"
    INSTALMENT = "INSTALMENT"


IN_ADVANCE = (Part.INTEREST, Part.PRINCIPAL)


@dataclass(frozen=True)
class Planned:
    """A disbursement that is planned."""

    on: date
    amount_cents: int


@dataclass(frozen=True)
class OwnInstalment:
    """One of a list of the loan's own: a principal, or a whole instalment with its interest in it."""

    due_on: date | None = None
    principal_cents: int | None = None
    instalment_cents: int | None = None


@dataclass(frozen=True)
class Repayment:
    """How and in how many instalments the principal comes back; without a number with FIXED and OWN."""

    kind: Amortisation
    instalments: int | None = None
    instalment_cents: int | None = None
    principal_cents: int | None = None
    balloon_cents: int = 0
    own: tuple[OwnInstalment, ...] = ()
    grace_of_principal: int = 0
    grace_of_interest: int = 0
    interest_in_grace: InGrace = InGrace.DEFERRED
    level_by: LevelBy = LevelBy.DAYS


@dataclass(frozen=True)
class Calendar:
    """When instalments fall due; `adjusted` says that interest runs to the moved day, not the one planned."""

    every: Every = Every.MONTH
    times: int = 1
    first_due_on: date | None = None
    due_day: int | None = None
    convention: Convention = Convention.NONE
    adjusted: bool = False


@dataclass(frozen=True)
class Step:
    """A percentage that holds from a day."""

    valid_from: date
    percent: Decimal


@dataclass(frozen=True)
class Interest:
    """What is paid for the money: a rate that is fixed, stepped, or a base with a margin; PIK beside it."""

    percent: Decimal | None = None
    per: Per = Per.YEAR
    steps: tuple[Step, ...] = ()
    base_rates: tuple[Step, ...] = ()
    margin_percent: Decimal = Decimal(0)
    floor_percent: Decimal | None = None
    cap_percent: Decimal | None = None
    fixed_on: tuple[date, ...] = ()
    day_count: DayCount = DayCount.THIRTY_E_360
    bears_on: BearsOn = BearsOn.OUTSTANDING
    pik_percent: Decimal = Decimal(0)
    pik_every: Every = Every.YEAR


@dataclass(frozen=True)
class Rounding:
    """How instalments are rounded, to a whole number of units; interest always to the cent."""

    unit_cents: int = 1
    instalment: Mode = Mode.HALF_UP
    interest: Mode = Mode.HALF_UP
    rest: Rest = Rest.LAST


@dataclass(frozen=True)
class Fee:
    """A fee (provisie, kosten): an amount, or a percentage; of the undrawn part yearly with COMMITMENT."""

    kind: FeeKind
    amount_cents: int | None = None
    percent: Decimal | None = None
    taken: Taken = Taken.AT_START
    until: date | None = None


@dataclass(frozen=True)
class Late:
    """What lateness costs: interest over what is unpaid (vertragingsrente), and an amount once."""

    percent: Decimal = Decimal(0)
    day_count: DayCount = DayCount.ACT_365
    on: LateOn = LateOn.INSTALMENT
    days_free: int = 0
    fee_cents: int = 0
    fee_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class Allocation:
    """What a receipt pays first (toerekening, Awb 4:92), and what becomes of a surplus."""

    past_due: tuple[Part, ...]
    due: tuple[Part, ...]
    advance: tuple[Part, ...] = IN_ADVANCE
    across: Across = Across.PART
    surplus: Surplus = Surplus.HOLD


@dataclass(frozen=True)
class Terms:
    """Everything that a schedule follows from before anything happens."""

    principal_cents: int
    starts_on: date
    repayment: Repayment
    interest: Interest
    allocation: Allocation
    calendar: Calendar = field(default_factory=Calendar)
    rounding: Rounding = field(default_factory=Rounding)
    late: Late = field(default_factory=Late)
    fees: tuple[Fee, ...] = ()
    disbursements: tuple[Planned, ...] = ()
    down_payment_cents: int = 0
    down_payment_percent: Decimal = Decimal(0)


def whole_order(said: Iterable[Part], regime: Iterable[Part]) -> tuple[Part, ...]:
    """The parts as the terms name them, and those they leave out after them, as the regime orders them."""
    first = list(said)
    return (*first, *(part for part in regime if part not in first))
