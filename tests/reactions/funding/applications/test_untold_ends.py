"""What ended before funding told of such ends is told by a command: once, as it was, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.funding.applications.applications.models import Application, Ground
from services.funding.applications.applications.models import Status as Step
from services.funding.applications.untold_ends.telling import tell
from services.funding.cofunding.pledges.models import Pledge, SourceGroup, Status
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from shared.contracts.funding.applications import ApplicationRefused, ApplicationWithdrawn
from shared.contracts.funding.cofunding import PledgeWithdrawn
from shared.store.tx import begin
from shared.testing.factories import stored
from tests.reactions.register import Register
from tests.routes.objects import LEAD

NIGHT = datetime(2016, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight of 2 July in Amsterdam


async def told(register: Register) -> int:
    async with begin(register.sessions, "operator:command-line") as tx:
        return await tell(tx)


async def test_what_ended_untold_is_told_once_as_it_was(register: Register) -> None:
    await told(register)  # of other tests
    year = await stored(register.sessions, ProgrammeYear, total_cents=3)
    tranche = await stored(register.sessions, Tranche, programme_year_id=year.id, ceiling_cents=10)
    project = await stored(register.sessions, Project, state_required_cents=10)

    async def application(status: Step, **ended: Any) -> UUID:
        sums = {"requested_cents": 5, "maximum_cents": 5}
        of = {"tranche_id": tranche.id, "project_id": project.id, "lead_applicant": LEAD}
        made = await stored(register.sessions, Application, status=status, **of, **sums, **ended)
        return made.id

    async def pledge(status: Status, confirmed_at: datetime | None, withdrawn_at: datetime | None) -> UUID:
        of = {"project_id": project.id, "source_group": SourceGroup.REGION, "amount_cents": 7}
        at = {"confirmed_at": confirmed_at, "withdrawn_at": withdrawn_at}
        return (await stored(register.sessions, Pledge, status=status, **of, **at)).id

    refused = await application(Step.REFUSED, refusal_ground=Ground.CEILING, decided_at=NIGHT)
    withdrawn = await application(Step.WITHDRAWN, withdrawn_at=NIGHT)
    firm = await pledge(Status.WITHDRAWN, NIGHT, NIGHT)
    silent = [
        await application(Step.RECEIVED),
        await pledge(Status.WITHDRAWN, None, NIGHT),  # it was never firm, so nobody had heard of it
        await pledge(Status.FIRM, NIGHT, None),
    ]
    assert [await told(register), await told(register)] == [3, 0]

    whose = {"tranche_id": tranche.id, "project_id": project.id}
    [first] = await register.told(refused)
    assert isinstance(first, ApplicationRefused)
    assert (first.ground, first.refused_on, first.refused_at) == ("CEILING", date(2016, 7, 2), NIGHT)
    [second] = await register.told(withdrawn)
    assert isinstance(second, ApplicationWithdrawn)
    assert (second.withdrawn_on, whose) == (
        date(2016, 7, 2),
        {name: getattr(second, name) for name in whose},
    )
    [third] = await register.told(firm)
    assert isinstance(third, PledgeWithdrawn)
    assert (third.amount_cents, third.withdrawn_at) == (7, NIGHT)
    assert [await register.told(each) for each in silent] == [[], [], []]
