"""A confirmed ranking becomes awards and refusals, a bounded number at a time, each exactly once."""

import asyncio
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import update

from services.funding.applications.applications.models import Application
from services.funding.ledger.ledger import rules as ledger
from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import balance, facts
from tests.routes.funding.awards.test_rankings import (
    AFTER,
    MILLION,
    SEED,
    closed,
    confirm,
    draw,
    o26a,
    places,
)
from tests.routes.funding.conftest import ASSESSOR, OFFICER, Office, made, refused

REASON = {
    "reason": "The ranking leaves it nothing.",
    "mandate": "DIRECTOR_RVO",
    "decidingBody": "MINISTER_EZ",
}


async def decide(
    office: Office, tranche: dict[str, Any], who: dict[str, str] = OFFICER, **more: Any
) -> httpx.Response:
    etag = (await office.shown("tranches", tranche["id"]))["etag"]
    path = f"/tranches/{tranche['id']}/decisions"
    return await office.api.post(path, who, {**REASON, **more}, etag=etag, at=AFTER)


async def test_o26a_is_decided_in_two_calls_to_the_cent(office: Office) -> None:
    tranche, plans = await o26a(office)
    drawn = made(await draw(office, tranche), 201)
    refused(await decide(office, tranche), "decision.ranking-confirmed")
    made(await confirm(office, drawn))
    assessor = caller("state", "funding:decide", "clock:set", subject="assessor")
    held = made(await decide(office, tranche, assessor))
    assert (held["heldPlans"], held["awardedPlans"], held["awardedCents"]) == (4, 0, 0)
    assert {each["heldBy"] for each in await places(office, drawn)} == {"award.four-eyes"}
    half = made(await decide(office, tranche, atMost=2, retryHeld=True))
    assert (half["awardedPlans"], half["waitingPlans"], half["status"]) == (2, 2, "RANKED")
    done = made(await decide(office, tranche))
    assert (done["awardedPlans"], done["waitingPlans"], done["status"]) == (4, 0, "DECIDED")
    assert done["awardedCents"] == 10 * MILLION
    given = {"A": 4_200_000_00, "B": 3_500_000_00, "C": 2_000_000_00, "D": 300_000_00}
    for name, cents in given.items():
        shown = await office.shown("applications", plans[name]["id"])
        assert (shown["status"], shown["awardedCents"], shown["mandate"]) == (
            "AWARDED",
            cents,
            "DIRECTOR_RVO",
        )
        assert [part["amountCents"] for part in shown["recipients"]] == [cents]
        assert await balance(office, ledger.awarded(UUID(shown["id"]))) == cents
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
    assert await facts(office, tranche, "application-awarded") == 4
    assert await facts(office, tranche, "tranche-decided") == 1
    refused(await decide(office, tranche), "tranche.life-cycle", status="DECIDED")


async def test_what_the_ranking_gives_nothing_is_refused_with_its_ground(office: Office) -> None:
    tranche, plans = await o26a(office, last="REFUSE_LAST", scoreMinimum="86")
    made(await confirm(office, made(await draw(office, tranche), 201)))
    done = made(await decide(office, tranche))
    assert (done["awardedPlans"], done["refusedPlans"], done["status"]) == (1, 3, "DECIDED")
    told = await office.shown("applications", plans["B"]["id"])
    assert (told["refusalGround"], told["refusalReason"]) == ("SCHEME_CRITERIA", REASON["reason"])
    assert await facts(office, tranche, "application-refused") == 3


async def test_what_a_rule_holds_back_harms_no_other(office: Office) -> None:
    tranche, plans = await o26a(office)
    unnamed = update(Application).where(Application.id == UUID(plans["B"]["id"]))
    async with office.sessions.begin() as session:
        await session.execute(unnamed.values(proposed_recipients=None))
    made(await confirm(office, made(await draw(office, tranche), 201)))
    found = made(await decide(office, tranche))
    assert (found["awardedPlans"], found["heldPlans"], found["status"]) == (3, 1, "RANKED")
    assert (await office.shown("applications", plans["B"]["id"]))["recipients"] is None
    shown = await office.shown("applications", plans["B"]["id"])
    made(await office.award(shown, 3_500_000_00, at=AFTER))
    assert made(await decide(office, tranche))["status"] == "DECIDED"


async def test_decisions_at_once_are_each_taken_once(office: Office) -> None:
    tranche, _ = await o26a(office)
    made(await confirm(office, made(await draw(office, tranche), 201)))
    answers = await asyncio.gather(*(decide(office, tranche, atMost=4) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert await facts(office, tranche, "application-awarded") == 4


async def test_five_hundred_plans_are_decided_in_bounded_calls(office: Office) -> None:
    year = await office.year(10_000 * MILLION, regime="programme-sectorplannen")
    terms = {"seedCommitment": sha256(SEED.encode()).hexdigest()}
    measures = {"regime": "sectorplan", "allowedMeasures": ["UNEMPLOYMENT_TO_WORK"]}
    tranche = await office.tranche(
        year, 400 * 125_000_00, distributionMethod="LOTTERY", distribution=terms, **measures
    )
    await office.standing(tranche, 125_000_00, 500)
    lead = "68750110"
    named = [{"kvk_number": lead, "amount_cents": 125_000_00, "basis": "NO_AID", "reason": "Training."}]
    mine = update(Application).where(Application.tranche_id == UUID(tranche["id"]))
    async with office.sessions.begin() as session:
        await session.execute(mine.values(proposed_recipients=named))
    await closed(office, tranche)
    made(await confirm(office, made(await draw(office, tranche, ASSESSOR), 201)))
    calls, waiting = 0, 500
    while waiting:
        found = made(await decide(office, tranche))
        calls, waiting = calls + 1, found["waitingPlans"]
    assert (calls, found["awardedPlans"], found["refusedPlans"]) == (5, 400, 100)
    assert found["awardedCents"] == 400 * 125_000_00
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
