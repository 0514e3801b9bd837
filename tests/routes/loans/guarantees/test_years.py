"""The two ceilings of a guarantee scheme (domain.md 2.13, 3.22; O18)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.settings import Settings
from shared.store.engine import connect
from shared.testing.callers import caller
from tests.routes.loans.desk import OFFICER, PUBLIC, Desk, done, opened_year, refused_by

M = 1_000_000_00


async def moved(desk: Desk, year: Any, kind: str, cents: int) -> Any:
    body = {"kind": kind, "amountCents": cents, "note": "Budget 2025, table 1.32e"}
    return await done(desk.act(f"/guarantee-years/{year['id']}/movements", OFFICER, body))


@pytest.mark.parametrize(
    ("scheme", "opening", "granted", "lapsed", "closing"),
    [
        ("O18_BMKB", 1_300_797, 765_000, 423_697, 1_642_100),
        ("O18_GROEIFACILITEIT", 51_029, 85_000, 8_680, 127_349),
        ("O18_GO", 213_304, 400_000, 91_000, 522_304),
    ],
)
async def test_the_budget_table_adds_up(
    desk: Desk, scheme: str, opening: int, granted: int, lapsed: int, closing: int
) -> None:
    k = 1_000_00  # the table is in thousands of euro
    year = await opened_year(desk.api, 2024, granted * k, 10**13, opening * k, scheme)
    await moved(desk, year, "GRANTED", granted * k)
    found = await moved(desk, year, "LAPSED", lapsed * k)
    assert found["closingOutstandingCents"] == closing * k
    assert (found["grantedCents"], found["lapsedCents"]) == (granted * k, lapsed * k)
    shown = (await desk.api.get(f"/guarantee-years/{year['id']}", PUBLIC)).json()
    assert shown == found


async def test_the_next_year_opens_with_what_is_outstanding(desk: Desk) -> None:
    following = await opened_year(desk.api, 2025, 85 * M, 10**13, 127_349 * 1_000_00, "O18_NEXT")
    await moved(desk, following, "GRANTED", 85 * M)
    found = await moved(desk, following, "LAPSED", 8_680 * 1_000_00)
    assert found["closingOutstandingCents"] == 203_669 * 1_000_00


async def test_what_passes_the_annual_ceiling_is_refused_with_the_room_left(desk: Desk) -> None:
    at = "2031-03-02T09:30:00Z"
    await desk.api.post("/credit-lines", OFFICER, {"romCode": "BOM", "year": 2031, "amountCents": 10**12})
    year = await opened_year(desk.api, 2031, 85 * M, 10**13)
    await moved(desk, year, "GRANTED", 83_200_000_00)
    guarantee = await desk.requested(at)  # 2.0 million
    path = f"/guarantees/{guarantee['id']}"
    facts = refused_by(
        await desk.act(f"{path}/reservations", OFFICER, at=at), "guarantee.within-production-ceiling"
    )
    assert facts == {"roomCents": 1_800_000_00}
    assert (await desk.guarantee(guarantee["id"]))["status"] == "REQUESTED"
    assert (await desk.year(2031))["reservedCents"] == 0

    # What lapses makes room under the exposure ceiling, not under the annual one (3.22).
    await moved(desk, year, "LAPSED", 50 * M)
    refused_by(await desk.act(f"{path}/reservations", OFFICER, at=at), "guarantee.within-production-ceiling")
    cent = await desk.requested(at, {"guaranteedPrincipalCents": 3_600_000_02})  # one cent above the room
    one_cent_more = await desk.act(f"/guarantees/{cent['id']}/reservations", OFFICER, at=at)
    refused_by(one_cent_more, "guarantee.within-production-ceiling")
    await desk.reserved(at, {"guaranteedPrincipalCents": 3_600_000_00})  # exactly the room
    full = await desk.year(2031)
    assert full["grantedCents"] + full["reservedCents"] == full["annualCeilingCents"]


async def test_what_passes_the_exposure_ceiling_is_refused_until_something_lapses(desk: Desk) -> None:
    at = "2037-03-02T09:30:00Z"
    await desk.api.post("/credit-lines", OFFICER, {"romCode": "BOM", "year": 2037, "amountCents": 10**12})
    year = await opened_year(desk.api, 2037, 85 * M, 10 * M, opening=9 * M)
    guarantee = await desk.requested(at)
    path = f"/guarantees/{guarantee['id']}/reservations"
    facts = refused_by(await desk.act(path, OFFICER, at=at), "guarantee.within-exposure-ceiling")
    assert facts == {"roomCents": 1 * M}
    too_much = {"kind": "LAPSED", "amountCents": 9 * M + 1, "note": "A slip of the pen"}
    movements = f"/guarantee-years/{year['id']}/movements"
    slip = await desk.act(movements, OFFICER, too_much)
    assert refused_by(slip, "guarantee-year.lapses-from-outstanding") == {"outstandingCents": 9 * M}
    await moved(desk, year, "LAPSED", 1 * M)
    assert (await done(desk.act(path, OFFICER, at=at)))["status"] == "AID_PENDING"
    assert (await desk.year(2037))["reservedCents"] == 2 * M


async def test_a_guarantee_needs_an_opened_year(desk: Desk) -> None:
    at = "2033-03-02T09:30:00Z"
    await desk.api.post("/credit-lines", OFFICER, {"romCode": "BOM", "year": 2033, "amountCents": 10**12})
    guarantee = await desk.requested(at)
    refused = await desk.act(f"/guarantees/{guarantee['id']}/reservations", OFFICER, at=at)
    assert refused_by(refused, "guarantee-year.opened") == {"year": 2033}


async def test_32_reservations_at_once_use_the_year_up_and_never_pass_it(desk: Desk) -> None:
    at = "2034-03-02T09:30:00Z"
    await desk.api.post("/credit-lines", OFFICER, {"romCode": "BOM", "year": 2034, "amountCents": 10**13})
    await opened_year(desk.api, 2034, 20 * M, 10**13)
    small = {"principalCents": 2_000_000_00}  # 1.0 million guaranteed each
    guarantees = [await desk.requested(at, **small) for _ in range(32)]
    answers = await asyncio.gather(
        *(desk.act(f"/guarantees/{found['id']}/reservations", OFFICER, at=at) for found in guarantees)
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [409] * 12
    year = await desk.year(2034)
    assert year["reservedCents"] == year["annualCeilingCents"] == 20 * M
    for refused in (answer for answer in answers if answer.status_code == 409):
        assert refused_by(refused, "guarantee.within-production-ceiling") == {"roomCents": 0}
    assert await entries(desk, year["id"]) == {"reserved": 20 * M, "granted": 0, "lapsed": 0}


async def entries(desk: Desk, year_id: str) -> dict[str, int]:
    """The sums of a year's entries, as the database adds them up."""
    sums = text(
        "select sum(reserved_cents)::bigint as reserved, sum(granted_cents)::bigint as granted, "
        "sum(lapsed_cents)::bigint as lapsed from guarantee_year_entry where guarantee_year_id = :id"
    )
    async with desk.rows() as session:
        return dict((await session.execute(sums, {"id": year_id})).one()._mapping)


