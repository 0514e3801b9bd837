"""An agenda from draft to adoption, as its region does it (A1-A10, A23; domain.md 3.1)."""

import asyncio
from typing import Any

from sqlalchemy import select

from services.agenda.agendas.agendas.models import Agenda, Helix, Status
from shared.store.engine import Sessions
from shared.store.tables import OUTBOX
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

REGION = caller("region:CR36", "agenda:read", "agenda:write", "clock:set", subject="author")
BOARD = caller("region:CR36", "agenda:read", "agenda:adopt", "clock:set", subject="board")
OTHER = caller("region:LD01", "agenda:read", "agenda:write", subject="other")

EARLY = "2014-10-01T09:00:00Z"
DRAFT = {
    "regionCode": "CR36",
    "title": "Brainport 2015–2018",
    "startsOn": "2015-01-01",
    "endsOn": "2018-12-31",
    "urgency": [
        {"driver": "DIGITALISATION", "text": "Digital technology changes every trade.", "source": "A1"}
    ],
    "goals": [
        {
            "name": "Gross regional product",
            "unit": "million euro",
            "baseline": 30_000,
            "baselineYear": 2013,
            "target": 34_000,
            "targetYear": 2018,
            "source": "CBS",
        }
    ],
    "actions": [{"name": "Open a shared research facility", "policyDomain": "INNOVATION"}],
    "economicChapter": "The economy of high technology.",
    "spatialChapter": "Campuses and access to them.",
}


KVK_NUMBERS = {"GOVERNMENT": "17272363", "BUSINESS": "17172346", "KNOWLEDGE": "51278871"}


def partner(helix: str) -> dict[str, str]:
    return {
        "name": f"A {helix} partner",
        "kvkNumber": KVK_NUMBERS[helix],
        "helix": helix,
        "joinedOn": "2014-11-01",
    }


async def drafted(agenda: Api, **changes: Any) -> Any:
    made = await agenda.post("/agendas", REGION, {**DRAFT, **changes})
    assert made.status_code == 201, made.text
    return made


async def with_partners(agenda: Api, made: Any, *helix: str) -> str:
    path, etag = f"/agendas/{made.json()['id']}", made.headers["etag"]
    for part in helix:
        joined = await agenda.post(f"{path}/partners", REGION, partner(part), etag=etag)
        assert joined.status_code == 200, joined.text
        etag = joined.headers["etag"]
    return etag


async def test_proposal_without_a_knowledge_institution_names_the_missing_part(agenda: Api) -> None:
    made = await drafted(agenda)
    path = f"/agendas/{made.json()['id']}"
    etag = await with_partners(agenda, made, "GOVERNMENT", "BUSINESS")
    consulted = await agenda.post(
        f"{path}/consultations", REGION, {"closesOn": "2014-12-01"}, etag=etag, at=EARLY
    )
    assert consulted.json()["status"] == "CONSULTATION"
    refused = await agenda.post(
        f"{path}/proposals", REGION, etag=consulted.headers["etag"], at="2014-12-02T09:00:00Z"
    )
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/problems/agenda.whole-helix")
    assert refused.json()["facts"] == {"missing": ["KNOWLEDGE"]}
    unchanged = await agenda.get(path, REGION)
    assert unchanged.json()["status"] == "CONSULTATION"
    assert unchanged.headers["etag"] == consulted.headers["etag"]

    joined = await agenda.post(
        f"{path}/partners", REGION, partner("KNOWLEDGE"), etag=unchanged.headers["etag"]
    )
    proposed = await agenda.post(
        f"{path}/proposals", REGION, etag=joined.headers["etag"], at="2014-12-02T09:00:00Z"
    )
    assert proposed.json()["status"] == "PROPOSED"
    adopted = await agenda.post(
        f"{path}/adoptions", BOARD, {"deciding_body": "x"}, etag=proposed.headers["etag"]
    )
    assert adopted.status_code == 400
    adopted = await agenda.post(
        f"{path}/adoptions",
        BOARD,
        {"decidingBody": "Bestuur Brainport"},
        etag=proposed.headers["etag"],
        at="2014-12-15T09:00:00Z",
    )
    assert adopted.status_code == 200, adopted.text
    assert adopted.json()["status"] == "ADOPTED"
    assert adopted.json()["adoptedAt"] == "2014-12-15T09:00:00Z"


async def test_what_was_sent_is_what_is_shown(agenda: Api) -> None:
    shown = (await drafted(agenda)).json()
    goals = [
        {**goal, "gap": 4_000, "growthPercent": "2.5349"} for goal in DRAFT["goals"]
    ]  # (34/30)^(1/5) - 1
    urgency = [{**driver, "value": None, "referenceDate": None} for driver in DRAFT["urgency"]]
    actions = [{**action, "budgetCents": None} for action in DRAFT["actions"]]
    sent = {**DRAFT, "goals": goals, "urgency": urgency, "actions": actions}
    assert {name: shown[name] for name in sent} == sent


