"""How the two ceilings of a guarantee scheme are kept."""

from datetime import date
from typing import Any
from uuid import UUID

from services.loans.guarantees.years import postings
from services.loans.guarantees.years.models import GuaranteeScheme, GuaranteeYear, Kind, YearEntry
from shared.kernel.principal import Principal, TenantKind
from shared.kernel.rules import OWN_OBJECTS, Rule
from shared.ledger.postings import Days

ONE_PER_SCHEME = Rule(
    "guarantee-year.one-per-scheme",
    "A guarantee scheme has each budget year once.",
    source="domain.md 2.13",
    mend="Use the year that is there.",
    refusal="The scheme has this budget year already",
)
OPENED = Rule(
    "guarantee-year.opened",
    "A guarantee is reserved and issued in a budget year that the State has opened for its scheme.",
    source="domain.md 2.13",
    mend="Open the year of the scheme first.",
    refusal="The State has not opened this year of the scheme",
)
IN_ORDER = Rule(
    "guarantee-year.in-order",
    "A budget year is opened before the year that follows it.",
    source="domain.md 2.13",
    mend="Book on the years that are there.",
    refusal="The year that follows this budget year was opened already",
)
FOLLOWS = Rule(
    "guarantee-year.opens-as-closed",
    "A budget year opens with what the directly preceding year closes with.",
    source="domain.md O18",
    mend="Open it with the amount in the answer; it moves along with what is still booked before.",
    refusal="The opening amount is not what the year before closed with",
)
PRODUCTION = Rule(
    "guarantee.within-production-ceiling",
    "What is newly guaranteed in a year, reservations included, stays within the annual ceiling.",
    source="domain.md 2.13, O18; AWB-2",
    mend="Lower the guarantee to the room that is left; room is not refilled within the year.",
    refusal="Too little room is left to guarantee anew this year",
    audited=True,
)
EXPOSURE = Rule(
    "guarantee.within-exposure-ceiling",
    "What is outstanding under a scheme, reservations included, stays within the exposure ceiling.",
    source="domain.md 2.13, 3.26",
    mend="Wait until outstanding guarantees lapse, or have the ceiling raised.",
    refusal="Too little room is left under the exposure ceiling of the scheme",
    audited=True,
)
OUTSTANDING = Rule(
    "guarantee-year.lapses-from-outstanding",
    "No more lapses than is outstanding.",
    source="domain.md 2.13, O18",
    mend="Correct the amount; if the year was opened with too little, have the State book the difference.",
    refusal="More would lapse than is outstanding",
)
ROOM = (OPENED, PRODUCTION, EXPOSURE)
OPEN = (ONE_PER_SCHEME, IN_ORDER, FOLLOWS, EXPOSURE)
MOVE = (PRODUCTION, EXPOSURE, OUTSTANDING)


def open_year(
    scheme: GuaranteeScheme | None, year: GuaranteeYear, officer: Principal, today: date
) -> GuaranteeScheme:
    """Open a budget year; the scheme is new with its first. Reservations of the year before count along."""
    OWN_OBJECTS.require(officer.tenant.kind is TenantKind.STATE, resource="guarantee year")
    scheme = scheme or GuaranteeScheme(owner=year.owner, code=year.scheme)
    ONE_PER_SCHEME.require(_opened(scheme, year.year) is None)
    IN_ORDER.require(_opened(scheme, year.year + 1) is None)
    opening, reserved = year.opening_outstanding_cents, 0
    before = _opened(scheme, year.year - 1)
    if before is not None:
        closing, reserved = before.closing_outstanding_cents, _reserved_cents(before)
        FOLLOWS.require(opening == closing, opening_outstanding_cents=closing)
    room = year.exposure_ceiling_cents - reserved
    EXPOSURE.require(opening <= room, room_cents=room)

    year.earlier_reserved_cents = reserved
    scheme.years.append(year)
    postings.open_year(year, follows=before is not None, today=today)
    return scheme


def reserve(scheme: GuaranteeScheme | None, guarantee_id: UUID, amount_cents: int, on: date) -> GuaranteeYear:
    """Take a guarantee out of the room under both ceilings; refused with the room that is left, in cents."""
    scheme, year = _require_opened(scheme, on)
    _require_room(scheme, year, amount_cents)

    _book(scheme, year, Kind.RESERVED, on, guarantee_id=guarantee_id, reserved_cents=amount_cents)
    return year


def grant(
    scheme: GuaranteeScheme | None, reserved_in: UUID | None, guarantee_id: UUID, amount_cents: int, on: date
) -> GuaranteeYear:
    """Turn a reservation into a granted guarantee: production of the year in which it is issued.

    Issued in a later year than it was reserved in, it needs room under that year's annual ceiling.
    """
    scheme, year = _require_opened(scheme, on)
    if year.id == reserved_in:
        _book(
            scheme,
            year,
            Kind.GRANTED,
            on,
            guarantee_id=guarantee_id,
            reserved_cents=-amount_cents,
            granted_cents=amount_cents,
        )
        return year
    give_back(scheme, reserved_in, guarantee_id, amount_cents, on)
    _require_room(scheme, year, amount_cents)  # once it is given back, for it is not to count twice
    _book(scheme, year, Kind.GRANTED, on, guarantee_id=guarantee_id, granted_cents=amount_cents)
    return year


