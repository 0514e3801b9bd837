"""Awards: every ceiling to the cent, four eyes, terms, and 64 clients at once (A12, B30; AWB-3; O20)."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import httpx
import pytest
from sqlalchemy import case, func, select, text
from sqlalchemy.exc import DBAPIError

from services.funding.applications.applications.models import Application
from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from shared.settings import Settings
from shared.store.engine import connect
from shared.store.tables import OUTBOX
from shared.testing.callers import caller
from shared.testing.client import patiently
from tests.routes.funding.conftest import DURING, OFFICER, OPENED, Office, made, refused

MILLION = 1_000_000_00


async def sectorplan(office: Office, ceiling_cents: int, **changes: Any) -> dict[str, Any]:
    """A third-tranche sectorplan opening, whose minimum award is 125,000.00."""
    year = await office.year(ceiling_cents, regime="programme-sectorplannen")
    measures = {"regime": "sectorplan", "allowedMeasures": ["UNEMPLOYMENT_TO_WORK"]}
    return await office.tranche(year, ceiling_cents, **measures, **changes)


async def plan(office: Office, tranche: dict[str, Any], requested_cents: int) -> dict[str, Any]:
    """A plan that is ready to be decided on."""
    return await office.ready(await received(office, tranche, requested_cents))


async def received(office: Office, tranche: dict[str, Any], requested_cents: int) -> dict[str, Any]:
    details = {"totalCostCents": 2 * requested_cents, "measures": ["UNEMPLOYMENT_TO_WORK"]}
    return await office.received(tranche, requested_cents, **details)


async def balance(office: Office, account: str) -> int:
    """The sum of an account's entries."""
    signed = case((Entry.to_account == account, Entry.amount_cents), else_=-Entry.amount_cents)
    mine = (Entry.to_account == account) | (Entry.from_account == account)
    async with office.sessions() as session:
        return int(await session.scalar(select(func.coalesce(func.sum(signed), 0)).where(mine)) or 0)


async def test_a_sectorplan_is_awarded_half_with_its_advance_terms(office: Office) -> None:
    tranche = await sectorplan(office, 150 * MILLION)
    ready = await plan(office, tranche, 400_000_00)  # O20: budget 800,000.00
    refused(await office.award(ready, 400_000_01), "award.within-request", roomCents=400_000_00)
    awarded = made(await office.award(ready, 400_000_00))
    assert (awarded["status"], awarded["awardedCents"]) == ("AWARDED", 400_000_00)
    assert (awarded["awardedOn"], awarded["regime"]) == ("2015-03-02", "sectorplan@2015")

    whole = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    terms = (whole["advanceAtApprovalCents"], whole["advanceCeilingCents"])
    assert terms == (100_000_00, 800_000_00)  # O20: at approval, and cumulative


async def test_a_sectorplan_below_the_minimum_is_not_awarded(office: Office) -> None:
    ready = await plan(office, await sectorplan(office, MILLION), 200_000_00)
    refused(await office.award(ready, 124_999_99), "award.minimum", minimumCents=125_000_00)
    made(await office.award(ready, 125_000_00))


