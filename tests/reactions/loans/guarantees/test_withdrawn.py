"""What the agenda or funding lost with its database is undone here: no new loan on it, no issue (F1)."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.loans.guarantees.guarantees.models import Guarantee
from shared.contracts.agenda.projects import ProjectCancelled, ProjectStopped
from shared.contracts.loans import AidReservationReleased
from shared.contracts.withdrawn import OF_SERVICE
from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.store.tables import AUDIT
from tests.reactions.approvals import approved
from tests.reactions.loans.guarantees.test_aid import refused, released, reserved
from tests.routes.loans.desk import BOM, COMMITTEE, FIRM, LOAN, SECOND, Desk, done, refused_by

AGENDA = "groeikracht.agenda"


async def told(desk: Desk, event: Event, topic: str = "groeikracht.funding") -> UUID:
    fact = uuid7()
    await desk.tell(event, topic, fact)
    return fact


async def withdrawn(desk: Desk, fact: UUID, event: Event) -> None:
    """Twice, as after a crash."""
    lost = OF_SERVICE[event.service](
        subject_id=event.subject,
        fact_id=fact,
        fact_type=event.type(),
        rom_code=None,
        withdrawn_at=datetime.now(UTC),
    )
    once = uuid7()
    for _ in range(2):
        await desk.tell(lost, f"groeikracht.{event.service}", once)


async def undone(desk: Desk, subject: object) -> list[str]:
    """The facts of which the audit trail says that they were undone."""
    acts = select(AUDIT.c.content).where(
        AUDIT.c.subject == str(subject), AUDIT.c.action.like("%.fact-undone")
    )
    async with desk.rows() as session:
        return [json.loads(act)["facts"]["fact"] for act in await session.scalars(acts)]


async def test_nothing_new_is_lent_on_an_approval_that_was_lost_until_it_is_given_anew(desk: Desk) -> None:
    event = approved(FIRM["kvkNumber"])
    first = await told(desk, event, AGENDA)
    naming = {"projectId": str(event.project_id)}
    before = await desk.received(**naming)
    path = f"/loans/{before['id']}"
    await done(desk.act(f"{path}/proposals", BOM, {"ratingRationale": "Own model, BB-."}))
    await withdrawn(desk, first, event)
    refused_by(await desk.api.post("/loans", BOM, {**LOAN, **naming}), "loan.project-known")
    refused_by(await desk.act(f"{path}/approvals", COMMITTEE), "loan.project-known")

    await told(desk, event.model_copy(update={"title": "Anew"}), AGENDA)
    await withdrawn(desk, first, event)  # late: another approval stands since
    assert (await desk.api.get(f"/projects/{event.project_id}", BOM)).json()["title"] == "Anew"
    assert await undone(desk, event.project_id) == [str(first)], "what did nothing is not said to be undone"
    await desk.received(**naming)
    await done(desk.act(f"{path}/approvals", COMMITTEE))
    assert not await desk.parked(event.project_id)


@pytest.mark.parametrize("kind", [ProjectCancelled, ProjectStopped])
async def test_a_new_loan_names_no_project_that_ended_unless_its_end_was_lost(
    desk: Desk, kind: type[ProjectCancelled] | type[ProjectStopped]
) -> None:
    event = approved(FIRM["kvkNumber"])
    await told(desk, event, AGENDA)
    ended = kind(project_id=event.project_id, region_code="CR36", ended_on=date(2016, 4, 1), awarded_cents=0)
    fact = await told(desk, ended, AGENDA)
    naming = {"projectId": str(event.project_id)}
    refused_by(await desk.api.post("/loans", BOM, {**LOAN, **naming}), "loan.project-goes-on")
    await withdrawn(desk, fact, ended)
    await withdrawn(desk, fact, ended)
    await desk.received(**naming)
    assert await undone(desk, event.project_id) == [str(fact)]
    assert not await desk.parked(event.project_id)


async def promised(desk: Desk) -> tuple[Any, UUID]:
    """A guarantee with aid whose contract is in, and the fact by which funding reserved that aid."""
    guarantee = await desk.reserved()
    fact = await told(desk, reserved(guarantee))
    await desk.contracted(guarantee["loanId"])
    return guarantee, fact


async def test_nothing_is_issued_on_aid_that_funding_forgot_until_it_has_answered_anew(desk: Desk) -> None:
    guarantee, fact = await promised(desk)
    await withdrawn(desk, fact, reserved(guarantee))
    issue = f"/guarantees/{guarantee['id']}/issues"
    refused_by(await desk.act(issue, SECOND), "guarantee.aid-stands")
    await told(desk, reserved(guarantee))
    await withdrawn(desk, fact, reserved(guarantee))  # late: it was reserved anew
    await withdrawn(desk, uuid7(), released(guarantee))  # of that nothing is undone
    assert await undone(desk, guarantee["id"]) == [str(fact)]
    await done(desk.act(issue, SECOND))

    other, fact = await promised(desk)
    await withdrawn(desk, fact, reserved(other))
    await told(desk, refused(other))  # the room went to somebody else meanwhile
    assert (await desk.guarantee(other["id"]))["status"] == "REFUSED"


async def test_room_that_funding_reserves_after_it_forgot_its_refusal_is_let_go(desk: Desk) -> None:
    guarantee = await desk.reserved()
    fact = await told(desk, refused(guarantee))
    await withdrawn(desk, fact, refused(guarantee))
    await told(desk, reserved(guarantee))
    await told(desk, reserved(guarantee))
    assert (await desk.guarantee(guarantee["id"]))["status"] == "REFUSED"
    match = {"guaranteeId": guarantee["id"]}
    assert len(await desk.told("groeikracht.loans", AidReservationReleased, **match)) == 1
    async with desk.rows() as session:
        assert (await session.get_one(Guarantee, UUID(guarantee["id"]))).aid_lost_at is None
