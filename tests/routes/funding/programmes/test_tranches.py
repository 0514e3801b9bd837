"""Tranches from plan to closing (B31; AWB-2 to AWB-6; domain.md 3.5)."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import update

from services.funding.programmes.tranches.models import DistributionMethod, Tranche
from shared.testing.callers import caller
from tests.routes.funding.conftest import (
    APPLICANT,
    CLOSED,
    DURING,
    OPENED,
    PLANNED,
    PROGRAMME,
    Office,
    made,
    refused,
)

MILLION = 1_000_000_00
FOUR_TYPES = [
    "WORK_TO_OTHER_OCCUPATION",
    "WORK_TO_SAME_OCCUPATION",
    "UNEMPLOYMENT_TO_WORK",
    "OTHER_ROUTE_TO_WORK",
]


async def step(office: Office, tranche: dict[str, Any], noun: str, at: str) -> Any:
    path = f"/tranches/{tranche['id']}/{noun}"
    return await office.api.post(path, PROGRAMME, etag=tranche["etag"], at=at)


async def test_a_tranche_goes_from_plan_to_closing_at_its_own_times(office: Office) -> None:
    year = await office.year(400 * MILLION)
    tranche = await office.planned(year, 30 * MILLION)
    refused(await step(office, tranche, "openings", OPENED), "tranche.life-cycle", allowed=["publish"])
    refused(await step(office, tranche, "publications", OPENED), "tranche.announced-before-it-opens")
    tranche = made(await step(office, tranche, "publications", PLANNED))
    assert (await office.shown("programme-years", year["id"]))["allottedCents"] == 30 * MILLION
    refused(await step(office, tranche, "openings", "2015-02-02T08:59:59Z"), "tranche.not-before-opening")
    tranche = made(await step(office, tranche, "openings", OPENED))
    refused(await step(office, tranche, "closures", "2015-09-15T14:59:59Z"), "tranche.not-before-closing")
    tranche = made(await step(office, tranche, "closures", CLOSED))
    assert (tranche["status"], tranche["closedAt"]) == ("CLOSED", CLOSED)


async def test_tranches_together_stay_within_the_states_part(office: Office) -> None:
    year = await office.year(4 * MILLION)  # the State's part is one million
    first = await office.planned(year, 600_000_00)
    second = await office.planned(year, 400_000_01)
    made(await step(office, first, "publications", PLANNED))
    answer = await step(office, second, "publications", PLANNED)
    refused(answer, "programme-year.within-state-part", roomCents=400_000_00)
    assert (await office.shown("tranches", second["id"]))["status"] == "PLANNED"
    exact = await office.planned(year, 400_000_00)
    made(await step(office, exact, "publications", PLANNED))
    assert (await office.shown("programme-years", year["id"]))["allottedCents"] == MILLION


async def test_tranches_published_at_once_stay_within_the_states_part(office: Office) -> None:
    year = await office.year(4 * MILLION)
    planned = [await office.planned(year, 400_000_00) for _ in range(5)]
    answers = await asyncio.gather(*(step(office, t, "publications", PLANNED) for t in planned))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409, 409]
    assert (await office.shown("programme-years", year["id"]))["allottedCents"] == 800_000_00


async def test_the_third_sectorplan_tranche_names_its_allowed_measures(office: Office) -> None:
    year = await office.year(150 * MILLION, regime="programme-sectorplannen")
    for measures in ([], ["GOLD_PLATING"]):
        body = office.tranche_body(year, 150 * MILLION, regime="sectorplan", allowedMeasures=measures)
        refused(await office.api.post("/tranches", PROGRAMME, body), "tranche.measures", measures=FOUR_TYPES)
    tranche = await office.planned(year, 150 * MILLION, regime="sectorplan", allowedMeasures=FOUR_TYPES)
    assert (tranche["regime"], tranche["allowedMeasures"]) == ("sectorplan@2015", FOUR_TYPES)


async def test_a_tranche_planned_before_with_another_method_is_not_published(office: Office) -> None:
    tranche = await office.planned(await office.year(4 * MILLION), MILLION)
    ranked = update(Tranche).values(distribution_method=DistributionMethod.RANKING)
    async with office.sessions.begin() as session:
        await session.execute(ranked.where(Tranche.id == UUID(tranche["id"])))
    refused(await step(office, tranche, "publications", PLANNED), "tranche.distribution-fits-method")


async def test_a_number_is_used_once_and_a_window_runs_forward(office: Office) -> None:
    year = await office.year(4 * MILLION)
    planned = await office.planned(year, MILLION)
    again = office.tranche_body(year, MILLION, number=planned["number"])
    refused(await office.api.post("/tranches", PROGRAMME, again), "tranche.number")
    backwards = office.tranche_body(year, MILLION, closesAt=OPENED)
    refused(await office.api.post("/tranches", PROGRAMME, backwards), "tranche.window")


async def test_two_years_or_tranches_made_at_once_are_one(office: Office) -> None:
    body = {"programme": "TWINS", "year": 2015, "totalCents": MILLION}
    answers = await asyncio.gather(*(office.api.post("/programme-years", PROGRAMME, body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_a_planned_tranche_is_the_states_own(office: Office) -> None:
    year = await office.year(4 * MILLION)
    tranche = await office.planned(year, MILLION)
    path = f"/tranches/{tranche['id']}"
    assert (await office.api.get(path, APPLICANT)).status_code == 404
    body = office.application_body(tranche, 1)
    assert (await office.api.post("/applications", APPLICANT, body, at=DURING)).status_code == 404
    region = caller("region:CR36", "funding:programme", "clock:set")
    answer = await office.api.post(f"{path}/publications", region, etag=tranche["etag"], at=PLANNED)
    assert answer.status_code == 404
    tranche = made(await step(office, tranche, "publications", PLANNED))
    assert (await office.api.get(path, caller("public", "funding:read"))).status_code == 200
    answer = await office.api.post(f"{path}/openings", region, etag=tranche["etag"], at=OPENED)
    refused(answer, "tenancy.own-objects")
