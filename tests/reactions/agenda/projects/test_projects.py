"""What funding tells of a project reaches it once, in any order, and is never lost (A12, A13)."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.projects.projects.models import Project, Reach, Status
from shared.contracts.funding.applications import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.contracts.funding.cofunding import ProjectCofundingCompleted, ProjectCofundingLost
from shared.kernel.ids import uuid7
from shared.testing.factories import stored
from tests.reactions.register import Register

AT = datetime(2016, 2, 1, 23, 30, tzinfo=UTC)  # half past midnight of 2 February in Amsterdam
OWNER = "region:CR36"


async def project(register: Register, status: Status = Status.APPROVED) -> UUID:
    agenda = await stored(register.sessions, Agenda, owner=OWNER)
    cluster = await stored(register.sessions, Cluster, owner=OWNER)
    link = {"agenda_id": agenda.id, "cluster_id": cluster.id, "category": "INNOVATION"}
    made = await stored(
        register.sessions,
        Project,
        owner=OWNER,
        status=status,
        reach=Reach.PUBLIC,
        total_cost_cents=12_000_000_00,
        **link,
    )
    return made.id


async def shown(register: Register, id: UUID) -> Project:
    async with register.sessions() as session:
        return await session.get_one(Project, id)


def received(project_id: UUID | None, application: UUID) -> ApplicationReceived:
    return ApplicationReceived(
        application_id=application,
        tranche_id=uuid7(),
        project_id=project_id,
        region_code="CR36",
        requested_cents=3_000_000_00,
        received_at=AT,
    )


def awarded(project_id: UUID | None, application: UUID, cents: int) -> ApplicationAwarded:
    return ApplicationAwarded(
        application_id=application,
        tranche_id=uuid7(),
        project_id=project_id,
        region_code="CR36",
        amount_cents=cents,
        regime="rea@2014-1",
        awarded_on=date(2016, 3, 1),
        awarded_at=AT,
    )


async def test_funding_leads_a_project_from_its_pledges_to_its_award(register: Register) -> None:
    mine, application = await project(register), uuid7()
    steps: list[tuple[Any, Status]] = [
        (ProjectCofundingCompleted(project_id=mine, completed_at=AT), Status.FUNDED_IN_PRINCIPLE),
        (
            ProjectCofundingLost(
                project_id=mine, region_shortage_cents=1, private_knowledge_shortage_cents=0, lost_at=AT
            ),
            Status.APPROVED,
        ),
        (ProjectCofundingCompleted(project_id=mine, completed_at=AT), Status.FUNDED_IN_PRINCIPLE),
        (received(mine, application), Status.APPLIED),
        (awarded(mine, application, 3_000_000_00), Status.AWARDED),
    ]
    for event, status in steps:
        await register.send_twice(event)
        assert (await shown(register, mine)).status is status
    found = await shown(register, mine)
    assert found.version == 1 + len(steps)  # each told once
    assert (found.awarded_cents, found.cofunding_complete) == (3_000_000_00, True)
    assert [each["received_on"] for each in found.applications] == ["2016-02-02"]


def refused(project_id: UUID | None, application: UUID) -> ApplicationRefused:
    return ApplicationRefused(
        application_id=application,
        tranche_id=uuid7(),
        project_id=project_id,
        region_code="CR36",
        ground="CEILING",
        refused_on=date(2016, 4, 1),
        refused_at=AT,
    )


def withdrawn(project_id: UUID | None, application: UUID) -> ApplicationWithdrawn:
    return ApplicationWithdrawn(
        application_id=application,
        tranche_id=uuid7(),
        project_id=project_id,
        region_code="CR36",
        withdrawn_on=date(2016, 4, 2),
        withdrawn_at=AT,
    )


async def test_a_project_steps_back_when_its_last_application_is_lost(register: Register) -> None:
    mine, first, second = await project(register), uuid7(), uuid7()
    await register.send(ProjectCofundingCompleted(project_id=mine, completed_at=AT))
    await register.send(received(mine, first), received(mine, second))
    await register.send_twice(refused(mine, first))
    assert (await shown(register, mine)).status is Status.APPLIED  # the other one is still asked for
    await register.send_twice(withdrawn(mine, second))
    found = await shown(register, mine)
    assert found.status is Status.FUNDED_IN_PRINCIPLE  # domain.md 3.6: where it applied from
    assert {each["outcome"]: each["ended_on"] for each in found.applications} == {
        "REFUSED": "2016-04-01",
        "WITHDRAWN": "2016-04-02",
    }
    await register.send(received(mine, third := uuid7()))
    assert (await shown(register, mine)).status is Status.APPLIED
    lost = ProjectCofundingLost(
        project_id=mine, region_shortage_cents=1, private_knowledge_shortage_cents=0, lost_at=AT
    )
    await register.send(lost, refused(mine, third))
    assert (await shown(register, mine)).status is Status.APPROVED


async def test_a_refusal_that_comes_before_the_receipt_leaves_nothing_asked_for(register: Register) -> None:
    mine, application, plan = await project(register), uuid7(), uuid7()
    await register.send(refused(mine, application), refused(None, plan))
    await register.send_twice(received(mine, application))
    found = await shown(register, mine)
    assert (found.status, found.applications[0]["received_on"]) == (Status.APPROVED, "2016-02-02")
    assert await register.parked(application) == await register.parked(plan) == []


async def test_a_project_that_an_older_version_left_applied_steps_back(register: Register) -> None:
    """What that version noted of an application had no outcome (funding's `tell-ends` tells it)."""
    mine, application = await project(register, Status.APPLIED), uuid7()
    noted = {"application_id": str(application), "received_on": "2016-02-02"}
    async with register.sessions.begin() as session:
        row = await session.get_one(Project, mine)
        row.applications = [{**noted, "awarded_on": None, "awarded_cents": 0}]
        row.cofunding_complete = True
    await register.send_twice(refused(mine, application))
    assert (await shown(register, mine)).status is Status.FUNDED_IN_PRINCIPLE


async def test_a_lost_application_takes_no_award_back(register: Register) -> None:
    mine, first, second = await project(register), uuid7(), uuid7()
    await register.send(received(mine, first), awarded(mine, first, 5), received(mine, second))
    await register.send_twice(withdrawn(mine, second))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 5)