def give_back(
    scheme: GuaranteeScheme | None, reserved_in: UUID | None, guarantee_id: UUID, amount_cents: int, on: date
) -> None:
    """End a reservation, if there was one, so that both ceilings have room again."""
    if scheme is None or reserved_in is None:
        return
    year = next(found for found in scheme.years if found.id == reserved_in)
    _book(scheme, year, Kind.RETURNED, on, guarantee_id=guarantee_id, reserved_cents=-amount_cents)


def lapse(
    scheme: GuaranteeScheme, granted_in: UUID | None, guarantee_id: UUID, amount_cents: int, days: Days
) -> None:
    """Lower what is outstanding; only the exposure ceiling gets room back (domain.md 3.22).

    Booked in the last year opened by then, and never before the year in which the guarantee was granted.
    """
    year = _lapses_in(scheme, granted_in, days.value_on)
    _require_outstanding(scheme, year, amount_cents)
    _book(scheme, year, Kind.LAPSED, days, guarantee_id=guarantee_id, lapsed_cents=amount_cents)


def let_go(
    scheme: GuaranteeScheme, granted_in: UUID | None, guarantee_id: UUID, amount_cents: int, days: Days
) -> None:
    """Like `lapse`, for what ends whatever the figures say: a year that has too little frees what it has."""
    year = _lapses_in(scheme, granted_in, days.value_on)
    freed = min(amount_cents, _outstanding_cents(scheme, year))
    _book(scheme, year, Kind.LAPSED, days, guarantee_id=guarantee_id, lapsed_cents=freed)


def move(
    scheme: GuaranteeScheme | None, year: GuaranteeYear, kind: Kind, amount_cents: int, note: str, on: date
) -> None:
    """Book a figure of the budget table that came about outside this service (O18)."""
    assert scheme is not None  # noqa: S101 - every year is one of a scheme
    if kind is Kind.GRANTED:
        _require_room(scheme, year, amount_cents)
        _book(scheme, year, kind, on, granted_cents=amount_cents, note=note)
    else:
        _require_outstanding(scheme, year, amount_cents)
        _book(scheme, year, kind, on, lapsed_cents=amount_cents, note=note)


def _opened(scheme: GuaranteeScheme, number: int) -> GuaranteeYear | None:
    return next((year for year in scheme.years if year.year == number), None)


def _require_opened(scheme: GuaranteeScheme | None, on: date) -> tuple[GuaranteeScheme, GuaranteeYear]:
    year = _opened(scheme, on.year) if scheme else None
    OPENED.require(year is not None, year=on.year)
    assert scheme is not None and year is not None  # noqa: S101, PT018 - the line above refused otherwise
    return scheme, year


def _carried(scheme: GuaranteeScheme, first: GuaranteeYear) -> list[GuaranteeYear]:
    """A year and those that follow it without a gap; after one the State states anew what is outstanding."""
    chain = [first]
    for year in scheme.years:
        if year.year == chain[-1].year + 1:
            chain.append(year)
    return chain


def _first_of(scheme: GuaranteeScheme, year: GuaranteeYear) -> GuaranteeYear:
    """The first of the years that lead to this one without a gap: what is outstanding is booked with it."""
    before = _opened(scheme, year.year - 1)
    return year if before is None else _first_of(scheme, before)


def _reserved_cents(year: GuaranteeYear) -> int:
    return year.reserved_cents + year.earlier_reserved_cents


def _require_room(scheme: GuaranteeScheme, year: GuaranteeYear, amount_cents: int) -> None:
    production = year.annual_ceiling_cents - year.granted_cents - year.reserved_cents
    PRODUCTION.require(amount_cents <= production, room_cents=production)
    exposure = min(
        found.exposure_ceiling_cents - found.closing_outstanding_cents - _reserved_cents(found)
        for found in _carried(scheme, year)
    )
    EXPOSURE.require(amount_cents <= exposure, room_cents=exposure)


def _lapses_in(scheme: GuaranteeScheme, granted_in: UUID | None, on: date) -> GuaranteeYear:
    return [found for found in scheme.years if found.year <= on.year or found.id == granted_in][-1]


def _outstanding_cents(scheme: GuaranteeScheme, year: GuaranteeYear) -> int:
    return min(found.closing_outstanding_cents for found in _carried(scheme, year))


def _require_outstanding(scheme: GuaranteeScheme, year: GuaranteeYear, amount_cents: int) -> None:
    outstanding = _outstanding_cents(scheme, year)
    OUTSTANDING.require(amount_cents <= outstanding, outstanding_cents=outstanding)


def _book(scheme: GuaranteeScheme, year: GuaranteeYear, kind: Kind, on: date | Days, **changed: Any) -> None:
    """Add an entry to a year, and what it `changed` to the counters of that year and those after it."""
    days = on if isinstance(on, Days) else Days(on, on)
    entry = YearEntry(owner=year.owner, kind=kind, booked_on=days.value_on, **changed)
    added = entry.granted_cents - entry.lapsed_cents
    year.reserved_cents += entry.reserved_cents
    year.granted_cents += entry.granted_cents
    year.lapsed_cents += entry.lapsed_cents
    year.closing_outstanding_cents += added
    for later in _carried(scheme, year)[1:]:
        later.earlier_reserved_cents += entry.reserved_cents
        later.opening_outstanding_cents += added
        later.closing_outstanding_cents += added
    year.entries.add(entry)
    postings.book(year, _first_of(scheme, year).id, entry, days)
