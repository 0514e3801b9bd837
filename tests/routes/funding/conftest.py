"""The steps that funding tests begin with: a year, a tranche, a project, pledges, applications."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.funding.applications.applications.models import Application, Status
from services.funding.cofunding.projects.reactions import remember_project
from services.verification import compare
from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.ids import uuid7
from shared.ledger.balances import Difference
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tx import Cause, begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

APPLICANT = caller("region:CR36", "funding:read", "funding:apply", "clock:set", subject="applicant")
PROGRAMME = caller("state", "funding:read", "funding:programme", "clock:set", subject="programme")
CONFIRMER = caller("state", "funding:read", "funding:confirm", "clock:set", subject="confirmer")
ASSESSOR = caller("state", "funding:read", "funding:assess", "clock:set", subject="assessor")
OFFICER = caller("state", "funding:read", "funding:decide", "clock:set", subject="officer")

PLANNED, OPENED, DURING = "2014-01-06T09:00:00Z", "2015-02-02T09:00:00Z", "2015-03-02T09:00:00Z"
CLOSED = "2015-09-15T15:00:00Z"
LEAD = {"name": "Brainport Industries", "kvkNumber": "68750110"}
NUMBERS = count(1)


def made(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The entity that a request answered, with its ETag."""
    assert answer.status_code == status, answer.text
    return {**answer.json(), "etag": answer.headers["etag"]}


def refused(answer: httpx.Response, code: str, **facts: Any) -> None:
    """Assert that this rule refused, giving at least these facts."""
    assert answer.json()["type"].rsplit("/", 1)[-1] == code, answer.text
    assert facts.items() <= answer.json().get("facts", {}).items(), answer.text


def no_aid(application: dict[str, Any], amount_cents: int) -> dict[str, Any]:
    """The whole award for the lead, who does nothing economic with it."""
    return {
        "kvkNumber": application["leadApplicant"]["kvkNumber"],
        "amountCents": amount_cents,
        "basis": "NO_AID",
        "reason": "A research organisation's own independent research (SA-3).",
    }


