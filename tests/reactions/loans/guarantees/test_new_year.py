"""Guarantees that cross New Year: the ceiling holds and every repayment is booked (O18; 3.22, 3.26)."""

from typing import Any

import pytest

from shared.contracts.loans import RepaymentBooked
from shared.contracts.rom import DisbursementReported, RepaymentReported
from tests.routes.loans.desk import OFFICER, SECOND, Desk, done, opened_year, refused_by

OUTBOUND = "groeikracht.rom.bom.outbound"
M = 1_000_000_00
ROOM = 2 * M  # one guarantee of 50 % on 4 million


async def at_new_year(desk: Desk, year: int) -> Any:
    """A guarantee that was reserved and contracted in December, with room for exactly one."""
    for each in (year, year + 1):
        line = {"romCode": "BOM", "year": each, "amountCents": 10**12}
        await desk.api.post("/credit-lines", OFFICER, line)
    await opened_year(desk.api, year, ROOM, ROOM)
    guarantee = await desk.reserved(f"{year}-12-10T09:00:00Z", rating="BB")
    await desk.contracted(guarantee["loanId"], at=f"{year}-12-15T09:00:00Z")
    return guarantee


async def issue(desk: Desk, guarantee: Any, at: str) -> Any:
    return await desk.act(f"/guarantees/{guarantee['id']}/issues", SECOND, at=at)


async def figures(desk: Desk, year: int) -> dict[str, int]:
    """Opening, reserved, granted, lapsed and closing of a year, in cents; what is 0 is left out."""
    found = await desk.year(year)
    names = ("openingOutstanding", "earlierReserved", "reserved", "granted", "lapsed", "closingOutstanding")
    return {name: found[f"{name}Cents"] for name in names if found[f"{name}Cents"]}


async def test_a_guarantee_issued_in_january_counts_in_january_and_leaves_no_second_room(desk: Desk) -> None:
    guarantee = await at_new_year(desk, 2018)
    january = "2019-01-05T09:00:00Z"
    early = await issue(desk, guarantee, january)
    assert refused_by(early, "guarantee-year.opened") == {"year": 2019}
    await opened_year(desk.api, 2019, 10 * ROOM, ROOM)
    assert await figures(desk, 2019) == {"earlierReserved": ROOM}

    second = await desk.requested(january)
    path = f"/guarantees/{second['id']}/reservations"
    full = await desk.act(path, OFFICER, at=january)
    assert refused_by(full, "guarantee.within-exposure-ceiling") == {"roomCents": 0}
    issued = await done(issue(desk, guarantee, january))
    assert issued["guaranteeYearId"] == (await desk.year(2019))["id"]
    assert await figures(desk, 2018) == {}
    assert await figures(desk, 2019) == {"granted": ROOM, "closingOutstanding": ROOM}
    full = await desk.act(path, OFFICER, at=january)
    assert refused_by(full, "guarantee.within-exposure-ceiling") == {"roomCents": 0}

    await desk.report(
        DisbursementReported(loan_id=guarantee["loanId"], amount_cents=4 * M, disbursed_on="2019-01-05")
    )
    await desk.report(
        RepaymentReported(loan_id=guarantee["loanId"], amount_cents=4 * M, repaid_on="2019-06-01")
    )
    assert len(await desk.told(OUTBOUND, RepaymentBooked, loanId=guarantee["loanId"])) == 1
    assert await figures(desk, 2019) == {"granted": ROOM, "lapsed": ROOM}
    await done(desk.act(path, OFFICER, at=january))  # the exposure has room again


@pytest.mark.parametrize(("year", "repaid_on"), [(2021, "2021-12-30"), (2024, "2025-01-02")])
async def test_a_year_opened_ahead_follows_what_is_still_booked_before(
    desk: Desk, year: int, repaid_on: str
) -> None:
    guarantee = await at_new_year(desk, year)
    await opened_year(desk.api, year + 1, ROOM, ROOM)
    await done(issue(desk, guarantee, f"{year}-12-20T09:00:00Z"))
    assert await figures(desk, year) == {"granted": ROOM, "closingOutstanding": ROOM}
    assert await figures(desk, year + 1) == {"openingOutstanding": ROOM, "closingOutstanding": ROOM}

    loan_id = guarantee["loanId"]
    paid = DisbursementReported(loan_id=loan_id, amount_cents=4 * M, disbursed_on=f"{year}-12-21")
    await desk.report(paid)
    await desk.report(RepaymentReported(loan_id=loan_id, amount_cents=1 * M, repaid_on=repaid_on))
    earlier, later = await figures(desk, year), await figures(desk, year + 1)
    half = 500_000_00
    lapsed_in = earlier if repaid_on.startswith(str(year)) else later
    assert lapsed_in["lapsed"] == half
    assert later["closingOutstanding"] == ROOM - half
    assert later["openingOutstanding"] == earlier["closingOutstanding"]


async def test_a_year_opens_with_what_the_year_before_closes_with_and_in_order(desk: Desk) -> None:
    await opened_year(desk.api, 2044, ROOM, 2 * ROOM, ROOM, "NEW_YEAR")
    body = {"scheme": "NEW_YEAR", "annualCeilingCents": ROOM, "exposureCeilingCents": 2 * ROOM}
    wrong = {**body, "year": 2045, "openingOutstandingCents": ROOM - 1}
    answer = await desk.api.post("/guarantee-years", OFFICER, wrong)
    assert refused_by(answer, "guarantee-year.opens-as-closed") == {"openingOutstandingCents": ROOM}
    before = {**body, "year": 2043, "openingOutstandingCents": 0}
    refused_by(await desk.api.post("/guarantee-years", OFFICER, before), "guarantee-year.in-order")
    await opened_year(desk.api, 2045, ROOM, 2 * ROOM, ROOM, "NEW_YEAR")
    await opened_year(desk.api, 2047, ROOM, 2 * ROOM, 0, "NEW_YEAR")  # after a gap the State states it anew


async def test_the_room_of_a_year_is_also_that_of_the_year_opened_after_it(desk: Desk) -> None:
    year = await opened_year(desk.api, 2044, 10 * M, 10 * M, 0, "TIGHTER")
    await opened_year(desk.api, 2045, 10 * M, 3 * M, 0, "TIGHTER")
    granted = {"kind": "GRANTED", "amountCents": 4 * M, "note": "Above the ceiling that is to come"}
    path = f"/guarantee-years/{year['id']}/movements"
    answer = await desk.act(path, OFFICER, granted)
    assert refused_by(answer, "guarantee.within-exposure-ceiling") == {"roomCents": 3 * M}
