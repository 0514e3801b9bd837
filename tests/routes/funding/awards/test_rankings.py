"""Tranches that are ranked: scored, drawn up, confirmed by another, awarded by it (AWB-5; O26a, O26c)."""

import asyncio
from hashlib import sha256
from typing import Any

import httpx

from services.funding.ledger.ledger import rules as ledger
from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import balance
from tests.routes.funding.conftest import (
    APPLICANT,
    ASSESSOR,
    CLOSED,
    DURING,
    OFFICER,
    PROGRAMME,
    Office,
    made,
    no_aid,
    refused,
)

MILLION = 1_000_000_00
SEED = "Staatscourant 2015, 9042"
COMMITMENT = sha256(SEED.encode()).hexdigest()
AFTER = "2015-10-05T09:00:00Z"
SECOND = caller("state", "funding:read", "funding:assess", "clock:set", subject="second-assessor")
TENDER = {"criteria": [{"code": "IMPACT", "weight": "1"}], "seedCommitment": COMMITMENT}


async def ranked_tranche(
    office: Office, ceiling_cents: int, method: str = "RANKING", **terms: Any
) -> dict[str, Any]:
    """An open tranche for projects that is ranked when its window is over."""
    year = await office.year(40 * ceiling_cents)
    said = terms or TENDER
    return await office.tranche(year, ceiling_cents, distributionMethod=method, distribution=said)


async def plan(office: Office, tranche: dict[str, Any], cents: int, **more: Any) -> dict[str, Any]:
    """An application for a project with firm pledges, under assessment."""
    project = await office.funded(4 * cents)
    return await office.assessed(await office.received(tranche, cents, projectId=project, **more))


async def closed(office: Office, tranche: dict[str, Any]) -> dict[str, Any]:
    path = f"/tranches/{tranche['id']}/closures"
    return made(await office.api.post(path, PROGRAMME, etag=tranche["etag"], at=CLOSED))


async def score(
    office: Office, application: dict[str, Any], points: str, who: dict[str, str] = ASSESSOR, at: str = AFTER
) -> httpx.Response:
    body = {"scores": [{"criterion": "IMPACT", "points": points}], "reasons": "As the plan says."}
    path = f"/applications/{application['id']}/score-sheets"
    etag = (await office.shown("applications", application["id"]))["etag"]
    return await office.api.post(path, who, body, etag=etag, at=at)


async def concluded(office: Office, application: dict[str, Any]) -> dict[str, Any]:
    path = f"/applications/{application['id']}/conclusions"
    etag = (await office.shown("applications", application["id"]))["etag"]
    parts = [no_aid(application, application["requestedCents"])]
    body = {"advice": "As it was scored.", "recipients": parts}
    return made(await office.api.post(path, ASSESSOR, body, etag=etag, at=AFTER))


async def draw(
    office: Office, tranche: dict[str, Any], who: dict[str, str] = ASSESSOR, **body: Any
) -> httpx.Response:
    body = body or {"seed": SEED}
    etag = (await office.shown("tranches", tranche["id"]))["etag"]
    return await office.api.post(f"/tranches/{tranche['id']}/rankings", who, body, etag=etag, at=AFTER)


async def confirm(office: Office, ranking: dict[str, Any], who: dict[str, str] = OFFICER) -> httpx.Response:
    path = f"/rankings/{ranking['id']}/confirmations"
    etag = (await office.shown("rankings", ranking["id"]))["etag"]
    return await office.api.post(path, who, etag=etag, at=AFTER)


async def places(
    office: Office, ranking: dict[str, Any], who: dict[str, str] = OFFICER
) -> list[dict[str, Any]]:
    found = await office.api.get("/ranking-places", who, rankingId=ranking["id"])
    return sorted(found.json()["items"], key=lambda each: each["place"])


