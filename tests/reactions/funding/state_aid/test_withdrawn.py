"""Aid that loans lost with its database is answered anew when it is asked again, whatever became of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from services.funding.state_aid.state_aid.models import Status
from shared.contracts.funding.state_aid import AidRefused, AidReserved, AidWithdrawn
from shared.kernel.events import Event
from tests.reactions.funding.state_aid.test_state_aid import (
    AID,
    CEILING,
    entry,
    firm,
    guaranteed,
    pass_time,
    released,
    requested,
)
from tests.reactions.register import Register


def kinds(told: Sequence[Event]) -> list[str]:
    return [type(event).__name__ for event in told]


async def test_a_refused_request_that_was_lost_is_answered_anew(register: Register) -> None:
    kvk_number = firm()
    rival, asked = requested(kvk_number, CEILING), requested(kvk_number)
    await register.send(rival)
    fact = await register.send(asked)
    await register.withdraw(fact, asked)
    await register.send(released(rival))
    await register.send_twice(asked)
    await register.send(asked)  # it was answered: once more changes nothing
    assert kinds(await register.told(asked.guarantee_id)) == ["AidRefused", "AidReserved"]
    assert (await entry(register, asked)).status is Status.RESERVED
    assert await register.parked(asked.guarantee_id) == []


@pytest.mark.parametrize("expires", [True, False])
async def test_a_request_that_was_lost_after_its_reservation_ended_is_answered_anew(
    register: Register, expires: bool
) -> None:
    asked = requested(firm())
    fact = await register.send(asked)
    if expires:
        await pass_time(register, 43)
    else:
        await register.send(released(asked))
    await register.withdraw(fact, asked)
    again = asked.model_copy(update={"amount_cents": AID + 1, "legal_date": asked.legal_date + timedelta(1)})
    await register.send(again)
    assert kinds(await register.told(asked.guarantee_id)) == ["AidReserved", "AidReleased", "AidReserved"]
    found = await entry(register, asked)
    assert (found.status, found.ended_at, found.end_reason) == (Status.RESERVED, None, None)
    assert (found.amount_cents, found.counts_from) == (AID + 1, again.legal_date)


async def test_lost_aid_that_no_longer_fits_when_it_is_asked_again_is_refused_and_stays_so(
    register: Register,
) -> None:
    asked = requested(firm())
    fact = await register.send(asked)
    await register.withdraw(fact, asked)
    await register.send(requested(asked.kvk_number, CEILING))
    await register.send(asked)
    reserved, withdrawn, refused = await register.told(asked.guarantee_id)
    assert isinstance(reserved, AidReserved)
    assert isinstance(withdrawn, AidWithdrawn)
    assert isinstance(refused, AidRefused)
    found = await entry(register, asked)
    assert (found.status, found.ended_at, found.expires_at) == (Status.REFUSED, None, None)


async def test_aid_that_was_granted_after_its_reservation_ended_has_not_ended(register: Register) -> None:
    asked = requested(firm())
    await register.send(asked)
    await pass_time(register, 43)
    await register.send(guaranteed(asked))
    found = await entry(register, asked)
    assert (found.status, found.ended_at, found.end_reason) == (Status.GRANTED, None, None)