class Office:
    """Everybody at once: takes the ordinary steps, so that a test shows only its own."""

    def __init__(self, api: Api, found: Sessions) -> None:
        self.api = api
        self.sessions = found

    async def year(self, total_cents: int, regime: str = "programme-rea", year: int = 2015) -> dict[str, Any]:
        """A programme of its own with one open year."""
        body = {
            "programme": f"T{next(NUMBERS)}",
            "year": year,
            "totalCents": total_cents,
            "regime": regime,
        }
        return made(await self.api.post("/programme-years", PROGRAMME, body), 201)

    def tranche_body(self, year: dict[str, Any], ceiling_cents: int, **changes: Any) -> dict[str, Any]:
        """A tranche as the State plans it."""
        return {
            "programmeYearId": year["id"],
            "number": next(NUMBERS) % 999 + 1,
            "title": "Cluster projects",
            "opensAt": OPENED,
            "closesAt": CLOSED,
            "ceilingCents": ceiling_cents,
            "distributionMethod": "ARRIVAL",
            "regime": "rea",
            **changes,
        }

    async def planned(self, year: dict[str, Any], ceiling_cents: int, **changes: Any) -> dict[str, Any]:
        """A planned tranche."""
        body = self.tranche_body(year, ceiling_cents, **changes)
        return made(await self.api.post("/tranches", PROGRAMME, body), 201)

    async def tranche(self, year: dict[str, Any], ceiling_cents: int, **changes: Any) -> dict[str, Any]:
        """An open tranche."""
        found = await self.planned(year, ceiling_cents, **changes)
        path = f"/tranches/{found['id']}"
        found = made(await self.api.post(f"{path}/publications", PROGRAMME, etag=found["etag"], at=PLANNED))
        opens_at = found["opensAt"]
        return made(await self.api.post(f"{path}/openings", PROGRAMME, etag=found["etag"], at=opens_at))

    async def project(self, total_cost_cents: int, category: str = "INNOVATION") -> str:
        """The id of a project of which funding heard by its event."""
        event = ProjectApproved(
            project_id=uuid7(),
            agenda_id=uuid7(),
            cluster_id=uuid7(),
            cluster_code="BRAINPORT",
            region_code="CR36",
            title="Smart manufacturing pilot plant",
            category=category,
            total_cost_cents=total_cost_cents,
            participants=["68750110"],
            approved_at=datetime(2015, 1, 20, 9, tzinfo=UTC),
        )
        async with begin(self.sessions, "test", cause=Cause(causation=str(uuid7()))) as tx:
            await remember_project(event, tx)
        return str(event.project_id)

    async def pledge(self, project: str, group: str, amount_cents: int, **changes: Any) -> dict[str, Any]:
        """A registered pledge."""
        body = {
            "projectId": project,
            "sourceGroup": group,
            "organisation": "A partner",
            "kvkNumber": "17241091",
            "amountCents": amount_cents,
            "evidence": "letter of intent",
            **changes,
        }
        who = caller("state", "funding:apply", subject="treasury") if group == "STATE" else APPLICANT
        return made(await self.api.post("/pledges", who, body), 201)

    async def firm(self, project: str, group: str, amount_cents: int) -> dict[str, Any]:
        """A confirmed pledge."""
        found = await self.pledge(project, group, amount_cents)
        path = f"/pledges/{found['id']}/confirmations"
        return made(await self.api.post(path, CONFIRMER, etag=found["etag"]))

    async def funded(self, total_cost_cents: int) -> str:
        """The id of a project whose region and private partners pledged their parts."""
        project = await self.project(total_cost_cents)
        found = (await self.api.get(f"/projects/{project}", APPLICANT)).json()
        await self.firm(project, "REGION", found["regionRequiredCents"])
        await self.firm(project, "PRIVATE_KNOWLEDGE", found["privateKnowledgeRequiredCents"])
        return project

    def application_body(
        self, tranche: dict[str, Any], requested_cents: int, **changes: Any
    ) -> dict[str, Any]:
        """An application of Zuidoost-Brabant."""
        return {
            "trancheId": tranche["id"],
            "regionCode": "CR36",
            "title": "Pilot plant",
            "requestedCents": requested_cents,
            "leadApplicant": LEAD,
            **changes,
        }

    async def received(
        self, tranche: dict[str, Any], requested_cents: int, who: dict[str, str] = APPLICANT, **changes: Any
    ) -> dict[str, Any]:
        """An application just received."""
        at = changes.pop("at", DURING)
        body = self.application_body(tranche, requested_cents, **changes)
        return made(await self.api.post("/applications", who, body, at=at), 201)

    async def assessed(self, application: dict[str, Any]) -> dict[str, Any]:
        """The application under assessment."""
        path = f"/applications/{application['id']}"
        found = made(
            await self.api.post(f"{path}/completeness-checks", ASSESSOR, etag=application["etag"], at=DURING)
        )
        return made(await self.api.post(f"{path}/assessments", ASSESSOR, etag=found["etag"], at=DURING))

    async def ready(self, application: dict[str, Any]) -> dict[str, Any]:
        """The application ready to be decided on."""
        found = await self.assessed(application)
        path = f"/applications/{application['id']}/conclusions"
        return made(
            await self.api.post(path, ASSESSOR, {"advice": "Award it."}, etag=found["etag"], at=DURING)
        )

    async def standing(self, tranche: dict[str, Any], cents: int, plans: int) -> list[dict[str, Any]]:
        """Plans that are ready to be decided on, as their steps leave them; complete at one time."""
        at, hands = datetime.fromisoformat(DURING), {"assessed_by": "assessor", "concluded_by": "assessor"}
        lead = {"name": LEAD["name"], "kvk_number": LEAD["kvkNumber"]}
        asked = {"requested_cents": cents, "maximum_cents": cents, "lead_applicant": lead}
        where = {"owner": "region:CR36", "region_code": "CR36", "landsdeel_code": "LD04"}
        steps = {"status": Status.READY_TO_DECIDE, "received_at": at, "complete_at": at}
        of = {"tranche_id": UUID(tranche["id"]), **asked, **where, **steps, **hands}
        rows = [await stored(self.sessions, Application, **of) for _ in range(plans)]
        return [{"id": str(row.id), "etag": '"1"', "leadApplicant": LEAD} for row in rows]

    async def award(
        self, application: dict[str, Any], amount_cents: int, who: dict[str, str] = OFFICER, **more: Any
    ) -> httpx.Response:
        """The answer to an award."""
        path = f"/applications/{application['id']}/awards"
        more = {"etag": application["etag"], "at": DURING, **more}
        recipients = more.pop("recipients", [no_aid(application, amount_cents)])
        body = {"amountCents": amount_cents, "recipients": recipients, **more.pop("by", {})}
        return await self.api.post(path, who, body, **more)

    async def differences(self) -> list[Difference]:
        """Where the books differ from their entries, or from what is kept elsewhere."""
        async with self.sessions() as session:
            return await compare("funding", session)

    async def shown(self, noun: str, id: str | UUID) -> dict[str, Any]:
        """A resource as the State sees it."""
        return made(await self.api.get(f"/{noun}/{id}", OFFICER))


@pytest.fixture(scope="session")
async def office(funding: Api, settings: dict[str, Settings]) -> AsyncIterator[Office]:
    """Everybody who takes part in co-funding."""
    engine = connect("funding", settings["funding"])
    yield Office(funding, sessions(engine))
    await engine.dispose()


@pytest.fixture
async def unbooked(office: Office) -> list[Difference]:
    """What differed before the test: rows that others made without the rules, straight in the database."""
    return await office.differences()