async def o26a(office: Office, **terms: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """A closed tranche of ten million with the four applications of O26a, scored and concluded."""
    tranche = await ranked_tranche(office, 10 * MILLION, **{**TENDER, **terms})
    asked = {"A": (88, 420), "B": (85, 350), "C": (85, 200), "D": (71, 150)}
    plans = {
        name: await plan(office, tranche, cents * MILLION // 100, acceptsPartial=True)
        for name, (_, cents) in asked.items()
    }
    tranche = await closed(office, tranche)
    for name, (points, _) in asked.items():
        made(await score(office, plans[name], str(points)), 201)
        plans[name] = await concluded(office, plans[name])
    return tranche, plans


async def test_o26a_a_tie_by_lot_and_the_last_in_so_far_as_there_is_room(office: Office) -> None:
    tranche, plans = await o26a(office)
    drawn = made(await draw(office, tranche), 201)
    assert (drawn["status"], drawn["givenCents"], drawn["seed"]) == ("DRAWN_UP", 10 * MILLION, SEED)
    assert (await office.api.get("/ranking-places", APPLICANT, rankingId=drawn["id"])).json()["items"] == []
    refused(await office.award(plans["A"], 420 * MILLION // 100, at=AFTER), "award.by-ranking", roomCents=0)
    confirmed = made(await confirm(office, drawn))
    assert (confirmed["status"], confirmed["confirmedAt"]) == ("CONFIRMED", AFTER)
    found = await places(office, confirmed, APPLICANT)
    by_lot = sorted("BC", key=lambda name: sha256(f"{SEED}:{plans[name]['id']}".encode()).hexdigest())
    order = ["A", *by_lot, "D"]
    assert [each["applicationId"] for each in found] == [plans[name]["id"] for name in order]
    told = {each["applicationId"]: each["givenCents"] for each in found}
    given = {"A": 4_200_000_00, "B": 3_500_000_00, "C": 2_000_000_00, "D": 300_000_00}
    assert told == {plans[name]["id"]: cents for name, cents in given.items()}
    assert [each["outcome"] for each in found] == ["AWARDED", "AWARDED", "AWARDED", "PARTIAL"]
    assert (await office.shown("tranches", tranche["id"]))["status"] == "RANKED"
    for name, cents in given.items():
        shown = await office.shown("applications", plans[name]["id"])
        assert (shown["place"], shown["rankedCents"]) == (order.index(name) + 1, cents)
        answer = await office.award(shown, cents + 1, at=AFTER)
        refused(answer, "award.by-ranking" if name == "D" else "award.within-request", roomCents=cents)
        made(await office.award(shown, cents, at=AFTER))
    assert (await office.shown("tranches", tranche["id"]))["awardedCents"] == 10 * MILLION
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
    refused(await draw(office, tranche), "ranking.nothing-decided", applications=4)


async def test_the_last_is_refused_or_skipped_where_the_tranche_says_so(office: Office) -> None:
    for last in ("REFUSE_LAST", "SKIP_AND_CONTINUE"):
        tranche, plans = await o26a(office, last=last)
        found = await places(office, made(await draw(office, tranche), 201))
        assert (found[3]["applicationId"], found[3]["outcome"]) == (plans["D"]["id"], "REFUSED_CEILING")
        assert sum(each["givenCents"] for each in found) == 9_700_000_00
    confirmed = made(await confirm(office, {"id": found[0]["rankingId"]}))
    assert confirmed["givenCents"] == 9_700_000_00
    path = f"/applications/{plans['D']['id']}/refusals"
    shown = await office.shown("applications", plans["D"]["id"])
    full = {"ground": "CEILING", "reason": "The ranking leaves it too little."}
    told = made(await office.api.post(path, OFFICER, full, etag=shown["etag"], at=AFTER))
    assert (told["status"], told["refusalGround"]) == ("REFUSED", "CEILING")


async def test_applications_are_scored_after_closing_by_each_once_and_blind(office: Office) -> None:
    tranche = await ranked_tranche(office, MILLION, **TENDER, assessors=2, scoreMaximum="10")
    one = await plan(office, tranche, MILLION)
    refused(await score(office, one, "8", at=DURING), "score.after-closing")
    await closed(office, tranche)
    refused(await score(office, one, "10.5"), "score.every-criterion", criteria=["IMPACT"], scoreMaximum="10")
    made(await score(office, one, "8"), 201)
    refused(await score(office, one, "9"), "score.each-assessor-once")
    path = f"/applications/{one['id']}/conclusions"
    etag = (await office.shown("applications", one["id"]))["etag"]
    answer = await office.api.post(path, ASSESSOR, {"advice": "Good."}, etag=etag, at=AFTER)
    refused(answer, "application.scored-by-enough", assessors=2)
    refused(await draw(office, tranche), "ranking.all-concluded", applications=1)

    async def sheets(who: dict[str, str]) -> int:
        return len((await office.api.get("/score-sheets", who, applicationId=one["id"])).json()["items"])

    assert (await sheets(ASSESSOR), await sheets(SECOND), await sheets(APPLICANT)) == (1, 0, 0)
    made(await score(office, one, "9", SECOND), 201)
    await concluded(office, one)
    assert (await sheets(ASSESSOR), await sheets(SECOND), await sheets(APPLICANT)) == (2, 2, 0)
    (place,) = await places(office, made(await draw(office, tranche), 201))
    assert (place["points"], place["score"]) == ({"IMPACT": ["8", "9"]}, "8.500000")


async def test_whoever_has_an_interest_is_kept_out_and_does_not_count(office: Office) -> None:
    tranche = await ranked_tranche(office, MILLION)
    one = await plan(office, tranche, MILLION)
    await closed(office, tranche)
    made(await score(office, one, "80", SECOND), 201)
    one = await concluded(office, one)
    path, body = f"/applications/{one['id']}/interests", {"explanation": "A sister works there."}
    back = made(await office.api.post(path, SECOND, body, etag=one["etag"], at=AFTER))
    assert back["status"] == "ASSESSMENT"
    refused(await office.api.get(f"/applications/{one['id']}", SECOND), "tenancy.no-interest")
    answer = await office.api.get("/applications", SECOND, trancheId=tranche["id"])
    assert answer.json()["items"] == []
    refused(await score(office, one, "90", SECOND), "tenancy.no-interest")
    made(await score(office, one, "60"), 201)
    await concluded(office, one)
    (place,) = await places(office, made(await draw(office, tranche), 201))
    assert place["points"] == {"IMPACT": ["60"]}


async def test_a_ranking_is_confirmed_by_another_while_nothing_changed(office: Office) -> None:
    tranche, plans = await o26a(office)
    drawn = made(await draw(office, tranche), 201)
    both = caller("state", "funding:assess", "funding:decide", "clock:set", subject="assessor")
    refused(await confirm(office, drawn, both), "ranking.four-eyes")
    path = f"/applications/{plans['B']['id']}/withdrawals"
    made(await office.api.post(path, APPLICANT, etag=plans["B"]["etag"], at=AFTER))
    refused(await confirm(office, drawn), "ranking.still-as-ranked", applications=1)
    anew = made(await draw(office, tranche), 201)
    assert (await office.shown("rankings", drawn["id"]))["status"] == "SUPERSEDED"
    refused(await confirm(office, drawn), "ranking.life-cycle", status="SUPERSEDED")
    made(await confirm(office, anew))
    again = made(await draw(office, tranche), 201)  # of a confirmed one, while nothing was decided
    assert (await office.shown("tranches", tranche["id"]))["status"] == "CLOSED"
    assert (await office.shown("applications", plans["A"]["id"]))["place"] is None
    assert (anew["givenCents"], again["givenCents"]) == (7_700_000_00, 7_700_000_00)


async def test_a_tranche_is_ranked_when_it_is_closed_from_the_seed_it_committed_to(office: Office) -> None:
    tranche = await ranked_tranche(office, MILLION, "LOTTERY", seedCommitment=COMMITMENT)
    refused(await draw(office, tranche), "tranche.life-cycle", status="OPEN")
    one, two = [await office.ready(await _received(office, tranche, MILLION)) for _ in range(2)]
    await closed(office, tranche)
    refused(await draw(office, tranche, seed="chosen after"), "ranking.seed-as-committed")
    refused(await draw(office, tranche, seed=None), "distribution.seed-known")
    first, second = await places(office, made(await draw(office, tranche), 201))
    lots = {each["id"]: sha256(f"{SEED}:{each['id']}".encode()).hexdigest() for each in (one, two)}
    assert [first["digest"], second["digest"]] == sorted(lots.values())
    assert lots[first["applicationId"]] == first["digest"]
    assert (first["givenCents"], second["outcome"]) == (MILLION, "REFUSED_CEILING")
    arrival = await office.tranche(await office.year(40 * MILLION), MILLION)
    refused(await draw(office, await closed(office, arrival)), "ranking.by-method")


async def _received(office: Office, tranche: dict[str, Any], cents: int, **more: Any) -> dict[str, Any]:
    return await office.received(tranche, cents, projectId=await office.funded(4 * cents), **more)


async def test_o26c_each_the_same_part_to_the_cent(office: Office) -> None:
    year = await office.year(40 * MILLION)
    tranche = await office.tranche(year, MILLION, distributionMethod="PROPORTIONAL", distribution={})
    asked = (600_000_00, 500_000_00, 400_000_00)
    plans = [await office.ready(await _received(office, tranche, cents)) for cents in asked]
    await closed(office, tranche)
    made(await confirm(office, made(await draw(office, tranche, seed=None), 201)))
    given = (400_000_00, 333_333_33, 266_666_67)
    for found, cents in zip(plans, given, strict=True):
        shown = await office.shown("applications", found["id"])
        assert shown["rankedCents"] == cents
        made(await office.award(shown, cents, at=AFTER))
    assert (await office.shown("tranches", tranche["id"]))["awardedCents"] == MILLION


async def test_no_applicant_gets_more_than_the_most_of_one(office: Office) -> None:
    terms = {"financierMaximumCents": MILLION, "seedCommitment": COMMITMENT}
    tranche = await ranked_tranche(office, 10 * MILLION, "MAXIMUM_PER_FINANCIER", **terms)
    other = {"name": "Another firm", "kvkNumber": "17172346"}
    leads = ({}, {}, {"leadApplicant": other})
    for lead in leads:
        await office.ready(await _received(office, tranche, 600_000_00, acceptsPartial=True, **lead))
    await closed(office, tranche)
    found = await places(office, made(await draw(office, tranche), 201))
    assert sorted(each["givenCents"] for each in found) == [400_000_00, 600_000_00, 600_000_00]


async def test_the_terms_are_those_of_the_method(office: Office) -> None:
    year = await office.year(40 * MILLION)
    for method, terms, missing, unused in (
        ("ARRIVAL", {}, [], ["distribution"]),
        ("PROPORTIONAL", None, ["distribution"], []),
        ("RANKING", {"seedCommitment": COMMITMENT}, ["criteria"], []),
        ("RANKING", {"criteria": TENDER["criteria"]}, ["seedCommitment"], []),
        ("LOTTERY", {**TENDER}, [], ["criteria"]),
        ("PROPORTIONAL", {"last": "REFUSE_LAST"}, [], ["last"]),
        ("RANKING", {**TENDER, "criteria": [{"code": "IMPACT", "weight": "0"}]}, [], []),
    ):
        body = office.tranche_body(year, MILLION, distributionMethod=method, distribution=terms)
        answer = await office.api.post("/tranches", PROGRAMME, body)
        refused(answer, "tranche.distribution-fits-method", missing=missing, unused=unused)


async def test_rankings_and_confirmations_at_once_are_one_each(office: Office) -> None:
    tranche, _ = await o26a(office)
    etag = (await office.shown("tranches", tranche["id"]))["etag"]
    path, body = f"/tranches/{tranche['id']}/rankings", {"seed": SEED}
    answers = await asyncio.gather(
        *(office.api.post(path, ASSESSOR, body, etag=etag, at=AFTER) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    (drawn,) = [answer.json() for answer in answers if answer.status_code == 201]
    path = f"/rankings/{drawn['id']}/confirmations"
    officers = [caller("state", "funding:decide", "clock:set", subject=f"officer {n}") for n in range(4)]
    answers = await asyncio.gather(*(office.api.post(path, who, etag='"1"', at=AFTER) for who in officers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