async def test_an_award_that_comes_first_stays_and_is_counted_once(register: Register) -> None:
    mine, first, second = await project(register), uuid7(), uuid7()
    await register.send_twice(awarded(mine, first, 2_000_000_00))
    await register.send(received(mine, first), awarded(mine, first, 2_000_000_00))  # and under another id
    await register.send(received(mine, second), awarded(mine, second, 1_000_000_00))
    await register.send(ProjectCofundingCompleted(project_id=mine, completed_at=AT))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 3_000_000_00)
    assert await register.parked(first) == await register.parked(second) == []


async def test_an_award_on_a_cancelled_project_is_recorded_and_in_question(register: Register) -> None:
    mine, application = await project(register, Status.CANCELLED), uuid7()
    await register.send_twice(awarded(mine, application, 5))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents, found.award_in_question) == (Status.CANCELLED, 5, True)
    assert await register.parked(application) == []


async def test_what_cannot_be_noted_is_parked_and_a_plan_without_a_project_is_not_ours(
    register: Register,
) -> None:
    early, nowhere, plan = uuid7(), uuid7(), uuid7()
    defined = await project(register, Status.DEFINED)
    await register.send(awarded(defined, early, 5), awarded(uuid7(), nowhere, 5), awarded(None, plan, 5))
    assert await register.parked(early) == ["project.life-cycle"]
    assert await register.parked(nowhere) == ["resource.not-found"]
    assert await register.parked(plan) == []
    assert (await shown(register, defined)).awarded_cents == 0


async def test_what_funding_lost_is_undone_and_what_was_told_before_it_holds_again(
    register: Register,
) -> None:
    mine, first, second = await project(register), uuid7(), uuid7()
    complete = ProjectCofundingCompleted(project_id=mine, completed_at=AT)
    lost = ProjectCofundingLost(
        project_id=mine, region_shortage_cents=1, private_knowledge_shortage_cents=0, lost_at=AT
    )
    asked, given = received(mine, first), awarded(mine, first, 3_000_000_00)
    facts = [(await register.send(each), each) for each in (complete, asked, given)]
    gone = [(await register.send(each), each) for each in (lost, complete)]  # after the backup
    for fact, told in gone:
        await register.withdraw(fact, told)
    found = await shown(register, mine)
    assert (found.status, found.cofunding_complete) == (Status.AWARDED, True)

    await register.withdraw(*facts[2])
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.APPLIED, 0)
    await register.send(awarded(mine, first, 2_000_000_00))
    await register.withdraw(*facts[2])  # late, under another id: it was awarded anew
    assert (await shown(register, mine)).awarded_cents == 2_000_000_00

    await register.send(withdrawn(mine, first))
    other = await register.send(asked_too := received(mine, second))
    await register.withdraw(other, asked_too)
    await register.withdraw(*facts[0])
    found = await shown(register, mine)
    assert [each["application_id"] for each in found.applications] == [str(first)]
    assert (found.status, found.cofunding_complete) == (Status.AWARDED, False)
    assert await register.parked(mine) == await register.parked(first) == []


