"""Aid room asked for, used and given back by events, in whatever order they cross (DM-1 to DM-3; O10)."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select

from services.funding.state_aid.state_aid.models import AidEntry, Status
from services.funding.state_aid.state_aid.reactions import expire_reservations
from shared.contracts.funding.state_aid import AidGranted, AidRefused, AidReleased, AidReserved
from shared.contracts.loans import AidReservationReleased, AidReservationRequested, LoanGuaranteed
from shared.kernel.ids import uuid7
from shared.store.tx import begin
from tests.reactions.register import Register

AID = 173_177_97  # O10
CEILING = 200_000_00  # Regulation 1407/2013
DAY = date(2015, 3, 2)
AT = datetime(2015, 3, 2, 9, tzinfo=UTC)
NUMBERS = count(10_000_001)


def firm() -> str:
    """The KvK number of an undertaking that nobody else in the tests uses."""
    return str(next(NUMBERS))


def requested(kvk_number: str, cents: int = AID, day: date = DAY) -> AidReservationRequested:
    return AidReservationRequested(
        guarantee_id=uuid7(),
        loan_id=uuid7(),
        kvk_number=kvk_number,
        amount_cents=cents,
        legal_date=day,
        requested_at=AT,
    )


def guaranteed(asked: AidReservationRequested, **changes: Any) -> LoanGuaranteed:
    details = {"aid_cents": asked.amount_cents, "issued_on": date(2015, 3, 20), **changes}
    return LoanGuaranteed(
        rom_code="BOM",
        guarantee_id=asked.guarantee_id,
        loan_id=asked.loan_id,
        kvk_number=asked.kvk_number,
        project_id=None,
        principal_cents=4_000_000_00,
        guarantee_percent="50",
        guaranteed_cents=2_000_000_00,
        premium_percent="2.5",
        scheme="GROEIFACILITEIT",
        regime="groeifaciliteit@2015",
        issued_at=AT,
        **details,
    )


def released(asked: AidReservationRequested) -> AidReservationReleased:
    return AidReservationReleased(
        guarantee_id=asked.guarantee_id, kvk_number=asked.kvk_number, reason="not contracted", released_at=AT
    )


async def pass_time(register: Register, days: int) -> None:
    async with begin(register.sessions, "timer") as tx:
        tx.recorded_at += timedelta(days=days)
        await expire_reservations(tx)


async def entry(register: Register, asked: AidReservationRequested) -> AidEntry:
    async with register.sessions() as session:
        return (await session.scalars(select(AidEntry).filter_by(id=asked.guarantee_id))).one()


async def test_aid_is_reserved_once_however_often_it_is_asked(register: Register) -> None:
    asked = requested(firm())
    await register.send_twice(asked)
    await register.send(asked)  # asked again, under another event id
    (reserved,) = await register.told(asked.guarantee_id)
    assert isinstance(reserved, AidReserved)
    assert (reserved.amount_cents, reserved.room_left_cents) == (AID, CEILING - AID)
    assert reserved.regime == "de-minimis@1407-2013"
    assert await register.parked(asked.guarantee_id) == []


async def test_aid_that_does_not_fit_is_refused_whole_and_uses_no_room(register: Register) -> None:
    kvk_number = firm()
    first, second = requested(kvk_number), requested(kvk_number, CEILING - AID + 1)
    third = requested(kvk_number, CEILING - AID)
    await register.send(first, second, third)
    (refused,) = await register.told(second.guarantee_id)
    assert isinstance(refused, AidRefused)
    assert (refused.reason, refused.room_left_cents) == ("aid.within-room", CEILING - AID)
    (reserved,) = await register.told(third.guarantee_id)
    assert isinstance(reserved, AidReserved)
    assert reserved.room_left_cents == 0


async def test_aid_asked_for_at_once_never_passes_the_room(register: Register) -> None:
    kvk_number = firm()
    asked = [requested(kvk_number, 30_000_00) for _ in range(10)]
    await asyncio.gather(*(register.send(each) for each in asked))
    told = [(await register.told(each.guarantee_id))[0] for each in asked]
    assert sorted(type(fact).__name__ for fact in told) == ["AidRefused"] * 4 + ["AidReserved"] * 6


async def test_an_issued_guarantee_turns_its_reservation_into_aid(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await register.send_twice(guaranteed(asked))
    await register.send(guaranteed(asked))
    _, granted = await register.told(asked.guarantee_id)
    assert isinstance(granted, AidGranted)
    assert (granted.amount_cents, granted.excess_cents) == (AID, 0)
    assert granted.granted_on == date(2015, 3, 20)
    await pass_time(register, 100)
    assert (await entry(register, asked)).status is Status.GRANTED


async def test_a_released_reservation_gives_its_room_back_once(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await register.send_twice(released(asked))
    await register.send(released(asked))
    _, gone = await register.told(asked.guarantee_id)
    assert isinstance(gone, AidReleased)
    assert (gone.amount_cents, gone.reason) == (AID, "not contracted")
    again = requested(asked.kvk_number, CEILING)
    await register.send(again)
    assert isinstance((await register.told(again.guarantee_id))[0], AidReserved)


async def test_a_reservation_ends_by_itself_after_its_term(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await pass_time(register, 41)
    assert (await entry(register, asked)).status is Status.RESERVED
    await pass_time(register, 43)
    await pass_time(register, 43)
    await register.send(released(asked))  # loans let it go too, a little later
    _, gone = await register.told(asked.guarantee_id)
    assert isinstance(gone, AidReleased)
    assert gone.reason == "expired"
    assert await register.parked(asked.guarantee_id) == []


async def test_a_guarantee_issued_after_its_reservation_expired_is_still_booked(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await pass_time(register, 43)
    await register.send(guaranteed(asked))
    granted = (await register.told(asked.guarantee_id))[-1]
    assert isinstance(granted, AidGranted)
    assert granted.excess_cents == 0


async def test_aid_that_no_longer_fits_is_booked_with_its_excess(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await pass_time(register, 43)
    other = requested(asked.kvk_number, 100_000_00)
    await register.send(other, guaranteed(asked))
    granted = (await register.told(asked.guarantee_id))[-1]
    assert isinstance(granted, AidGranted)
    assert (granted.amount_cents, granted.excess_cents) == (AID, AID - 100_000_00)
    assert (await entry(register, asked)).status is Status.GRANTED


async def test_a_guarantee_that_was_never_asked_for_is_booked_too(register: Register) -> None:
    asked = requested(firm())
    await register.send(guaranteed(asked))
    (granted,) = await register.told(asked.guarantee_id)
    assert isinstance(granted, AidGranted)
    assert (granted.amount_cents, granted.excess_cents) == (AID, 0)


async def test_a_guarantee_without_aid_leaves_no_entry(register: Register) -> None:
    asked = requested(firm())
    await register.send(guaranteed(asked, aid_cents=0))
    await register.send(released(asked))
    assert await register.told(asked.guarantee_id) == []
    assert await register.parked(asked.guarantee_id) == []


async def test_aid_that_was_given_is_not_let_go(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked, guaranteed(asked), released(asked))
    assert await register.parked(asked.guarantee_id) == ["aid.life-cycle"]
    assert (await entry(register, asked)).status is Status.GRANTED


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2013, 12, 31)])
async def test_aid_on_a_date_without_a_regulation_is_refused_and_loans_hears_it(
    register: Register, day: date
) -> None:
    asked = requested(firm(), day=day)
    await register.send_twice(asked)
    (refused,) = await register.told(asked.guarantee_id)
    assert isinstance(refused, AidRefused)
    assert (refused.reason, refused.amount_cents, refused.room_left_cents) == ("regime.in-force", AID, 0)
    assert (await entry(register, asked)).status is Status.REFUSED
    assert await register.parked(asked.guarantee_id) == []


async def test_the_last_day_of_a_regulation_is_one_of_its_days(register: Register) -> None:
    asked = requested(firm(), day=date(2030, 12, 31))
    await register.send(asked)
    (reserved,) = await register.told(asked.guarantee_id)
    assert isinstance(reserved, AidReserved)
    assert reserved.regime == "de-minimis@2023-2831"


@pytest.mark.parametrize("reserved", [True, False])
async def test_a_guarantee_issued_without_a_regulation_is_booked_as_excess(
    register: Register, reserved: bool
) -> None:
    asked = requested(firm(), day=date(2030, 12, 20))
    await register.send(*[asked] * reserved, guaranteed(asked, issued_on=date(2031, 1, 2)))
    granted = (await register.told(asked.guarantee_id))[-1]
    assert isinstance(granted, AidGranted)
    assert (granted.amount_cents, granted.excess_cents) == (AID, AID)
    booked = await entry(register, asked)
    assert (booked.status, booked.regime) == (Status.GRANTED, "de-minimis@2023-2831")
    assert (booked.counts_from, booked.excess_cents) == (date(2031, 1, 2), AID)
    assert await register.parked(asked.guarantee_id) == []


async def test_aid_without_a_regulation_still_counts_in_the_windows_of_earlier_aid(
    register: Register,
) -> None:
    late = requested(firm())
    await register.send(guaranteed(late, issued_on=date(2031, 1, 2)))
    left = 300_000_00 - AID  # Regulation 2023/2831, the last one known
    over = requested(late.kvk_number, left + 1, day=date(2030, 12, 30))
    within = requested(late.kvk_number, left, day=date(2030, 12, 30))
    await register.send(over, within)
    (refused,) = await register.told(over.guarantee_id)
    assert isinstance(refused, AidRefused)
    assert (refused.reason, refused.room_left_cents) == ("aid.within-room", left)
    assert isinstance((await register.told(within.guarantee_id))[0], AidReserved)


async def test_an_answer_takes_as_many_queries_however_many_grants_follow(register: Register) -> None:
    few, many = await queries_to_answer(register, later=1), await queries_to_answer(register, later=12)
    assert few == many


async def queries_to_answer(register: Register, later: int) -> int:
    kvk_number, seen = firm(), []
    for day in range(1, later + 1):
        await register.send(guaranteed(requested(kvk_number, 1_00), issued_on=date(2015, 4, day)))

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = register.sessions.kw["bind"].sync_engine
    event.listen(engine, "before_cursor_execute", see)
    await register.send(requested(kvk_number))
    event.remove(engine, "before_cursor_execute", see)
    return len(seen)