async def test_another_region_does_not_find_a_draft(agenda: Api) -> None:
    made = await drafted(agenda)
    assert (await agenda.get(f"/agendas/{made.json()['id']}", OTHER)).status_code == 404


async def test_a_region_cannot_draft_for_another(agenda: Api) -> None:
    assert (await agenda.post("/agendas", OTHER, DRAFT)).status_code == 403


async def test_the_same_key_replays_the_answer(agenda: Api) -> None:
    first = await agenda.post("/agendas", REGION, DRAFT, key="once")
    again = await agenda.post("/agendas", REGION, DRAFT, key="once")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    other = await agenda.post("/agendas", REGION, {**DRAFT, "title": "Other"}, key="once")
    assert other.status_code == 422


async def test_what_makes_it_urgent_is_told_when_the_region_is_asked(agenda: Api, rows: Sessions) -> None:
    """A1: no consultation without an analysis; each driver is kept with its figure and source, and told."""
    bare = await drafted(agenda, urgency=[])
    path = f"/agendas/{bare.json()['id']}"
    refused = await agenda.post(
        f"{path}/consultations", REGION, {"closesOn": "2014-12-01"}, etag=bare.headers["etag"], at=EARLY
    )
    assert refused.json()["type"].endswith("/problems/agenda.urgency-analysed")

    drivers = [
        "DIGITALISATION",
        "TECHNOLOGY",
        "LABOUR_MARKET_FLEXIBILISATION",
        "SKILL_LEVELS",
        "ECONOMIC_RESILIENCE",
    ]
    figure = {
        "text": "Work changes.",
        "source": "CBS",
        "value": "18.3 percent",
        "referenceDate": "2013-12-31",
    }
    urgency = [{"driver": driver, **figure} for driver in drivers]
    content = {name: value for name, value in DRAFT.items() if name != "regionCode"}
    revised = await agenda.post(
        path, REGION, {**content, "urgency": urgency}, etag=bare.headers["etag"], method="PUT"
    )
    assert revised.json()["urgency"] == urgency
    opened = await agenda.post(
        f"{path}/consultations", REGION, {"closesOn": "2014-12-01"}, etag=revised.headers["etag"], at=EARLY
    )
    assert opened.status_code == 200, opened.text
    assert (await agenda.http.get(path)).json()["urgency"] == urgency
    mine = OUTBOX.c.payload["agendaId"].astext == bare.json()["id"]
    async with rows() as session:
        (told,) = (await session.scalars(select(OUTBOX.c.payload).where(mine))).all()
    assert told["drivers"] == drivers


async def test_agendas_are_found_by_the_policy_domains_of_their_actions(agenda: Api) -> None:
    """A5: each action is of economic, innovation or spatial policy, and no other."""
    actions = [
        {"name": "A campus", "policyDomain": "SPATIAL"},
        {"name": "Vouchers", "policyDomain": "INNOVATION"},
    ]
    both = (await drafted(agenda, title="Two domains", actions=actions)).json()["id"]
    none = (await drafted(agenda, title="No actions", actions=[])).json()["id"]

    async def found(domain: str) -> set[str]:
        answer = await agenda.get("/agendas", REGION, policyDomain=domain, limit=100)
        return {row["id"] for row in answer.json()["items"]}

    for domain, there in (("SPATIAL", True), ("INNOVATION", True), ("ECONOMIC", False)):
        assert (both in await found(domain), none in await found(domain)) == (there, False)
    unknown = {**DRAFT, "actions": [{"name": "Art", "policyDomain": "CULTURAL"}]}
    assert (await agenda.post("/agendas", REGION, unknown)).status_code == 400
    assert (await agenda.get("/agendas", REGION, policyDomain="CULTURAL")).status_code == 400


async def test_a_second_business_partner_makes_the_next_version(agenda: Api) -> None:
    """Whoever adopts has seen all who stand behind the agenda: they are named in what is adopted (A9)."""
    made = await drafted(agenda)
    etag = await with_partners(agenda, made, "BUSINESS")
    second = {**partner("BUSINESS"), "kvkNumber": "51278871"}
    path = f"/agendas/{made.json()['id']}/partners"
    joined = await agenda.post(path, REGION, second, etag=etag)
    assert (etag, joined.headers["etag"]) == ('"2"', '"3"')
    late = await agenda.post(path, REGION, partner("GOVERNMENT"), etag=etag)
    assert late.status_code == 412


async def test_of_two_adoptions_of_one_version_one_is_stale(agenda: Api, rows: Sessions) -> None:
    """The loser is told so, although its change is sent to the database by the query for the partners."""
    proposed = await stored(
        rows, Agenda, owner="region:CR36", status=Status.PROPOSED, region_code="CR39", helix=[*Helix]
    )
    path, decision = f"/agendas/{proposed.id}/adoptions", {"decidingBody": "Brainport board"}
    calls = [agenda.post(path, BOARD, decision, etag='"1"') for _ in range(6)]
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*calls))
    assert statuses == [200] + [412] * 5