async def test_a_project_is_approved_only_when_all_that_funding_told_was_lost(register: Register) -> None:
    mine, application = await project(register), uuid7()
    told = [
        ProjectCofundingCompleted(project_id=mine, completed_at=AT),
        received(mine, application),
        refused(mine, application),
    ]
    facts = [(await register.send(each), each) for each in told]
    await register.withdraw(*facts[2])
    assert (await shown(register, mine)).status is Status.APPLIED
    for fact in facts[:2]:
        await register.withdraw(*fact)
    found = await shown(register, mine)
    assert (found.status, found.applications) == (Status.APPROVED, [])


def decided(project_id: UUID | None, application: UUID) -> dict[str, Any]:
    return {
        "application_id": application,
        "alteration_id": uuid7(),
        "tranche_id": uuid7(),
        "project_id": project_id,
        "region_code": "CR36",
        "refilled_cents": 0,
        "undue_cents": 0,
        "basis": "SANCTION_4_48",
        "ground": "NOT_CARRIED_OUT",
        "effective_on": date(2016, 3, 1),
        "regime": "award-alterations@2013-1",
        "decided_on": date(2016, 6, 1),
        "decided_at": AT,
        "deciding_body": "MINISTER_EZ",
        "mandate": None,
    }


def lowered(project_id: UUID | None, application: UUID, cents: int, freed_cents: int) -> AwardAltered:
    return AwardAltered(amount_cents=cents, freed_cents=freed_cents, **decided(project_id, application))


def taken_back(project_id: UUID | None, application: UUID, freed_cents: int) -> AwardWithdrawn:
    return AwardWithdrawn(freed_cents=freed_cents, **decided(project_id, application))


async def test_a_project_steps_back_when_its_last_award_is_withdrawn(register: Register) -> None:
    mine, first, second = await project(register), uuid7(), uuid7()
    await register.send(ProjectCofundingCompleted(project_id=mine, completed_at=AT))
    await register.send(awarded(mine, first, 3_000_000_00), awarded(mine, second, 1_000_000_01))
    await register.send_twice(lowered(mine, first, 2_000_000_00, 1_000_000_00))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 3_000_000_01)
    await register.send_twice(taken_back(mine, first, 2_000_000_00))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 1_000_000_01)
    await register.send_twice(taken_back(mine, second, 1_000_000_01))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.FUNDED_IN_PRINCIPLE, 0)
    await register.send(awarded(mine, uuid7(), 5))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 5)


async def test_a_running_project_goes_on_without_its_award(register: Register) -> None:
    mine, application = await project(register), uuid7()
    await register.send(awarded(mine, application, 3_000_000_00))
    async with register.sessions.begin() as session:
        (await session.get_one(Project, mine)).status = Status.RUNNING
    await register.send_twice(taken_back(mine, application, 3_000_000_00))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.RUNNING, 0)


async def test_a_cancelled_projects_award_is_in_question_until_it_is_withdrawn(register: Register) -> None:
    mine, application = await project(register, Status.CANCELLED), uuid7()
    await register.send(awarded(mine, application, 3_000_000_00))
    assert (await shown(register, mine)).award_in_question
    await register.send_twice(lowered(mine, application, 1, 2_999_999_99))
    assert (await shown(register, mine)).award_in_question
    await register.send_twice(taken_back(mine, application, 1))
    assert not (await shown(register, mine)).award_in_question


async def test_a_withdrawal_that_is_told_before_its_award_holds(register: Register) -> None:
    mine, application = await project(register), uuid7()
    await register.send(taken_back(mine, application, 3_000_000_00))
    await register.send_twice(awarded(mine, application, 3_000_000_00))
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.APPROVED, 0)
    await register.send_twice(taken_back(None, uuid7(), 5))  # of a plan: no project of ours


async def test_a_lowering_that_funding_lost_is_undone_and_the_award_is_what_it_was(
    register: Register,
) -> None:
    mine, application = await project(register), uuid7()
    await register.send(awarded(mine, application, 3_000_000_00))
    less, gone = lowered(mine, application, 2_000_000_00, 1_000_000_00), taken_back(mine, application, 5)
    first, last = await register.send(less), await register.send(gone)
    await register.withdraw(last, gone)
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 2_000_000_00)
    await register.withdraw(first, less)
    await register.withdraw(uuid7(), less)  # of a fact that never came
    found = await shown(register, mine)
    assert (found.status, found.awarded_cents) == (Status.AWARDED, 3_000_000_00)