async def test_the_state_pays_at_most_a_quarter_of_a_project_in_all_awards_together(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    first = await office.ready(await office.received(tranche, 3 * MILLION, projectId=project))
    second = await office.ready(await office.received(tranche, 3 * MILLION, projectId=project))
    awarded = made(await office.award(first, 2 * MILLION))
    refused(await office.award(second, MILLION + 1), "award.within-project-share", roomCents=MILLION)
    assert (await office.shown("applications", second["id"]))["etag"] == second["etag"]
    made(await office.award(second, MILLION))
    assert awarded["regime"] == "rea@2014-1"
    assert (await office.shown("projects", project))["awardedCents"] == 3 * MILLION


async def test_others_paying_more_lowers_the_states_share(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    await office.firm(project, "PRIVATE_KNOWLEDGE", MILLION)  # SP-3: 3 + 7 million of 12
    ready = await office.ready(await office.received(tranche, 3 * MILLION, projectId=project))
    refused(await office.award(ready, 2 * MILLION + 1), "award.within-project-share", roomCents=2 * MILLION)
    made(await office.award(ready, 2 * MILLION))


async def test_without_firm_pledges_there_is_no_award(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.project(12 * MILLION)
    await office.firm(project, "REGION", 3 * MILLION)
    await office.firm(project, "PRIVATE_KNOWLEDGE", 6 * MILLION - 1)
    await office.pledge(project, "PRIVATE_KNOWLEDGE", 1)  # intended only
    ready = await office.ready(await office.received(tranche, 3 * MILLION, projectId=project))
    shortages = {"regionShortageCents": 0, "privateKnowledgeShortageCents": 1}
    refused(await office.award(ready, 1), "award.cofunding-firm", **shortages)


async def test_a_pledge_that_was_awarded_on_is_not_withdrawn(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    spare = await office.firm(project, "REGION", 1)
    ready = await office.ready(await office.received(tranche, MILLION, projectId=project))
    made(await office.award(ready, MILLION))
    region = caller("region:CR36", "funding:apply")
    answer = await office.api.post(f"/pledges/{spare['id']}/withdrawals", region, etag=spare["etag"])
    refused(answer, "pledge.withdrawn-before-award")


async def test_a_pledge_is_withdrawn_while_no_award_followed_it(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    first, second = [
        await office.ready(await office.received(tranche, MILLION, projectId=project)) for _ in range(2)
    ]
    made(await office.award(first, MILLION))
    spare, relied_on = [await office.firm(project, "STATE", MILLION) for _ in range(2)]
    treasury = caller("state", "funding:apply")
    path = "/pledges/{id}/withdrawals"
    gone = made(await office.api.post(path.format(**spare), treasury, etag=spare["etag"]))
    assert gone["status"] == "WITHDRAWN"
    assert (await office.shown("projects", project))["statePledgedCents"] == MILLION
    made(await office.award(second, MILLION))
    answer = await office.api.post(path.format(**relied_on), treasury, etag=relied_on["etag"])
    refused(answer, "pledge.withdrawn-before-award")


async def test_one_cent_above_the_tranche_is_refused_with_the_room_left(office: Office) -> None:
    tranche = await sectorplan(office, MILLION)
    first, second = await plan(office, tranche, 800_000_00), await plan(office, tranche, 800_000_00)
    made(await office.award(first, 800_000_00))
    refused(await office.award(second, 200_000_01), "award.within-tranche", roomCents=200_000_00)
    assert (await office.shown("tranches", tranche["id"]))["awardedCents"] == 800_000_00
    made(await office.award(second, 200_000_00))  # "voor zover": the rest is awarded
    found = await office.shown("tranches", tranche["id"])
    assert (found["status"], found["awardedCents"]) == ("EXHAUSTED", MILLION)
    late = await plan(office, tranche, 200_000_00)  # keeps receiving
    refused(await office.award(late, 125_000_00), "award.within-tranche", roomCents=0)


async def arrived(office: Office, tranche: dict[str, Any], cents: int, at: str) -> dict[str, Any]:
    """A plan that was complete at this time, and is ready to be decided on."""
    details = {"totalCostCents": 2 * cents, "measures": ["UNEMPLOYMENT_TO_WORK"], "at": at}
    return await office.ready(await office.received(tranche, cents, **details))


async def test_by_order_of_arrival_a_later_plan_leaves_what_earlier_ones_ask_for(office: Office) -> None:
    tranche = await sectorplan(office, MILLION)  # O26b: A 400, C 500 and D 200 thousand, in this order
    d = await arrived(office, tranche, 200_000_00, "2015-05-10T09:00:00Z")
    c = await arrived(office, tranche, 500_000_00, "2015-05-03T09:00:00Z")
    a = await arrived(office, tranche, 400_000_00, "2015-05-01T09:00:00Z")
    unchecked = {"totalCostCents": 2 * MILLION, "measures": ["UNEMPLOYMENT_TO_WORK"]}
    await office.received(tranche, MILLION, at="2015-04-30T09:00:00Z", **unchecked)  # not found complete
    at = "2015-06-01T09:00:00Z"
    refused(await office.award(d, 125_000_00, at=at), "award.in-order-of-arrival", roomCents=100_000_00)
    made(await office.award(a, 400_000_00, at=at))
    refused(await office.award(d, 125_000_00, at=at), "award.in-order-of-arrival", roomCents=100_000_00)
    made(await office.award(c, 500_000_00, at=at))
    refused(await office.award(d, 125_000_00, at=at), "award.within-tranche", roomCents=100_000_00)


async def test_an_earlier_plan_that_is_refused_no_longer_keeps_its_room(office: Office) -> None:
    tranche = await sectorplan(office, MILLION)
    first = await arrived(office, tranche, MILLION, "2015-05-01T09:00:00Z")
    second = await arrived(office, tranche, 600_000_00, "2015-05-01T09:00:01Z")
    at = "2015-06-01T09:00:00Z"
    refused(await office.award(second, 125_000_00, at=at), "award.in-order-of-arrival", roomCents=0)
    path = f"/applications/{first['id']}/refusals"
    full = {"ground": "CEILING", "reason": "The ceiling was reached."}
    answer = await office.api.post(path, OFFICER, full, etag=first["etag"], at=at)
    refused(answer, "application.ceiling-reached", roomCents=MILLION)
    criteria = {"ground": "SCHEME_CRITERIA", "reason": "Not a measure of this scheme."}
    made(await office.api.post(path, OFFICER, criteria, etag=first["etag"], at=at))
    made(await office.award(second, 600_000_00, at=at))
    third = await arrived(office, tranche, 400_000_01, "2015-05-02T09:00:00Z")
    path = f"/applications/{third['id']}/refusals"
    made(await office.api.post(path, OFFICER, full, etag=third["etag"], at=at))  # one cent too much


async def test_one_person_with_every_scope_cannot_assess_and_award(office: Office) -> None:
    ready = await plan(office, await sectorplan(office, MILLION), MILLION)
    scopes = ("funding:read", "funding:programme", "funding:confirm", "funding:assess", "funding:decide")
    everything = caller("state", *scopes, "clock:set", subject="assessor")
    refused(await office.award(ready, MILLION, everything), "award.four-eyes")
    assert await office.shown("applications", ready["id"]) == ready


async def test_two_awards_of_one_application_are_one(office: Office) -> None:
    tranche = await sectorplan(office, 10 * MILLION)
    ready = await plan(office, tranche, MILLION)
    answers = await asyncio.gather(*(office.award(ready, MILLION) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412, 412]
    assert (await office.shown("tranches", tranche["id"]))["awardedCents"] == MILLION


async def test_64_clients_at_once_use_a_tranche_up_exactly(office: Office) -> None:
    part = 125_000_01
    tranche = await sectorplan(office, 50 * part)
    ready = await office.standing(tranche, part, 64)
    answers = await asyncio.gather(*(office.award(found, part) for found in ready))
    assert sorted(answer.status_code for answer in answers) == [200] * 50 + [409] * 14
    found = await office.shown("tranches", tranche["id"])
    assert (found["status"], found["awardedCents"]) == ("EXHAUSTED", 50 * part)
    year = await office.shown("programme-years", tranche["programmeYearId"])
    assert year["committedStateCents"] == 50 * part
    (portfolio,) = (
        await office.api.get("/portfolios", OFFICER, trancheId=tranche["id"], landsdeelCode="LD04")
    ).json()["items"]
    assert (portfolio["awardedCents"], portfolio["awardedPlans"]) == (50 * part, 50)
    assert (portfolio["underAssessmentCents"], portfolio["underAssessmentPlans"]) == (14 * part, 14)
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
    assert await facts(office, tranche, "application-awarded") == 50


async def facts(office: Office, tranche: dict[str, Any], name: str) -> int:
    """How often a fact of this name was put in the outbox for a tranche."""
    mine = (OUTBOX.c.type == f"nl.groeikracht.funding.{name}") & (
        OUTBOX.c.payload["trancheId"].astext == tranche["id"]
    )
    async with office.sessions() as session:
        return int(await session.scalar(select(func.count()).select_from(OUTBOX).where(mine)) or 0)


async def test_200_retries_with_one_key_are_one_award(office: Office) -> None:
    tranche = await sectorplan(office, 10 * MILLION)
    ready = await plan(office, tranche, MILLION)

    def send() -> Awaitable[httpx.Response]:
        return office.award(ready, MILLION, key=f"retried-{ready['id']}")

    answers = await asyncio.gather(*(patiently(send) for _ in range(200)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    replayed = [answer.headers.get("idempotency-replayed") for answer in answers]
    assert (replayed.count("true"), replayed.count(None)) == (199, 1)
    assert (await office.shown("tranches", tranche["id"]))["awardedCents"] == MILLION
    assert await balance(office, ledger.awarded(ready["id"])) == MILLION
    assert await facts(office, tranche, "application-awarded") == 1


async def test_applications_and_awards_at_once_do_not_stand_in_each_others_way(office: Office) -> None:
    tranche = await sectorplan(office, 10 * MILLION)
    ready = [await plan(office, tranche, 125_000_00) for _ in range(10)]
    body = office.application_body(
        tranche, 125_000_00, totalCostCents=250_000_00, measures=["UNEMPLOYMENT_TO_WORK"]
    )
    applicant = caller("region:CR36", "funding:apply", "clock:set")
    answers = await asyncio.gather(
        *(office.award(found, 125_000_00) for found in ready),
        *(office.api.post("/applications", applicant, body, at=DURING) for _ in range(10)),
    )
    assert [answer.status_code for answer in answers] == [200] * 10 + [201] * 10


async def test_every_balance_is_the_sum_of_its_entries(office: Office) -> None:
    year = await office.year(4 * MILLION, regime="programme-sectorplannen")
    measures = {"regime": "sectorplan", "allowedMeasures": ["UNEMPLOYMENT_TO_WORK"], "opensAt": OPENED}
    tranche = await office.tranche(year, 3 * MILLION, **measures)
    for cents in (MILLION, 125_000_01):
        made(await office.award(await plan(office, tranche, cents), cents))
    year, tranche = (
        await office.shown("programme-years", year["id"]),
        await office.shown("tranches", tranche["id"]),
    )
    room_of_year = year["stateCents"] - year["allottedCents"]
    assert await balance(office, ledger.year_room(year["id"])) == room_of_year == MILLION
    room_of_tranche = tranche["ceilingCents"] - tranche["awardedCents"]
    assert await balance(office, ledger.tranche_room(tranche["id"])) == room_of_tranche == 1_874_999_99
    async with office.sessions() as session:
        awarded = await session.scalars(select(Application).filter_by(tranche_id=tranche["id"]))
        for application in awarded:
            assert await balance(office, ledger.awarded(application.id)) == application.awarded_cents
        paid_in = await session.scalar(
            select(func.sum(Entry.amount_cents)).filter_by(from_account=ledger.BUDGET, subject_id=year["id"])
        )
    assert paid_in == year["stateCents"]


@pytest.mark.parametrize(
    "statement", ["update ledger_entry set amount_cents = 1", "delete from ledger_entry"]
)
async def test_the_ledger_is_only_ever_added_to(
    office: Office, owners: dict[str, Settings], statement: str
) -> None:
    await office.year(MILLION)
    engine = connect("funding", owners["funding"])  # a process may not even try: tests/routes/test_access.py
    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    await engine.dispose()
