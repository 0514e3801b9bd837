"""Every body sees and changes exactly what it may, on every route, whatever scopes its token has (B7, B10)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
import pytest

from services.agenda.agendas.models import Agenda
from services.agenda.agendas.models import Status as AgendaStatus
from services.agenda.clusters.models import Cluster
from services.agenda.clusters.models import Status as ClusterStatus
from services.agenda.projects.models import Project
from services.agenda.projects.models import Status as ProjectStatus
from services.funding.applications.models import Application
from services.funding.applications.models import Status as ApplicationStatus
from services.funding.pledges.models import Pledge
from services.funding.portfolios.models import Portfolio
from services.funding.portfolios.rules import portfolio_id
from services.funding.programme_years.models import ProgrammeYear
from services.funding.projects.models import Project as FundedProject
from services.funding.state_aid.models import AidEntry, Undertaking
from services.funding.tranches.models import Status as TrancheStatus
from services.funding.tranches.models import Tranche
from services.loans.credit_lines.models import CreditLine
from services.loans.guarantee_years.models import GuaranteeYear
from services.loans.guarantees.models import Guarantee
from services.loans.loans.models import Loan
from services.loans.loans.models import Undertaking as Borrower
from services.loans.projects.models import Project as LoanProject
from services.openapi import openapi_documents
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

DOCUMENTS = openapi_documents()
REGIONS = ("region:CR36", "region:LD01")
ROMS = ("rom:BOM", "rom:LIOF")
BODIES = (*REGIONS, *ROMS, "state", "public", "platform")
EVERYONE = frozenset(BODIES) - {"platform"}
SCOPES = """
agenda:read agenda:write agenda:adopt agenda:designate agenda:approve
funding:read funding:programme funding:apply funding:confirm funding:assess funding:decide funding:state-aid
loans:read loans:write loans:approve loans:guarantee loans:decide loans:ceilings
""".split()
CALLERS = {body: caller(body, *SCOPES) for body in BODIES}


@dataclass(frozen=True)
class Kept:
    """A kind of object in one state: who owns such objects, who else sees them, whether the State acts."""

    service: str
    path: str
    entity: Any
    owners: tuple[str, ...]
    seen_by: frozenset[str] = frozenset({"state"})
    state_acts: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def sees(self, body: str, owner: str) -> bool:
        return body == owner or body in self.seen_by

    def acts(self, body: str, owner: str) -> bool:
        return body == owner or (self.state_acts and body == "state")

    def __str__(self) -> str:
        return f"{self.service}-{self.path}-{self.values.get('status', 'any').lower()}"


GIVERS_OF_AID = frozenset({*REGIONS, *ROMS, "state"})
KEPT = [
    Kept("agenda", "agendas", Agenda, REGIONS),
    Kept("agenda", "agendas", Agenda, REGIONS, EVERYONE, values={"status": AgendaStatus.ADOPTED}),
    Kept("agenda", "clusters", Cluster, REGIONS, state_acts=True),
    Kept("agenda", "clusters", Cluster, REGIONS, EVERYONE, True, {"status": ClusterStatus.LEADING}),
    Kept("agenda", "projects", Project, REGIONS, state_acts=True),
    Kept("agenda", "projects", Project, REGIONS, EVERYONE, True, {"status": ProjectStatus.APPROVED}),
    Kept("funding", "programme-years", ProgrammeYear, ("state",), EVERYONE),
    Kept("funding", "tranches", Tranche, ("state",)),
    *(
        Kept("funding", "tranches", Tranche, ("state",), EVERYONE, values={"status": status})
        for status in TrancheStatus
        if status is not TrancheStatus.PLANNED
    ),
    Kept("funding", "projects", FundedProject, REGIONS, EVERYONE),
    Kept("funding", "portfolios", Portfolio, ("state",), EVERYONE),
    Kept("funding", "pledges", Pledge, (*REGIONS, "state"), state_acts=True),
    *(
        Kept("funding", "applications", Application, REGIONS, state_acts=True, values={"status": status})
        for status in ApplicationStatus
        if status is not ApplicationStatus.AWARDED
    ),
    Kept(
        "funding", "applications", Application, REGIONS, EVERYONE, True, {"status": ApplicationStatus.AWARDED}
    ),
    Kept("funding", "state-aid-entries", AidEntry, ("state",), GIVERS_OF_AID),
    Kept("loans", "credit-lines", CreditLine, ROMS),
    Kept("loans", "guarantee-years", GuaranteeYear, ("state",), EVERYONE),
    Kept("loans", "loans", Loan, ROMS),
    Kept("loans", "guarantees", Guarantee, ROMS, state_acts=True),
    Kept("loans", "projects", LoanProject, REGIONS, EVERYONE),
]
CONTENT = {
    "title": "Agenda",
    "startsOn": "2015-01-01",
    "endsOn": "2018-12-31",
    "urgency": [],
    "goals": [],
    "actions": [],
}
REASON = {"reason": "Not yet"}
PARTNER = {"name": "TU", "kvkNumber": "17278718", "helix": "KNOWLEDGE", "joinedOn": "2015-01-01"}
SCORES = {"talent": 80, "innovation": 80, "qualityOfLife": 80}
DESIGNATION = {
    "decidedOn": "2014-01-01",
    "decidingBody": "The minister",
    "reasons": "Leading",
    "validFrom": "2014-01-01",
    "validUntil": "2099-12-31",
}
SIGNED = {"signedOn": "2015-03-02", "subordinationDeedSignedOn": "2015-03-02"}
BODY_OF = {
    "revise_agenda": CONTENT,
    "join_agenda": PARTNER,
    "open_consultation": {"closesOn": "2015-01-01"},
    "return_agenda": REASON,
    "reject_agenda": REASON,
    "adopt_agenda": {"decidingBody": "The board"},
    "score_cluster": SCORES,
    "designate_cluster": DESIGNATION,
    "conclude_assessment": {"advice": "Award it."},
    "refuse_application": {"ground": "CEILING", "reason": "No room"},
    "award_application": {"amountCents": 1},
    "confirm_pledge": {},
    "propose_loan": {"ratingRationale": "BB-"},
    "decline_loan": REASON,
    "receive_contract": SIGNED,
    "refuse_guarantee": REASON,
    "book_movement": {"kind": "GRANTED", "amountCents": 1, "note": "Budget"},
}


@pytest.fixture
async def rows(kept: Kept, settings: dict[str, Settings]) -> AsyncIterator[Sessions]:
    """The database of the service that keeps these objects."""
    engine = connect(kept.service, settings[kept.service])
    yield sessions(engine)
    await engine.dispose()


@pytest.fixture
def api(kept: Kept, agenda: Api, funding: Api, loans: Api) -> Api:
    """The service that keeps these objects."""
    return {"agenda": agenda, "funding": funding, "loans": loans}[kept.service]


async def parents(rows: Sessions, entity: Any, owner: str) -> dict[str, Any]:
    """The rows that an object refers to, and what its own constraints ask for."""
    if entity is Project:
        agenda, cluster = await stored(rows, Agenda, owner=owner), await stored(rows, Cluster, owner=owner)
        return {"agenda_id": agenda.id, "cluster_id": cluster.id}
    if entity is ProgrammeYear:
        return {"total_cents": 3}
    if entity in (Tranche, Portfolio, Application):
        year = await stored(rows, ProgrammeYear, owner="state", total_cents=3)
        if entity is Tranche:
            return {"programme_year_id": year.id}
        tranche = await stored(rows, Tranche, owner="state", programme_year_id=year.id)
        if entity is Portfolio:
            return {"tranche_id": tranche.id}
        sums = {"id": portfolio_id(tranche.id, "LD05"), "tranche_id": tranche.id, "landsdeel_code": "LD05"}
        await stored(rows, Portfolio, owner="state", **sums)
        return {"tranche_id": tranche.id, "landsdeel_code": "LD05", "lead_applicant": LEAD}
    if entity is Pledge:
        return {"project_id": (await stored(rows, FundedProject, owner="region:CR36")).id}
    if entity is AidEntry:
        return {"undertaking_id": (await stored(rows, Undertaking, owner="state")).id}
    if entity is GuaranteeYear:
        return {"exposure_ceiling_cents": 2}
    if entity is Loan:
        return BORROWER
    if entity is Guarantee:
        return {"loan_id": (await stored(rows, Loan, owner=owner, **BORROWER)).id}
    return {}


LEAD = {"name": "TU", "kvk_number": "17278718"}
BORROWER = {
    "undertaking": Borrower("68750110", "Growing Firm B.V.", "GM0772"),
}


async def one_of(kept: Kept, rows: Sessions, owner: str) -> Any:
    """A new object of this kind."""
    values = {**await parents(rows, kept.entity, owner), **kept.values}
    return await stored(rows, kept.entity, owner=owner, **values)


@cache
def changes_of(service: str, collection: str) -> list[tuple[str, str, str]]:
    """Every changing operation on one object of a collection: method, path and name."""
    return [
        (method.upper(), path, operation["operationId"])
        for path, operations in DOCUMENTS[service]["paths"].items()
        for method, operation in operations.items()
        if path.startswith(f"/{collection}/{{id}}") and method != "get"
    ]


async def listed(api: Api, path: str, body: str) -> set[str]:
    """The ids on all pages of a list."""
    found: set[str] = set()
    address: str | None = f"{path}?limit=100"
    while address:
        answer = (await api.http.get(address, headers=CALLERS[body])).json()
        found |= {row["id"] for row in answer["items"]}
        following = answer["_links"].get("next")
        address = following["href"].split("/v1")[1] if following else None
    return found


@pytest.mark.parametrize("kept", KEPT, ids=str)
async def test_each_body_finds_exactly_what_it_may_see(kept: Kept, api: Api, rows: Sessions) -> None:
    made = {owner: str((await one_of(kept, rows, owner)).id) for owner in kept.owners}
    for body in BODIES:
        seen = {id for owner, id in made.items() if kept.sees(body, owner)}
        assert await listed(api, f"/{kept.path}", body) & set(made.values()) == seen, body
        for id in made.values():
            answer = await api.get(f"/{kept.path}/{id}", CALLERS[body])
            assert answer.status_code == (200 if id in seen else 404), (body, answer.text)


# hidden and open objects of each kind that has changing routes
CHANGED = {
    (kept.service, kept.path, kept.seen_by): kept for kept in KEPT if changes_of(kept.service, kept.path)
}.values()


@pytest.mark.parametrize("kept", CHANGED, ids=str)
async def test_no_body_changes_what_is_not_its_own(kept: Kept, api: Api, rows: Sessions) -> None:
    for owner in kept.owners:
        id = (await one_of(kept, rows, owner)).id
        for body in BODIES:
            if kept.acts(body, owner):
                continue
            for method, path, name in changes_of(kept.service, kept.path):
                answer = await api.post(
                    path.replace("{id}", str(id)),
                    CALLERS[body],
                    BODY_OF.get(name),
                    etag='"1"',
                    method=method,
                )
                assert refusal(answer) == (
                    (403, "tenancy.own-objects") if kept.sees(body, owner) else (404, "resource.not-found")
                ), (name, body, answer.text)
        unchanged = await api.get(f"/{kept.path}/{id}", CALLERS[owner])
        assert unchanged.headers["etag"] == '"1"'


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer, and the code of the rule that refused."""
    problem = answer.json()
    return answer.status_code, problem.get("type", "").rsplit("/")[-1]


@pytest.mark.parametrize("kept", CHANGED, ids=str)
async def test_whoever_may_act_is_not_stopped_by_whose_it_is(kept: Kept, api: Api, rows: Sessions) -> None:
    """The tests above would pass on a service that refuses everything."""
    owner = kept.owners[0]
    reached = set()
    for body in [body for body in BODIES if kept.acts(body, owner)]:
        for method, path, name in changes_of(kept.service, kept.path):
            id = (await one_of(kept, rows, owner)).id
            path = path.replace("{id}", str(id))
            answer = await api.post(path, CALLERS[body], BODY_OF.get(name), etag='"1"', method=method)
            if refusal(answer) not in ((403, "tenancy.own-objects"), (404, "resource.not-found")):
                reached.add(name)
    assert reached == {name for _, _, name in changes_of(kept.service, kept.path)}
