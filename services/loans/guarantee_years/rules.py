"""How the two ceilings of a guarantee scheme are kept."""

from datetime import date
from uuid import UUID

from services.loans.guarantee_years.models import GuaranteeYear, Kind, YearEntry
from shared.kernel.rules import Rule

ONE_PER_SCHEME = Rule(
    "guarantee-year.one-per-scheme",
    "A guarantee scheme has each budget year once.",
    source="domain.md 2.13",
    mend="Use the year that is there.",
)
OPENED = Rule(
    "guarantee-year.opened",
    "A guarantee is reserved in a budget year that the State has opened for its scheme.",
    source="domain.md 2.13",
    mend="Open the year of the scheme first.",
)
PRODUCTION = Rule(
    "guarantee.within-production-ceiling",
    "What is newly guaranteed in a year, reservations included, stays within the annual ceiling.",
    source="domain.md 2.13, O18; AWB-2",
    mend="Lower the guarantee to the room that is left; room is not refilled within the year.",
    audited=True,
)
EXPOSURE = Rule(
    "guarantee.within-exposure-ceiling",
    "What is outstanding under a scheme, reservations included, stays within the exposure ceiling.",
    source="domain.md 2.13, 3.26",
    mend="Wait until outstanding guarantees lapse, or have the ceiling raised.",
    audited=True,
)
OUTSTANDING = Rule(
    "guarantee-year.lapses-from-outstanding",
    "No more lapses than is outstanding.",
    source="domain.md 2.13, O18",
    mend="Correct the amount.",
)
MOVE = (PRODUCTION, EXPOSURE, OUTSTANDING)


def open_year(year: GuaranteeYear, existing: GuaranteeYear | None) -> GuaranteeYear:
    """Open a budget year; `existing` is the same year of the same scheme, if it was opened before."""
    ONE_PER_SCHEME.require(existing is None)
    room = year.exposure_ceiling_cents
    EXPOSURE.require(year.opening_outstanding_cents <= room, room_cents=room)
    return year


def reserve(year: GuaranteeYear | None, guarantee_id: UUID, amount_cents: int, on: date) -> GuaranteeYear:
    """Take a guarantee out of the room under both ceilings; refused with the room that is left, in cents."""
    OPENED.require(year is not None, year=on.year)
    assert year is not None  # noqa: S101 - the line above refused otherwise
    _require_room(year, amount_cents)

    _book(year, Kind.RESERVED, on, guarantee_id, reserved_cents=amount_cents)
    return year


def grant(year: GuaranteeYear, guarantee_id: UUID, amount_cents: int, on: date) -> None:
    """Turn a reservation into a granted guarantee."""
    _book(year, Kind.GRANTED, on, guarantee_id, reserved_cents=-amount_cents, granted_cents=amount_cents)


def give_back(year: GuaranteeYear, guarantee_id: UUID, amount_cents: int, on: date) -> None:
    """End a reservation that led to no guarantee: nothing was granted, so both ceilings have room again."""
    _book(year, Kind.RETURNED, on, guarantee_id, reserved_cents=-amount_cents)


def lapse(year: GuaranteeYear, guarantee_id: UUID, amount_cents: int, on: date) -> None:
    """Lower what is outstanding; only the exposure ceiling gets room back (domain.md 3.22)."""
    _book(year, Kind.LAPSED, on, guarantee_id, lapsed_cents=amount_cents)


def move(year: GuaranteeYear, kind: Kind, amount_cents: int, note: str, on: date) -> None:
    """Book a figure of the budget table that came about outside this service (O18)."""
    if kind is Kind.GRANTED:
        _require_room(year, amount_cents)
        _book(year, kind, on, None, granted_cents=amount_cents, note=note)
    else:
        outstanding = year.closing_outstanding_cents
        OUTSTANDING.require(amount_cents <= outstanding, outstanding_cents=outstanding)
        _book(year, kind, on, None, lapsed_cents=amount_cents, note=note)


def _require_room(year: GuaranteeYear, amount_cents: int) -> None:
    production = year.annual_ceiling_cents - year.granted_cents - year.reserved_cents
    PRODUCTION.require(amount_cents <= production, room_cents=production)
    exposure = year.exposure_ceiling_cents - year.closing_outstanding_cents - year.reserved_cents
    EXPOSURE.require(amount_cents <= exposure, room_cents=exposure)


def _book(
    year: GuaranteeYear,
    kind: Kind,
    on: date,
    guarantee_id: UUID | None,
    *,
    reserved_cents: int = 0,
    granted_cents: int = 0,
    lapsed_cents: int = 0,
    note: str | None = None,
) -> None:
    year.reserved_cents += reserved_cents
    year.granted_cents += granted_cents
    year.lapsed_cents += lapsed_cents
    year.closing_outstanding_cents += granted_cents - lapsed_cents
    entry = YearEntry(
        owner=year.owner,
        kind=kind,
        guarantee_id=guarantee_id,
        reserved_cents=reserved_cents,
        granted_cents=granted_cents,
        lapsed_cents=lapsed_cents,
        note=note,
        booked_on=on,
    )
    year.entries.add(entry)
