"""De minimis aid never passes the ceiling in any window, in any order of events (domain.md 3.26; DM-1)."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.funding.state_aid.state_aid import rooms, rules
from services.funding.state_aid.state_aid.models import AidEntry, Basis, Status
from shared.contracts.loans import AidReservationRequested, LoanGuaranteed
from shared.kernel.ids import uuid7
from shared.kernel.regimes import Regime

FILES = Path(__file__).parents[4] / "services/funding/regimes"
UNDERTAKING, KVK_NUMBER = UUID(int=1), "68750110"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def published(code: str) -> list[Regime]:
    """The versions as the service publishes them."""
    rows: list[dict[str, Any]] = json.loads((FILES / f"{code}.json").read_text("utf-8"))
    dated = [{**r, **{n: date.fromisoformat(r[n]) for n in ("valid_from", "valid_until")}} for r in rows]
    return [Regime(**row) for row in dated]


VERSIONS = {code: published(code) for code in (rooms.DE_MINIMIS, rooms.SGEI)}


def in_force(code: str, on: date) -> Regime:
    versions = VERSIONS[code]
    (found,) = (v for v in versions if v.valid_from <= on and (v.valid_until is None or on <= v.valid_until))
    return found


def regimes(entries: list[AidEntry], on: date) -> rooms.Regimes:
    days = rooms.dates_to_check(entries, on)
    return rooms.Regimes(*({day: in_force(code, day) for day in days} for code in VERSIONS))


def three_years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 3)
    except ValueError:
        return date(day.year - 3, 2, 28)


def worst_excess(entries: list[AidEntry]) -> int:
    """By how much the fullest window passes its ceiling; computed another way than by the rules."""
    granted = [entry for entry in entries if entry.status is Status.GRANTED]
    excess = [0]
    for last in granted:
        ceiling = 200_000_00 if last.counts_from.year <= 2023 else 300_000_00
        first = three_years_before(last.counts_from)
        total = sum(e.amount_cents for e in granted if first <= e.counts_from <= last.counts_from)
        excess.append(total - ceiling)
    return max(excess)


DAYS = st.integers(0, 6 * 365).map(lambda days: date(2019, 1, 1) + timedelta(days=days))
AMOUNTS = st.integers(1, 320_000_00)


class Firm:
    """One undertaking's entries, moved by the rules alone."""

    def __init__(self) -> None:
        self.entries: list[AidEntry] = []

    def reserve(self, on: date, cents: int) -> AidReservationRequested:
        asked = AidReservationRequested(
            guarantee_id=uuid7(),
            loan_id=uuid7(),
            kvk_number=KVK_NUMBER,
            amount_cents=cents,
            legal_date=on,
            requested_at=AT,
        )
        booking = rules.reserve(UNDERTAKING, self.entries, regimes(self.entries, on), asked, AT)
        self.entries += booking.entries
        return asked

    def grant(self, asked: AidReservationRequested) -> None:
        issued = LoanGuaranteed(
            rom_code="BOM",
            guarantee_id=asked.guarantee_id,
            loan_id=asked.loan_id,
            kvk_number=KVK_NUMBER,
            project_id=None,
            principal_cents=1,
            guarantee_percent="50",
            guaranteed_cents=1,
            premium_percent="2.5",
            aid_cents=asked.amount_cents,
            scheme="GROEIFACILITEIT",
            regime="x@1",
            issued_on=asked.legal_date,
            issued_at=AT,
        )
        rules.grant(UNDERTAKING, self.entries, regimes(self.entries, asked.legal_date), issued)

    def status(self, asked: AidReservationRequested) -> Status:
        return next(entry.status for entry in self.entries if entry.id == asked.guarantee_id)


@settings(max_examples=150)
@given(st.lists(st.tuples(DAYS, AMOUNTS, st.integers(0, 2)), max_size=12))
@example([(date(2022, 1, 3), 1, 0), (date(2024, 6, 3), 299_999_99, 1)])  # two ceilings, one not yet granted
def test_no_window_on_any_grant_date_passes_its_ceiling(steps: list[tuple[date, int, int]]) -> None:
    firm, waiting = Firm(), []
    for on, cents, grants in steps:
        asked = firm.reserve(on, cents)
        if firm.status(asked) is Status.RESERVED:
            waiting.append(asked)
        for _ in range(min(grants, len(waiting))):
            firm.grant(waiting.pop(0))
    for asked in waiting:
        firm.grant(asked)
    assert worst_excess(firm.entries) == 0
    assert [entry.excess_cents for entry in firm.entries if entry.excess_cents] == []


@settings(max_examples=150)
@given(DAYS, AMOUNTS, DAYS)
def test_a_cent_less_than_the_room_fits_and_a_cent_more_does_not(first: date, cents: int, on: date) -> None:
    firm = Firm()
    asked = firm.reserve(first, cents)
    if firm.status(asked) is Status.RESERVED:
        firm.grant(asked)
    left = rooms.room(Basis.DE_MINIMIS, firm.entries, regimes(firm.entries, on))
    assert firm.status(firm.reserve(on, left + 1)) is Status.REFUSED
    assert firm.status(firm.reserve(on, left)) is Status.RESERVED
