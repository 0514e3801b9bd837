"""Smart specialisations: strategies that are adopted and replaced, and the share inside them (B8)."""

from datetime import UTC, datetime
from typing import Any

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.projects.projects.models import Project, Reach
from services.agenda.projects.projects.models import Status as ProjectStatus
from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.scoring import REGION, new_code, registered

COUNCIL = caller("region:CR36", "agenda:read", "agenda:adopt", subject="council")
NOBODY: dict[str, str] = {}


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("type", "").rsplit("/")[-1]


def strategy(*cluster_ids: str, **more: Any) -> dict[str, Any]:
    return {
        "title": "RIS3 Zuid",
        "regionCodes": ["CR36", "LD04"],
        "validFrom": "2014-01-01",
        "validUntil": "2020-12-31",
        "document": "RIS3 Zuid-Nederland, 2013",
        "specialisations": [
            {
                "code": "HTSM",
                "name": "High-tech systemen",
                "description": "Machines en materialen",
                "topsectors": ["HTSM"],
                "clusterIds": list(cluster_ids),
            }
        ],
        **more,
    }


async def adopted(agenda: Api, body: dict[str, Any]) -> Any:
    made = await agenda.post("/innovation-strategies", REGION, body)
    assert made.status_code == 201, made.text
    path = f"/innovation-strategies/{made.json()['id']}/adoptions"
    decision = {"adoptedOn": "2013-12-16", "decidingBody": "Bestuur"}
    done = await agenda.post(path, COUNCIL, decision, etag=made.headers["etag"])
    assert done.status_code == 200, done.text
    return done


async def test_a_strategy_is_drafted_adopted_and_replaced(agenda: Api) -> None:
    cluster = (await registered(agenda, new_code())).json()["id"]
    made = await agenda.post("/innovation-strategies", REGION, strategy(cluster))
    path = f"/innovation-strategies/{made.json()['id']}"
    assert (await agenda.get(path, NOBODY)).status_code in (401, 404)
    decision = {"adoptedOn": "2013-12-16", "decidingBody": "Bestuur"}
    same = caller("region:CR36", "agenda:adopt", subject="author")
    alone = await agenda.post(f"{path}/adoptions", same, decision, etag=made.headers["etag"])
    assert refusal(alone) == (409, "innovation-strategy.four-eyes")
    done = await agenda.post(f"{path}/adoptions", COUNCIL, decision, etag=made.headers["etag"])
    assert (await agenda.get(path, NOBODY)).json()["specialisations"][0]["clusterIds"] == [cluster]
    late = await agenda.post(path, REGION, strategy(), etag=done.headers["etag"], method="PUT")
    assert refusal(late) == (409, "innovation-strategy.life-cycle")
    following = await adopted(agenda, strategy(validFrom="2018-01-01", validUntil="2027-12-31"))
    by = {"byId": following.json()["id"]}
    replaced = await agenda.post(f"{path}/replacements", COUNCIL, by, etag=done.headers["etag"])
    assert (replaced.json()["status"], replaced.json()["validUntil"]) == ("REPLACED", "2017-12-31")
    found = await agenda.get("/innovation-strategies", NOBODY, clusterId=cluster, validOn="2017-12-31")
    assert [row["id"] for row in found.json()["items"]] == [made.json()["id"]]
    after = await agenda.get("/innovation-strategies", NOBODY, clusterId=cluster, validOn="2018-01-01")
    assert after.json()["items"] == []


async def test_a_specialisation_has_its_own_code_and_clusters_that_are_there(agenda: Api) -> None:
    (one,) = strategy()["specialisations"]
    nowhere = {**one, "code": "WATER", "clusterIds": ["018f0000-0000-7000-8000-000000000000"]}
    for wrong, places in (([one, nowhere], [2]), ([one, one], [1, 2])):
        answer = await agenda.post("/innovation-strategies", REGION, strategy(specialisations=wrong))
        assert refusal(answer) == (409, "innovation-strategy.specialisations-known")
        assert answer.json()["facts"]["wrong"] == places
    foreign = await agenda.post("/innovation-strategies", REGION, strategy(regionCodes=["LD01"]))
    assert refusal(foreign) == (409, "innovation-strategy.own-region")
    backwards = strategy(validUntil="2013-12-31")
    answer = await agenda.post("/innovation-strategies", REGION, backwards)
    assert refusal(answer) == (409, "innovation-strategy.period")


async def test_the_share_of_the_budget_inside_specialisations_is_exact_to_the_cent(
    agenda: Api, rows: Sessions
) -> None:
    """B8: 1.00 + 2.00 of 9.00 euro are inside, 33.3333 %; a strategy counts on the day of approval."""
    inside, outside = [(await registered(agenda, new_code())).json()["id"] for _ in range(2)]
    await adopted(agenda, strategy(inside, validFrom="2030-03-01", validUntil="2030-12-31"))
    of = await stored(rows, Agenda, owner="region:CR36")

    async def approved(cluster: str, cents: int, at: datetime, region: str = "CR36") -> None:
        await stored(
            rows,
            Project,
            owner=f"region:{region}",
            region_code=region,
            agenda_id=of.id,
            cluster_id=cluster,
            category="INNOVATION",
            total_cost_cents=cents,
            status=ProjectStatus.APPROVED,
            reach=Reach.PUBLIC,
            approved_at=at,
            approved_on=legal_date(at),
        )

    await approved(inside, 1_00, datetime(2030, 3, 1, 9, tzinfo=UTC))
    await approved(inside, 2_00, datetime(2030, 12, 31, 22, 59, tzinfo=UTC))  # still 2030 in Amsterdam
    await approved(inside, 2_00, datetime(2030, 2, 28, 9, tzinfo=UTC))  # before the strategy
    await approved(outside, 4_00, datetime(2030, 6, 1, 9, tzinfo=UTC))
    await approved(inside, 8_00, datetime(2030, 12, 31, 23, tzinfo=UTC))  # 2031 in Amsterdam
    await approved(inside, 16_00, datetime(2030, 6, 1, 9, tzinfo=UTC), region="CR37")
    answer = await agenda.get("/specialisation-shares", NOBODY, regionCode="CR36", year=2030)
    assert answer.json() == {
        "regionCode": "CR36",
        "year": 2030,
        "projects": 4,
        "insideCents": 3_00,
        "outsideCents": 6_00,
        "totalCents": 9_00,
        "insidePercent": "33.3333",
    }
    larger = (await agenda.get("/specialisation-shares", NOBODY, regionCode="LD04", year=2030)).json()
    assert (larger["totalCents"], larger["insideCents"]) == (25_00, 19_00)
    none = (await agenda.get("/specialisation-shares", NOBODY, regionCode="CR36", year=2032)).json()
    assert (none["totalCents"], none["insidePercent"]) == (0, None)
