"""Applications from receipt to decision, and the portfolio they add up to (B30, B33; domain.md 3.7)."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from services.funding.applications.applications.models import Application
from services.funding.programmes.portfolios.models import Portfolio
from shared.store.tables import OUTBOX
from shared.testing.callers import caller
from tests.routes.funding.conftest import (
    APPLICANT,
    ASSESSOR,
    CLOSED,
    DURING,
    OFFICER,
    PLANNED,
    PROGRAMME,
    Office,
    made,
    refused,
)

MILLION = 1_000_000_00
NORTH = caller("region:LD01", "funding:read", "funding:apply", "clock:set", subject="north")
STEDENDRIEHOEK = caller("region:AM06", "funding:read", "funding:apply", "clock:set", subject="am06")


@pytest.fixture(scope="module")
async def sectorplan(office: Office) -> dict[str, Any]:
    """An open second tranche of the sectorplannen."""
    year = await office.year(200 * MILLION, regime="programme-sectorplannen", year=2014)
    window = {"opensAt": "2014-04-01T09:00:00Z", "closesAt": CLOSED}
    return await office.tranche(year, 200 * MILLION, regime="sectorplan", **window)


@pytest.fixture(scope="module")
async def rea(office: Office) -> dict[str, Any]:
    """An open tranche for innovation projects."""
    return await office.tranche(await office.year(400 * MILLION), 30 * MILLION, categories=["INNOVATION"])


async def submit(office: Office, tranche: dict[str, Any], cents: int, **changes: Any) -> Any:
    at, who = changes.pop("at", DURING), changes.pop("who", APPLICANT)
    body = office.application_body(tranche, cents, **changes)
    return await office.api.post("/applications", who, body, at=at)


async def test_a_plan_carries_its_targets_and_its_landsdeel(
    office: Office, sectorplan: dict[str, Any]
) -> None:
    targets = [
        {
            "kind": "LEARN_WORK_PLACE",
            "count": 525,
            "targetGroup": "mbo",
            "periodMonths": 24,
            "minimumMonths": 0,
        },
        {
            "kind": "TO_WORK",
            "count": 525,
            "targetGroup": "unemployed youth",
            "periodMonths": 24,
            "minimumMonths": 6,
        },
        {
            "kind": "TO_OTHER_WORK",
            "count": 300,
            "targetGroup": "threatened",
            "periodMonths": 24,
            "minimumMonths": 0,
        },
    ]  # B32
    plan = {
        "regionCode": "AM06",
        "who": STEDENDRIEHOEK,
        "totalCostCents": 800_000_00,
        "outputTargets": targets,
    }
    refused(await submit(office, sectorplan, 400_000_00, **plan), "application.landsdeel")
    found = made(await submit(office, sectorplan, 400_000_00, landsdeelCode="LD02", **plan), 201)
    assert found["outputTargets"] == targets
    assert sum(target["count"] for target in found["outputTargets"]) == 1_350
    assert (found["landsdeelCode"], found["maximumCents"]) == ("LD02", 400_000_00)  # O20
    assert found["receivedAt"] == DURING
    wrong = await submit(
        office, sectorplan, 1, who=NORTH, regionCode="LD01", landsdeelCode="LD02", totalCostCents=2
    )
    refused(wrong, "application.landsdeel")


async def test_no_cent_above_the_rate_is_requested(
    office: Office, sectorplan: dict[str, Any], rea: dict[str, Any]
) -> None:
    answer = await submit(office, sectorplan, 400_000_01, totalCostCents=800_000_00)
    refused(answer, "application.within-rate", maximumCents=400_000_00)  # O20
    project = await office.project(100_03)
    answer = await submit(office, rea, 25_01, projectId=project)
    refused(answer, "application.within-rate", maximumCents=25_00)  # O2: the State is rounded down
    made(await submit(office, rea, 25_00, projectId=project), 201)


async def test_the_scheme_says_what_an_application_is_for(
    office: Office, sectorplan: dict[str, Any], rea: dict[str, Any]
) -> None:
    project = await office.project(4 * MILLION)
    plan = {"totalCostCents": 4 * MILLION}
    refused(await submit(office, rea, 1, **plan), "application.subject", subject="PROJECT")
    refused(await submit(office, sectorplan, 1, projectId=project), "application.subject", subject="PLAN")
    refused(await submit(office, sectorplan, 1), "application.cost")
    refused(await submit(office, rea, 1, projectId=project, totalCostCents=1), "application.cost")
    unknown = "018f0000-0000-7000-8000-000000000000"
    assert (await submit(office, rea, 1, projectId=unknown)).status_code == 404
    other = await office.project(4 * MILLION, category="LABOUR_MARKET")
    answer = await submit(office, rea, 1, projectId=other)
    refused(answer, "application.category", categories=["INNOVATION"])
    answer = await submit(office, rea, 1, who=NORTH, regionCode="LD01", projectId=project)
    refused(answer, "application.subject", regionCode="CR36")


async def test_the_third_tranche_takes_only_its_measures(office: Office) -> None:
    year = await office.year(150 * MILLION, regime="programme-sectorplannen")
    allowed = ["UNEMPLOYMENT_TO_WORK"]
    tranche = await office.tranche(year, 150 * MILLION, regime="sectorplan", allowedMeasures=allowed)
    plan = {"totalCostCents": MILLION}
    for measures in ([], ["WORK_TO_SAME_OCCUPATION"], ["UNEMPLOYMENT_TO_WORK", "TRAINING"]):
        answer = await submit(office, tranche, 1, measures=measures, **plan)
        refused(answer, "application.measures-allowed", measures=allowed)
    made(await submit(office, tranche, 1, measures=allowed, **plan), 201)


@pytest.mark.parametrize("at", ["2015-02-02T08:59:59Z", CLOSED])
async def test_an_application_outside_the_window_is_not_received(
    office: Office, rea: dict[str, Any], at: str
) -> None:
    project = await office.project(4 * MILLION)
    refused(await submit(office, rea, 1, projectId=project, at=at), "application.in-window")


async def test_an_application_is_its_regions_own_until_it_is_awarded(
    office: Office, sectorplan: dict[str, Any]
) -> None:
    application = await office.received(sectorplan, 500_000_00, totalCostCents=MILLION)
    path = f"/applications/{application['id']}"
    public = caller("public", "funding:read")
    assert [(await office.api.get(path, who)).status_code for who in (NORTH, public)] == [404, 404]
    state = caller("state", "funding:apply", "clock:set")
    for who in (NORTH, state):
        refused(await submit(office, sectorplan, 1, who=who, totalCostCents=2), "tenancy.own-objects")
    region = caller("region:CR36", "funding:assess", "funding:decide", "clock:set", subject="own goal")
    for noun, body in (("completeness-checks", None), ("awards", {"amountCents": 1})):
        answer = await office.api.post(f"{path}/{noun}", region, body, etag=application["etag"], at=DURING)
        refused(answer, "tenancy.own-objects")
    ready = await office.ready(application)
    made(await office.award(ready, 500_000_00))
    assert (await office.api.get(path, public)).json()["awardedCents"] == 500_000_00


async def test_steps_come_in_their_order(office: Office, sectorplan: dict[str, Any]) -> None:
    application = await office.received(sectorplan, 500_000_00, totalCostCents=MILLION)
    path = f"/applications/{application['id']}"
    answer = await office.api.post(f"{path}/assessments", ASSESSOR, etag=application["etag"], at=DURING)
    refused(answer, "application.life-cycle", allowed=["check_complete", "state_interest", "withdraw"])
    refused(await office.award(application, 1), "application.life-cycle")
    ready = await office.ready(application)
    assert (ready["status"], ready["completeAt"]) == ("READY_TO_DECIDE", ready["receivedAt"])


async def test_a_refusal_on_awb_4_35_needs_a_hearing(office: Office, sectorplan: dict[str, Any]) -> None:
    ready = await office.ready(await office.received(sectorplan, 500_000_00, totalCostCents=MILLION))
    path = f"/applications/{ready['id']}/refusals"
    body = {"ground": "INSOLVENCY", "reason": "Suspension of payments."}
    refused(
        await office.api.post(path, OFFICER, body, etag=ready["etag"], at=DURING),
        "application.applicant-heard",
    )
    heard = {**body, "heardOn": "2015-02-27"}
    found = made(await office.api.post(path, OFFICER, heard, etag=ready["etag"], at=DURING))
    assert (found["status"], found["refusalGround"]) == ("REFUSED", "INSOLVENCY")


async def test_the_norths_portfolio_follows_every_step(office: Office) -> None:
    year = await office.year(200 * MILLION, regime="programme-sectorplannen", year=2014)
    window = {"opensAt": "2014-04-01T09:00:00Z", "closesAt": CLOSED}
    tranche = await office.tranche(year, 200 * MILLION, regime="sectorplan", **window)

    async def portfolio() -> dict[str, Any]:
        query = {"trancheId": tranche["id"], "landsdeelCode": "LD01"}
        (found,) = (await office.api.get("/portfolios", NORTH, **query)).json()["items"]
        return {key: found[key] for key in found if key.endswith(("Cents", "Plans"))}

    async def plan(cents: int) -> dict[str, Any]:
        return await office.received(tranche, cents, NORTH, regionCode="LD01", totalCostCents=2 * cents)

    plans = [
        await plan(cents) for cents in (12 * MILLION, 18 * MILLION, 2 * MILLION, 3 * MILLION, 4 * MILLION)
    ]
    under = [await office.assessed(found) for found in plans[:2]]
    approved, refusal = await office.ready(plans[2]), await office.ready(plans[3])
    made(await office.award(approved, 1_500_000_00))
    path = f"/applications/{refusal['id']}/refusals"
    body = {"ground": "SCHEME_CRITERIA", "reason": "No shortage on the labour market."}
    made(await office.api.post(path, OFFICER, body, etag=refusal["etag"], at=DURING))
    expected = {
        "requestedCents": 39 * MILLION,
        "requestedPlans": 5,
        "underAssessmentCents": 30 * MILLION,  # B33
        "underAssessmentPlans": 2,
        "awardedCents": 1_500_000_00,
        "awardedPlans": 1,
    }
    assert await portfolio() == expected
    for found in (under[0], plans[4]):  # one under assessment, one not yet
        path = f"/applications/{found['id']}/withdrawals"
        made(await office.api.post(path, NORTH, etag=found["etag"], at=DURING))
    assert await portfolio() == {
        **expected,
        "requestedCents": 23 * MILLION,
        "requestedPlans": 3,
        "underAssessmentCents": 18 * MILLION,
        "underAssessmentPlans": 1,
    }


async def test_no_application_waits_for_a_sum_and_every_reader_finds_it_exact(office: Office) -> None:
    year = await office.year(200 * MILLION, regime="programme-sectorplannen", year=2014)
    window = {"opensAt": "2014-04-01T09:00:00Z", "closesAt": CLOSED}
    tranche = await office.tranche(year, 200 * MILLION, regime="sectorplan", **window)
    sums = select(Portfolio).where(Portfolio.tranche_id == UUID(tranche["id"])).with_for_update()

    async def read() -> dict[str, Any]:
        query = {"trancheId": tranche["id"], "landsdeelCode": "LD01"}
        (found,) = (await office.api.get("/portfolios", NORTH, **query)).json()["items"]
        return dict(found)

    async def plan() -> dict[str, Any]:
        found = await office.received(tranche, 1_01, NORTH, regionCode="LD01", totalCostCents=2_02)
        assert (await read())["requestedCents"] >= 1_01, "whoever was answered finds it counted"
        return found

    async with office.sessions.begin() as session:
        await session.execute(sums)
        async with asyncio.timeout(5):
            await office.received(tranche, 1_01, NORTH, regionCode="LD01", totalCostCents=2_02)
    async with office.sessions.begin() as session:  # begun before what follows, seen after it
        early = await office.received(tranche, 1_01, NORTH, regionCode="LD01", totalCostCents=2_02)
        gone = update(Application).where(Application.id == UUID(early["id"])).values(requested_cents=1)
        await session.execute(gone.execution_options(synchronize_session=False))
        await asyncio.gather(*(plan() for _ in range(10)), *(read() for _ in range(10)))
        assert (await read())["requestedCents"] == 12 * 1_01
    found = await read()
    assert (found["requestedCents"], found["requestedPlans"]) == (11 * 1_01 + 1, 12)
    assert await read() == found, "what did not change keeps its version"


async def test_what_arrives_together_is_received_in_the_order_of_arrival(office: Office) -> None:
    year = await office.year(200 * MILLION, regime="programme-sectorplannen", year=2014)
    window = {"opensAt": "2014-04-01T09:00:00Z", "closesAt": CLOSED}
    tranche = await office.tranche(year, 200 * MILLION, regime="sectorplan", **window)

    async def one(number: int) -> httpx.Response:
        asked = {"requestedCents": 100 + number, "totalCostCents": 2_000, "regionCode": "LD01"}
        broken = {"measures": ["NO_SUCH"], "totalCostCents": 1} if number % 8 == 7 else {}
        body = office.application_body(tranche, 0, **{**asked, **broken})
        return await office.api.post("/applications", NORTH, body, at=DURING)

    answers = await asyncio.gather(*(one(number) for number in range(64)))
    assert [answer.status_code == 201 for answer in answers] == [n % 8 != 7 for n in range(64)]
    mine = OUTBOX.c.payload["trancheId"].astext == tranche["id"]
    told = select(OUTBOX.c.payload["requestedCents"].astext, OUTBOX.c.recorded_at).order_by(OUTBOX.c.position)
    async with office.sessions() as session:
        received = OUTBOX.c.type.endswith("application-received")
        found = (await session.execute(told.where(mine, received))).all()
    assert [int(cents) for cents, _ in found] == [100 + n for n in range(64) if n % 8 != 7]
    assert [at for _, at in found] == sorted(at for _, at in found)


async def test_only_the_applicants_body_withdraws(office: Office, sectorplan: dict[str, Any]) -> None:
    application = await office.received(sectorplan, 500_000_00, totalCostCents=MILLION)
    path = f"/applications/{application['id']}/withdrawals"
    state = caller("state", "funding:apply", "clock:set")
    refused(await office.api.post(path, state, etag=application["etag"]), "tenancy.own-objects")


async def test_an_undertaking_finds_what_it_leads_and_what_it_takes_part_in(
    office: Office, sectorplan: dict[str, Any]
) -> None:
    lead = {"name": "Limburg Materials", "kvkNumber": "14050007"}
    leads = [
        await office.received(sectorplan, MILLION, totalCostCents=2 * MILLION, leadApplicant=lead)
        for _ in range(3)
    ]
    found = (await office.api.get("/applications", APPLICANT, participant="14050007", limit="2")).json()
    assert [len(found["items"]), found["_links"]["next"] is not None] == [2, True]
    found = (await office.api.get("/applications", APPLICANT, participant="14050007")).json()
    assert {row["id"] for row in found["items"]} == {row["id"] for row in leads}


async def test_nobody_requests_more_than_the_ceiling(office: Office, rea: dict[str, Any]) -> None:
    project = await office.project(400 * MILLION)
    answer = await submit(office, rea, 30 * MILLION + 1, projectId=project)
    refused(answer, "application.within-ceiling", ceilingCents=30 * MILLION)
    made(await submit(office, rea, 30 * MILLION, projectId=project), 201)


async def test_a_sum_that_no_column_holds_is_refused_not_a_failure(office: Office) -> None:
    year = await office.year(200 * MILLION, regime="programme-sectorplannen", year=2014)
    window = {"opensAt": "2014-04-01T09:00:00Z", "closesAt": CLOSED}
    tranche = await office.tranche(year, 200 * MILLION, regime="sectorplan", **window)
    nearly_full = update(Portfolio).values(requested_cents=2**63 - 50)
    async with office.sessions.begin() as session:
        await session.execute(nearly_full.where(Portfolio.tranche_id == UUID(tranche["id"])))
    refused(await submit(office, tranche, 50, totalCostCents=100), "number.countable")
    made(await submit(office, tranche, 49, totalCostCents=100), 201)


async def test_an_application_in_the_window_needs_nobody_to_have_pressed_open(office: Office) -> None:
    tranche = await office.planned(await office.year(400 * MILLION), 30 * MILLION)
    project = await office.funded(4 * MILLION)
    assert (await submit(office, tranche, MILLION, projectId=project)).status_code == 404
    path = f"/tranches/{tranche['id']}/publications"
    published = made(await office.api.post(path, PROGRAMME, etag=tranche["etag"], at=PLANNED))
    refused(await submit(office, published, MILLION, projectId=project, at=PLANNED), "application.in-window")
    application = made(await submit(office, published, MILLION, projectId=project), 201)
    made(await office.award(await office.ready(application), MILLION))
    refused(await submit(office, published, 1, projectId=project, at=CLOSED), "application.in-window")


async def test_what_is_gathered_by_a_field_is_refused_when_there_is_no_body(office: Office) -> None:
    answer = await office.api.post("/applications", APPLICANT)
    assert (answer.status_code, answer.json()["errors"][0]["location"]) == (400, ""), answer.text
