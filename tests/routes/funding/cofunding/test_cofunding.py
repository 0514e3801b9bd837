"""Envelopes and pledges: what is split, what is pledged, what is short (A12-A15; O1, O2, O3)."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.funding.cofunding.projects.reactions import end_project
from shared.contracts.agenda.projects import ProjectCancelled
from shared.kernel.ids import uuid7
from shared.store.tables import OUTBOX
from shared.store.tx import Cause, begin
from shared.testing.callers import caller
from tests.routes.funding.conftest import (
    APPLICANT,
    CONFIRMER,
    DURING,
    OFFICER,
    PROGRAMME,
    Office,
    made,
    refused,
)

EUROS = 100
MILLION = 1_000_000 * EUROS


def parts(found: dict[str, Any], suffix: str = "Cents") -> tuple[Any, ...]:
    return tuple(found[f"{group}{suffix}"] for group in ("region", "state", "privateKnowledge"))


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (400 * MILLION, (100 * MILLION, 100 * MILLION, 200 * MILLION)),  # O1
        (1_000_000_01, (250_000_00, 250_000_00, 500_000_01)),  # O2
        (3, (1, 1, 1)),
        (100_01, (25_00, 25_00, 50_01)),
        (100_02, (25_01, 25_00, 50_01)),
        (100_03, (25_01, 25_01, 50_01)),
        (333_333_33, (83_333_33, 83_333_33, 166_666_67)),
    ],
)
async def test_a_year_is_split_to_the_cent(office: Office, total: int, expected: tuple[int, ...]) -> None:
    year = await office.year(total)
    assert parts(year) == expected
    assert year["regime"] == "programme-rea@2014-1"


@pytest.mark.parametrize(("total", "expected"), [(100_03, (25_01, 25_00, 50_02)), (3, (1, 0, 2))])
async def test_the_state_pays_at_most_a_quarter_of_a_project(
    office: Office, total: int, expected: tuple[int, ...]
) -> None:
    project = await office.shown("projects", await office.project(total))
    assert parts(project, "RequiredCents") == expected  # O2, strict reading


async def test_the_state_bears_the_whole_envelope_of_the_sectorplannen(office: Office) -> None:
    year = await office.year(150 * MILLION, regime="programme-sectorplannen")
    assert parts(year) == (0, 150 * MILLION, 0)


async def test_a_programme_has_one_envelope_a_year(office: Office) -> None:
    year = await office.year(4 * MILLION)
    body = {"programme": year["programme"], "year": year["year"], "totalCents": MILLION}
    refused(await office.api.post("/programme-years", PROGRAMME, body), "programme-year.one-a-year")


async def test_a_year_without_a_regime_is_not_split(office: Office) -> None:
    body = {"programme": "NONE", "year": 2001, "totalCents": MILLION}
    refused(await office.api.post("/programme-years", PROGRAMME, body), "regime.in-force")


async def test_a_region_opens_no_year(office: Office) -> None:
    region = caller("region:CR36", "funding:programme")
    body = {"programme": "REGION", "year": 2015, "totalCents": MILLION}
    answer = await office.api.post("/programme-years", region, body)
    assert answer.status_code == 403
    refused(answer, "tenancy.own-objects")


async def test_the_quarter_check_shows_shares_and_the_regions_shortage(office: Office) -> None:
    project = await office.project(110 * MILLION)
    assert parts(await office.shown("projects", project), "SharePercent") == (None, None, None)
    await office.firm(project, "REGION", 22 * MILLION)
    await office.firm(project, "PRIVATE_KNOWLEDGE", 61 * MILLION)
    await office.firm(project, "STATE", 27 * MILLION)
    found = await office.shown("projects", project)
    assert parts(found, "SharePercent") == ("20.0000", "24.5455", "55.4545")  # O3
    assert (found["regionShortageCents"], found["privateKnowledgeShortageCents"]) == (5_500_000_00, 0)
    assert found["cofundingComplete"] is False
    await office.firm(project, "REGION", 5_500_000_00)
    assert (await office.shown("projects", project))["cofundingComplete"] is True


async def test_an_intended_pledge_does_not_count_and_a_withdrawn_one_no_longer(office: Office) -> None:
    project = await office.project(4 * MILLION)
    pledge = await office.pledge(project, "REGION", MILLION)
    assert parts(await office.shown("projects", project), "PledgedCents") == (0, 0, 0)
    path = f"/pledges/{pledge['id']}"
    pledge = made(await office.api.post(f"{path}/confirmations", CONFIRMER, etag=pledge["etag"]))
    assert parts(await office.shown("projects", project), "PledgedCents") == (MILLION, 0, 0)
    pledge = made(await office.api.post(f"{path}/withdrawals", APPLICANT, etag=pledge["etag"]))
    found = await office.shown("projects", project)
    assert parts(found, "PledgedCents") == (0, 0, 0)
    assert found["regionShortageCents"] == MILLION
    refused(
        await office.api.post(f"{path}/confirmations", CONFIRMER, etag=pledge["etag"]), "pledge.life-cycle"
    )


async def test_a_conditional_pledge_is_firm_once_its_condition_was_met(office: Office) -> None:
    pledge = await office.pledge(
        await office.project(4 * MILLION), "REGION", MILLION, condition="The council agrees."
    )
    path, etag = f"/pledges/{pledge['id']}/confirmations", pledge["etag"]
    for body in ({}, {"conditionMetOn": "2015-03-03"}):  # not told, and not yet
        answer = await office.api.post(path, CONFIRMER, body, etag=etag, at=DURING)
        refused(answer, "pledge.condition-met")
    met = await office.api.post(path, CONFIRMER, {"conditionMetOn": "2015-03-02"}, etag=etag, at=DURING)
    assert made(met)["status"] == "FIRM"


async def test_one_person_with_every_scope_cannot_register_and_confirm_a_pledge(office: Office) -> None:
    project = await office.project(4 * MILLION)
    everything = caller("state", "funding:apply", "funding:confirm", subject="treasury")
    pledge = await office.pledge(project, "STATE", MILLION)
    path = f"/pledges/{pledge['id']}/confirmations"
    refused(await office.api.post(path, everything, etag=pledge["etag"]), "pledge.four-eyes")
    assert parts(await office.shown("projects", project), "PledgedCents") == (0, 0, 0)


async def test_nobody_pledges_or_confirms_for_another_body(office: Office) -> None:
    project = await office.project(4 * MILLION)
    mine = await office.pledge(project, "REGION", MILLION)
    body = {
        "projectId": project,
        "sourceGroup": "REGION",
        "organisation": "X",
        "kvkNumber": "17241091",
        "amountCents": MILLION,
        "evidence": "none",
    }
    others = [
        caller("region:LD01", "funding:apply"),
        caller("state", "funding:apply"),
        caller("public", "funding:apply"),
    ]
    for other in others:
        refused(await office.api.post("/pledges", other, body), "tenancy.own-objects")
    path = f"/pledges/{mine['id']}"
    region = caller("region:CR36", "funding:confirm", subject="another")
    refused(await office.api.post(f"{path}/confirmations", region, etag=mine["etag"]), "tenancy.own-objects")
    state = caller("state", "funding:apply")
    refused(await office.api.post(f"{path}/withdrawals", state, etag=mine["etag"]), "tenancy.own-objects")
    stranger = caller("region:LD01", "funding:read", "funding:apply")
    assert (await office.api.get(path, stranger)).status_code == 404
    assert (await office.api.get(f"/projects/{project}", stranger)).status_code == 200


async def told(office: Office, project: str) -> list[str]:
    """What was told of a project itself, oldest first."""
    rows = select(OUTBOX.c.type).where(OUTBOX.c.aggregateid == project).order_by(OUTBOX.c.position)
    async with office.sessions() as session:
        return [kind.removeprefix("nl.groeikracht.funding.") for kind in await session.scalars(rows)]


async def test_it_is_told_once_that_the_cofunding_became_complete_or_is_not_any_more(office: Office) -> None:
    """A13: the region and the private parties each pledged their part, and one took it back."""
    project = await office.project(4 * MILLION)
    await office.firm(project, "PRIVATE_KNOWLEDGE", 2 * MILLION)
    assert await told(office, project) == []
    whole = await office.firm(project, "REGION", MILLION)
    await office.firm(project, "STATE", MILLION)
    assert await told(office, project) == ["project-cofunding-completed"]
    intended = await office.pledge(project, "REGION", MILLION)
    for pledge in (intended, whole):
        path = f"/pledges/{pledge['id']}/withdrawals"
        made(await office.api.post(path, APPLICANT, etag=pledge["etag"]))
    assert await told(office, project) == ["project-cofunding-completed", "project-cofunding-lost"]
    await office.firm(project, "REGION", MILLION)
    assert (await told(office, project))[2:] == ["project-cofunding-completed"]


async def test_a_firm_pledge_that_is_withdrawn_is_told_as_it_was_told(office: Office) -> None:
    project = await office.project(4 * MILLION)
    for made_firm in (False, True):
        pledge = await office.pledge(project, "REGION", 500_000_00)
        path = f"/pledges/{pledge['id']}"
        if made_firm:
            pledge = made(await office.api.post(f"{path}/confirmations", CONFIRMER, etag=pledge["etag"]))
        made(await office.api.post(f"{path}/withdrawals", APPLICANT, etag=pledge["etag"]))
        expected = ["pledge-confirmed", "pledge-withdrawn"] if made_firm else []
        assert await told(office, pledge["id"]) == expected


async def test_an_application_that_is_refused_or_withdrawn_is_told_as_it_was_told(office: Office) -> None:
    year = await office.year(10 * MILLION, regime="programme-sectorplannen")
    measures = ["UNEMPLOYMENT_TO_WORK"]
    tranche = await office.tranche(year, 10 * MILLION, regime="sectorplan", allowedMeasures=measures)
    plan = {"totalCostCents": 2 * MILLION, "measures": measures}
    ready = await office.ready(await office.received(tranche, MILLION, **plan))
    reason = {"ground": "SCHEME_CRITERIA", "reason": "Not what the scheme is for."}
    path = f"/applications/{ready['id']}/refusals"
    made(await office.api.post(path, OFFICER, reason, etag=ready["etag"], at=DURING))
    assert await told(office, ready["id"]) == ["application-received", "application-refused"]
    taken_back = await office.received(tranche, MILLION, **plan)
    path = f"/applications/{taken_back['id']}/withdrawals"
    made(await office.api.post(path, APPLICANT, etag=taken_back["etag"], at=DURING))
    assert await told(office, taken_back["id"]) == ["application-received", "application-withdrawn"]


async def test_a_project_that_was_cancelled_takes_no_new_money_and_gives_back_what_was_pledged(
    office: Office,
) -> None:
    """Domain.md 3.6: what was received before is not awarded any more either."""
    project = await office.funded(4 * MILLION)
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    ready = await office.ready(await office.received(tranche, MILLION, projectId=project))
    intended = await office.pledge(project, "STATE", MILLION)
    ended = ProjectCancelled(
        project_id=UUID(project), region_code="CR36", ended_on=date(2015, 3, 1), awarded_cents=0
    )
    async with begin(office.sessions, "test", cause=Cause(causation=str(uuid7()))) as tx:
        await end_project(ended, tx)
    refusals = (
        await office.api.post(
            "/applications",
            APPLICANT,
            office.application_body(tranche, MILLION, projectId=project),
            at=DURING,
        ),
        await office.award(ready, MILLION),
        await office.api.post(f"/pledges/{intended['id']}/confirmations", CONFIRMER, etag=intended["etag"]),
        await office.api.post(
            "/pledges",
            APPLICANT,
            {
                "projectId": project,
                "sourceGroup": "REGION",
                "organisation": "A partner",
                "kvkNumber": "17241091",
                "amountCents": 1,
                "evidence": "letter",
            },
        ),
    )
    for answer in refusals:
        refused(answer, "project.not-ended", endedOn="2015-03-01")
    shown = await office.shown("projects", project)
    assert (shown["endedOn"], shown["awardedCents"]) == ("2015-03-01", 0)
    assert (
        made(
            await office.api.post(
                f"/pledges/{intended['id']}/withdrawals",
                caller("state", "funding:apply"),
                etag=intended["etag"],
            )
        )["status"]
        == "WITHDRAWN"
    )


async def test_two_confirmations_at_once_both_count(office: Office) -> None:
    project = await office.project(400 * MILLION)
    pledges = [await office.pledge(project, "REGION", MILLION + n) for n in range(8)]
    answers = await asyncio.gather(
        *(office.api.post(f"/pledges/{p['id']}/confirmations", CONFIRMER, etag=p["etag"]) for p in pledges)
    )
    assert [answer.status_code for answer in answers] == [200] * 8
    found = await office.shown("projects", project)
    assert found["regionPledgedCents"] == 8 * MILLION + 28


@pytest.mark.parametrize("group", ["REGION", "STATE", "PRIVATE_KNOWLEDGE"])
async def test_a_source_group_pledges_at_most_what_the_project_costs(office: Office, group: str) -> None:
    project = await office.project(12 * MILLION)
    absurd = await office.pledge(project, group, 10**15)
    path, code = f"/pledges/{absurd['id']}/confirmations", "pledge.within-total-cost"
    answer = await office.api.post(path, CONFIRMER, etag=absurd["etag"])
    refused(answer, code, roomCents=12 * MILLION)
    most = await office.firm(project, group, 12 * MILLION - 1)
    last = await office.pledge(project, group, 2)
    answer = await office.api.post(f"/pledges/{last['id']}/confirmations", CONFIRMER, etag=last["etag"])
    refused(answer, code, roomCents=1)
    await office.firm(project, group, 1)
    withdrawer = caller("state", "funding:apply") if group == "STATE" else APPLICANT
    made(await office.api.post(f"/pledges/{most['id']}/withdrawals", withdrawer, etag=most["etag"]))
    await office.firm(project, group, 12 * MILLION - 1)


async def test_pledges_confirmed_at_once_never_pass_what_the_project_costs(office: Office) -> None:
    project = await office.project(12 * MILLION)
    pledges = [await office.pledge(project, "PRIVATE_KNOWLEDGE", 5 * MILLION) for _ in range(4)]
    answers = await asyncio.gather(
        *(office.api.post(f"/pledges/{p['id']}/confirmations", CONFIRMER, etag=p["etag"]) for p in pledges)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409]
    found = await office.shown("projects", project)
    assert found["privateKnowledgePledgedCents"] == 10 * MILLION


async def test_projects_are_found_by_participant(office: Office) -> None:
    project = await office.project(4 * MILLION)
    found = await office.api.get("/projects", APPLICANT, participant="68750110", limit=100)
    assert project in [item["id"] for item in found.json()["items"]]
    assert (await office.api.get("/projects", APPLICANT, participant="00000000")).json()["items"] == []
