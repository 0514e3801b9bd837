"""Funding's answers on aid, late and crossing ones too, and the clock (domain.md 3.16, 3.25)."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.loans.guarantees.guarantees import rules
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.reactions import release_lapsed
from services.loans.lending.loans.models import Loan
from shared.contracts.funding.state_aid import AidRefused, AidReleased, AidReserved
from shared.contracts.loans import (
    AidReservationReleased,
    GuaranteeRefused,
    GuaranteeReleased,
    LoanGuaranteed,
)
from shared.kernel.calendar import AMSTERDAM, legal_date
from shared.kernel.ids import uuid7
from shared.store.tx import begin
from tests.routes.loans.desk import OFFICER, SECOND, Desk, done

OUTBOUND = "groeikracht.rom.bom.outbound"
FIRM = {"kvk_number": "68750110", "amount_cents": 1}


def reserved(guarantee: Any) -> AidReserved:
    return AidReserved(
        reservation_id=guarantee["id"],
        room_left_cents=0,
        regime="de-minimis@1407-2013",
        expires_at="2099-01-01T00:00:00Z",
        **FIRM,
    )


def refused(guarantee: Any) -> AidRefused:
    return AidRefused(reservation_id=guarantee["id"], room_left_cents=1, reason="aid.within-room", **FIRM)


def released(guarantee: Any, reason: str = "expired") -> AidReleased:
    return AidReleased(
        reservation_id=guarantee["id"], reason=reason, released_at="2015-04-20T00:00:00Z", **FIRM
    )


async def state_of(desk: Desk, guarantee: Any) -> tuple[str, str, int]:
    """Status of the guarantee and of its loan, and what is taken of the room for it, in cents."""
    taken = text(
        "select coalesce(sum(reserved_cents + granted_cents), 0)::bigint from guarantee_year_entry "
        "where guarantee_id = :id"
    )
    async with desk.rows() as session:
        cents = await session.scalar(taken, {"id": guarantee["id"]})
    loan = await desk.loan(guarantee["loanId"])
    return (await desk.guarantee(guarantee["id"]))["status"], loan["status"], cents


async def ended_events(desk: Desk, guarantee: Any) -> dict[str, int]:
    """How often each end of the guarantee was told."""
    kinds = (AidReservationReleased, GuaranteeRefused, GuaranteeReleased)
    return {
        kind.__name__: len(await desk.told("groeikracht.loans", kind, guaranteeId=guarantee["id"]))
        for kind in kinds
    }


async def test_room_for_the_aid_makes_the_reservation_stand_and_a_second_answer_changes_nothing(
    desk: Desk,
) -> None:
    guarantee = await desk.reserved()
    assert await state_of(desk, guarantee) == ("AID_PENDING", "GUARANTEE_PENDING", 2_000_000_00)
    twice = uuid7()
    await desk.tell(reserved(guarantee), id=twice)
    first = await desk.guarantee(guarantee["id"])
    await desk.tell(reserved(guarantee), id=twice)
    await desk.tell(reserved(guarantee))
    assert await desk.guarantee(guarantee["id"]) == first
    assert await state_of(desk, guarantee) == ("RESERVED", "OFFERABLE", 2_000_000_00)


async def test_no_room_for_the_aid_refuses_the_guarantee_and_tells_the_rom(desk: Desk) -> None:
    guarantee = await desk.reserved()
    await desk.tell(refused(guarantee))
    await desk.tell(refused(guarantee))
    assert await state_of(desk, guarantee) == ("REFUSED", "OFFERABLE_UNGUARANTEED", 0)
    (fact,) = await desk.told(OUTBOUND, GuaranteeRefused, guaranteeId=guarantee["id"])
    assert fact["reason"] == "aid.within-room"
    assert not await desk.told("groeikracht.loans", AidReservationReleased, guaranteeId=guarantee["id"])


@pytest.mark.parametrize("contracted", [False, True])
async def test_aid_that_expires_takes_the_reservation_with_it(desk: Desk, contracted: bool) -> None:
    guarantee = await desk.reserved()
    await desk.tell(reserved(guarantee))
    if contracted:
        await desk.contracted(guarantee["loanId"])
    await desk.tell(released(guarantee))
    assert await state_of(desk, guarantee) == ("RELEASED", "OFFERABLE_UNGUARANTEED", 0)
    assert (await desk.loan(guarantee["loanId"]))["contractSignedOn"] is None
    told = {"AidReservationReleased": 0, "GuaranteeRefused": 0, "GuaranteeReleased": 1}
    assert await ended_events(desk, guarantee) == told


@pytest.mark.parametrize("late", [reserved, refused, released])
async def test_an_answer_that_crosses_a_refusal_changes_nothing(desk: Desk, late: Any) -> None:
    guarantee = await desk.reserved()
    await done(desk.act(f"/guarantees/{guarantee['id']}/refusals", OFFICER, {"reason": "Withdrawn."}))
    told = {"AidReservationReleased": 1, "GuaranteeRefused": 1, "GuaranteeReleased": 0}
    assert await ended_events(desk, guarantee) == told
    await desk.tell(late(guarantee))
    assert await state_of(desk, guarantee) == ("REFUSED", "OFFERABLE_UNGUARANTEED", 0)
    assert await ended_events(desk, guarantee) == told
    assert not await desk.parked(guarantee["id"])


async def test_aid_that_is_released_after_the_issue_does_not_undo_it(desk: Desk) -> None:
    guarantee = await desk.reserved()
    await desk.tell(reserved(guarantee))
    await desk.contracted(guarantee["loanId"])
    await done(desk.act(f"/guarantees/{guarantee['id']}/issues", SECOND))
    await desk.tell(released(guarantee))
    assert await state_of(desk, guarantee) == ("ISSUED", "CONTRACTED", 2_000_000_00)
    assert len(await desk.told("groeikracht.loans", LoanGuaranteed, guaranteeId=guarantee["id"])) == 1


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_reservation_without_contract_lapses_after_its_term(desk: Desk, confirmed: bool) -> None:
    guarantee = await desk.reserved()
    if confirmed:
        await desk.tell(reserved(guarantee))
    await lapse_after(desk, days=35)  # at this hour of its last day: a contract is still in time
    assert (await state_of(desk, guarantee))[2] == 2_000_000_00
    await lapse_after(desk, days=36)
    assert await state_of(desk, guarantee) == ("RELEASED", "OFFERABLE_UNGUARANTEED", 0)
    told = {"AidReservationReleased": 1, "GuaranteeRefused": 0, "GuaranteeReleased": 1}
    assert await ended_events(desk, guarantee) == told
    (fact,) = await desk.told(OUTBOUND, GuaranteeReleased, guaranteeId=guarantee["id"])
    assert (fact["reason"], fact["releasedCents"]) == ("expired", 2_000_000_00)

    await desk.tell(reserved(guarantee))  # funding's answer was under way
    assert await state_of(desk, guarantee) == ("RELEASED", "OFFERABLE_UNGUARANTEED", 0)


async def test_a_contracted_loan_does_not_lose_its_guarantee_to_the_clock(desk: Desk) -> None:
    guarantee, younger = await desk.reserved(rating="BB"), await desk.reserved(rating="BB")
    await desk.contracted(guarantee["loanId"])
    await lapse_after(desk, days=36)
    assert await state_of(desk, guarantee) == ("RESERVED", "CONTRACTED", 2_000_000_00)
    assert (await state_of(desk, younger))[0] == "RELEASED"  # nor does it hold up the others


async def test_a_contract_that_comes_while_the_timer_waits_for_the_lock_saves_the_guarantee(
    desk: Desk,
) -> None:
    found = await desk.reserved(rating="BB")
    await desk.contracted(found["loanId"])
    async with begin(desk.rows, "timer") as tx:
        guarantee = await tx.get(Guarantee, UUID(found["id"]))
        loan = await tx.get(Loan, guarantee.loan_id)
        assert rules.lapse(rules.Cover(guarantee, loan, None), tx.moment) == []
    assert await state_of(desk, found) == ("RESERVED", "CONTRACTED", 2_000_000_00)


async def lapse_after(desk: Desk, days: int) -> None:
    """Let the timer tick so many days later, until it finds nothing more."""
    for _ in range(60):  # other tests leave reservations too; one lapses at each tick
        async with begin(desk.rows, "timer") as tx:
            before = len(tx._events)
            tx.recorded_at += timedelta(days=days)
            await release_lapsed(tx)
            if len(tx._events) == before:
                return
    raise AssertionError("the timer never rests")


async def test_an_answer_about_an_unknown_guarantee_is_parked(desk: Desk) -> None:
    nobody = {"id": str(uuid7())}
    await desk.tell(reserved(nobody))
    (row,) = await desk.parked(nobody["id"])
    assert row.rule == "resource.not-found"


async def test_the_room_is_held_until_the_last_day_of_the_term_is_over(desk: Desk) -> None:
    guarantee = await desk.reserved(rating="BB")
    async with begin(desk.rows, "test") as tx:
        kept = await tx.get(Guarantee, UUID(guarantee["id"]))
        due_on = legal_date(tx.recorded_at) + timedelta(days=35)
    ends = kept.lapses_at.astimezone(AMSTERDAM)
    assert (ends.date(), ends.time()) == (due_on + timedelta(days=1), time())
