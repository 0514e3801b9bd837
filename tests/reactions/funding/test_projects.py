"""Funding learns of a project by its events alone, once: that it was approved, and that it ended."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from services.funding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.kernel.ids import uuid7
from tests.reactions.register import Register


def approved() -> ProjectApproved:
    return ProjectApproved(
        project_id=uuid7(),
        agenda_id=uuid7(),
        cluster_id=uuid7(),
        cluster_code="BRAINPORT",
        region_code="CR36",
        title="Pilot plant",
        category="INNOVATION",
        total_cost_cents=12_000_000_00,
        participants=["68750110"],
        approved_at=datetime(2015, 1, 20, 9, tzinfo=UTC),
    )


async def test_a_project_told_of_twice_keeps_what_was_pledged_to_it(register: Register) -> None:
    event = approved()
    await register.send_twice(event)
    async with register.sessions.begin() as session:
        project = await session.get_one(Project, event.project_id)
        project.region_pledged_cents = 3_000_000_00
    await register.send(event)  # under another event id
    async with register.sessions() as session:
        (project,) = await session.scalars(select(Project).filter_by(id=event.project_id))
    required = (project.region_required_cents, project.state_required_cents)
    assert required == (3_000_000_00, 3_000_000_00)
    assert (project.owner, project.region_pledged_cents) == ("region:CR36", 3_000_000_00)
    assert await register.parked(event.project_id) == []


async def test_a_project_that_was_cancelled_or_stopped_ends_on_that_day_once(register: Register) -> None:
    first, again = date(2016, 4, 1), date(2016, 4, 2)
    for kind in (ProjectCancelled, ProjectStopped):
        event = approved()
        ended = kind(project_id=event.project_id, region_code="CR36", ended_on=first, awarded_cents=0)
        await register.send(event)
        await register.send_twice(ended)
        await register.send(ended.model_copy(update={"ended_on": again}))
        async with register.sessions() as session:
            assert (await session.get_one(Project, event.project_id)).ended_on == first
        assert await register.parked(event.project_id) == []