async def test_the_database_itself_keeps_the_ceilings(desk: Desk) -> None:
    year = await opened_year(desk.api, 2035, 10 * M, 5 * M, scheme="GUARDED")
    for slip, guard in [
        ("reserved_cents = 1000000001", "annual_ceiling"),
        ("reserved_cents = 500000001", "exposure_ceiling"),
        ("closing_outstanding_cents = 1", "closing"),
        ("reserved_cents = -1", "counters"),
        ("earlier_reserved_cents = 500000001", "exposure_ceiling"),
    ]:
        with pytest.raises(DBAPIError, match=f"ck_guarantee_year_{guard}"):
            async with desk.rows.begin() as session:
                await session.execute(
                    text(f"update guarantee_year set {slip} where id = :id"),  # noqa: S608 - the test's own text
                    {"id": year["id"]},
                )


@pytest.mark.parametrize("ledger", ["guarantee_year_entry", "loan_movement"])
async def test_entries_are_never_changed(desk: Desk, owners: dict[str, Settings], ledger: str) -> None:
    await desk.requested()
    engine = connect("loans", owners["loans"])  # a process may not even try: tests/routes/test_access.py
    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(f"delete from {ledger}"))  # noqa: S608 - the test's own text
    await engine.dispose()


async def test_the_state_alone_opens_a_year_and_opens_it_once(desk: Desk) -> None:
    body = {
        "scheme": "GROEIFACILITEIT",
        "year": 2015,
        "openingOutstandingCents": 0,
        "annualCeilingCents": 1,
        "exposureCeilingCents": 1,
    }
    again = await desk.api.post("/guarantee-years", OFFICER, body)
    refused_by(again, "guarantee-year.one-per-scheme")
    rom = caller("rom:BOM", "loans:ceilings")
    assert (await desk.api.post("/guarantee-years", rom, {**body, "year": 2016})).status_code == 403
