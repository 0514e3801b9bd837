"""Funding learns of a project by its events alone, once: that it was approved, and that it ended."""

from datetime import date

import pytest
from sqlalchemy import select

from services.funding.cofunding.projects import rules
from services.funding.cofunding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.kernel.ids import uuid7
from shared.kernel.rules import Refused
from tests.reactions.approvals import approved
from tests.reactions.register import Register


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


async def shown(register: Register, event: ProjectApproved) -> Project:
    async with register.sessions() as session:
        return await session.get_one(Project, event.project_id)


async def test_no_new_money_goes_to_an_approval_that_was_lost_until_it_is_given_anew(
    register: Register,
) -> None:
    event = approved()
    first = await register.send(event)
    async with register.sessions.begin() as session:
        (await session.get_one(Project, event.project_id)).region_pledged_cents = 3_000_000_00
    await register.withdraw(first, event)
    lost = await shown(register, event)
    assert lost.approval_lost_on is not None
    with pytest.raises(Refused, match=r"project\.approval-stands"):
        rules.require_going_on(lost)

    await register.send_twice(event.model_copy(update={"total_cost_cents": 16_000_000_00, "title": "Anew"}))
    again = await shown(register, event)
    rules.require_going_on(again)
    assert (again.title, again.state_required_cents, again.region_shortage_cents) == (
        "Anew",
        4_000_000_00,
        1_000_000_00,
    )
    assert again.region_pledged_cents == 3_000_000_00
    await register.withdraw(first, event)  # late, under another id: another approval stands since
    assert (await shown(register, event)).approval_lost_on is None
    assert await register.parked(event.project_id) == []


async def test_what_is_approved_anew_for_less_than_was_pledged_waits_for_an_operator(
    register: Register,
) -> None:
    event = approved()
    first = await register.send(event)
    async with register.sessions.begin() as session:
        (await session.get_one(Project, event.project_id)).region_pledged_cents = 3_000_000_00
    await register.withdraw(first, event)
    await register.send(event.model_copy(update={"total_cost_cents": 2_000_000_00}))
    assert await register.parked(event.project_id) == ["project.approved-anew"]
    assert (await shown(register, event)).approval_lost_on is not None


async def test_a_withdrawal_that_comes_before_its_fact_leaves_nothing_of_it(register: Register) -> None:
    event, fact = approved(), uuid7()
    await register.withdraw(fact, event)
    await register.deliver(register.record(event, fact))
    async with register.sessions() as session:
        assert await session.get(Project, event.project_id) is None
    await register.send(event)
    assert (await shown(register, event)).approval_lost_on is None


async def test_a_project_goes_on_whose_end_was_lost(register: Register) -> None:
    for kind in (ProjectCancelled, ProjectStopped):
        event = approved()
        ended = kind(
            project_id=event.project_id, region_code="CR36", ended_on=date(2016, 4, 1), awarded_cents=0
        )
        await register.send(event)
        first = await register.send(ended)
        await register.withdraw(first, ended)
        rules.require_going_on(await shown(register, event))
        await register.send(ended)
        await register.withdraw(first, ended)  # late: it was told anew since
        assert (await shown(register, event)).ended_on == date(2016, 4, 1)
        assert await register.parked(event.project_id) == []
