"""Instruments, initiatives and agendas as the State's policy sorts them (B2, B6, B9, B11, B25, B39, B54)."""

from typing import Any

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.agendas.test_agendas import DRAFT, EARLY, drafted, with_partners
from tests.routes.agenda.instruments.test_instruments import found, published
from tests.routes.agenda.slices.accountability.commitments import COMMITMENT
from tests.routes.agenda.slices.initiatives.initiatives import INITIATIVE
from tests.routes.agenda.slices.instruments.instruments import CONTENT
from tests.rules.agenda.initiatives.test_initiative_rules import FINDINGS

SCOPES = (
    "agenda:read",
    "agenda:write",
    "agenda:assess",
    "agenda:govern",
    "agenda:measure",
    "agenda:catalogue",
)
STATE = caller("state", *SCOPES, "clock:set", subject="officer")
REGION = caller("region:CR36", *SCOPES, "clock:set", subject="author")
AT = "2014-11-03T09:00:00Z"
TECHNIEKPACT = {
    "name": "Techniekpact 2020",
    "description": "Aansluiting van technisch onderwijs op de arbeidsmarkt.",
    "kind": "AGREEMENT",
    "themes": ["EDUCATION_LABOUR_MARKET"],
    "leadMinistry": "EZ",
    "ministries": ["OCW", "SZW"],
    "validFrom": "2013-05-13",
    "validUntil": "2020-12-31",
}


async def listed(agenda: Api, path: str, who: dict[str, str] | None = None, **query: Any) -> set[str]:
    """The ids that somebody finds, or anybody."""
    answer = await agenda.get(path, who or {}, **query, limit=100)
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["items"]}


async def test_a_commitment_is_found_by_each_ministry_that_answers_for_it(agenda: Api) -> None:
    """B2: the minister of EZ writes on behalf of SZW too; EZ leads, and each of them exists that day."""
    made = await agenda.post("/commitments", STATE, {**COMMITMENT, "ministries": ["SZW", "OCW"]}, at=AT)
    assert (made.status_code, made.json()["leadMinistry"]) == (201, "EZ"), made.text
    for ministry, there in (("EZ", True), ("SZW", True), ("OCW", True), ("IENM", False)):
        assert (made.json()["id"] in await listed(agenda, "/commitments", ministry=ministry)) is there
    unknown = await agenda.post("/commitments", STATE, {**COMMITMENT, "ministries": ["EZK"]}, at=AT)
    assert unknown.json()["type"].endswith("/problems/commitment.known-ministry")


async def test_instruments_are_found_by_theme_line_and_level(agenda: Api) -> None:
    """B9, B11, B54: by one of three themes, by policy line 1, 2 or 3, and regional, national or European."""
    themes = ("SME_INNOVATION", "EDUCATION_LABOUR_MARKET", "INTERNATIONALISATION")
    for line, (level, theme) in enumerate(zip(("NATIONAL", "EU", "NATIONAL"), themes, strict=True), 1):
        await published(agenda, f"LINE_{line}", policyLine=line, level=level, themes=[theme])
    for line, (level, theme) in enumerate(zip(("NATIONAL", "EU", "NATIONAL"), themes, strict=True), 1):
        assert f"LINE_{line}" in await found(agenda, policyLine=line, level=level, theme=theme)
    assert "LINE_1" not in await found(agenda, policyLine=2)
    assert "LINE_2" not in await found(agenda, level="REGIONAL")
    assert "LINE_3" not in await found(agenda, theme=themes[0])
    art = await agenda.post("/instruments", STATE, {**CONTENT, "code": "ART", "themes": ["ART"]}, at=AT)
    assert art.json()["facts"] == {"themes": list(themes)}


async def test_a_theme_of_an_agenda_is_one_of_the_programme(agenda: Api) -> None:
    """B9."""
    made = await drafted(agenda, themes=["INTERNATIONALISATION"])
    assert made.json()["themes"] == ["INTERNATIONALISATION"]
    art = await agenda.post("/agendas", REGION, {**DRAFT, "themes": ["ART"]}, at=AT)
    assert art.json()["type"].endswith("/problems/agenda.known-theme")


async def test_a_generic_initiative_goes_to_an_instrument_of_line_1_or_2(agenda: Api) -> None:
    """B11: line 3 is for what was assessed; all others are referred."""
    made = await agenda.post("/initiatives", REGION, INITIATIVE)
    path = f"/initiatives/{made.json()['id']}"
    made = await agenda.post(f"{path}/intakes", REGION, etag=made.headers["etag"])
    to_wbso = {"instrument": "WBSO", "reason": "For every firm."}
    third = await agenda.post(
        f"{path}/referrals", STATE, {**to_wbso, "policyLine": 3}, etag=made.headers["etag"], at=AT
    )
    assert third.json()["type"].endswith("/problems/initiative.referred-to-line")
    first = await agenda.post(
        f"{path}/referrals", STATE, {**to_wbso, "policyLine": 1}, etag=made.headers["etag"], at=AT
    )
    assert (first.json()["status"], first.json()["referredTo"]) == ("REFERRED", "WBSO")
    assert made.json()["id"] in await listed(agenda, "/initiatives", STATE, policyLine=1)
    assert made.json()["id"] not in await listed(agenda, "/initiatives", STATE, policyLine=2)


@pytest.mark.parametrize(
    ("central", "depended_on", "irreplaceable", "met"),
    [
        (True, False, False, True),
        (False, True, True, True),
        (False, True, False, False),
        (False, False, True, False),
    ],
)
async def test_market_failure_stands_on_one_whole_leg(
    central: bool, depended_on: bool, irreplaceable: bool, met: bool, agenda: Api
) -> None:
    """B39: central in the network, or many depend on it and no other can soon take it over."""
    made = await agenda.post("/initiatives", REGION, INITIATIVE)
    await agenda.post(f"/initiatives/{made.json()['id']}/intakes", REGION, etag=made.headers["etag"])
    within = {"legalBasis": "Kaderwet EZ-subsidies", "budgetArticle": "XIII 12"}
    opening = {"initiativeId": made.json()["id"], **within}
    file = await agenda.post("/assessments", STATE, opening, at=AT)
    path = f"/assessments/{file.json()['id']}"
    file = await agenda.post(f"{path}/assignments", STATE, etag=file.headers["etag"], at=AT)
    why = {name: FINDINGS["MARKET_FAILURE"][name] for name in ("reasons", "evidence")}
    legs = {"centrality": central, "dependency": depended_on, "nonSubstitutability": irreplaceable}
    for outcome in ("MET", "NOT_MET"):
        finding = {"criterion": "MARKET_FAILURE", "outcome": outcome, **why, **legs}
        answer = await agenda.post(f"{path}/findings", STATE, finding, etag=file.headers["etag"], at=AT)
        fits = met is (outcome == "MET")
        assert answer.status_code == (200 if fits else 409), answer.text
        if fits:
            file = answer
        else:
            assert answer.json()["type"].endswith("/problems/assessment.legs-agree")


async def test_a_national_agreement_is_carried_out_by_the_agendas_of_regions(agenda: Api) -> None:
    """B25, B6: the Techniekpact, and the agenda that carries it out with partners and a figure to reach."""
    await published(agenda, "PACT_TEST", **TECHNIEKPACT)
    asked = {"kind": "AGREEMENT", "theme": "EDUCATION_LABOUR_MARKET", "regionCode": "CR36"}
    assert "PACT_TEST" in await found(agenda, **asked, words="technisch onderwijs")

    inflow = {
        "name": "Inflow in technical education",
        "unit": "students",
        "baseline": 10_000,
        "baselineYear": 2013,
        "target": 12_100,
        "targetYear": 2015,
        "source": "DUO",
    }
    framework = TECHNIEKPACT["name"]
    made = await drafted(agenda, policyFramework=framework, goals=[inflow])
    etag = await with_partners(agenda, made, "GOVERNMENT", "BUSINESS", "KNOWLEDGE")
    opening = f"/agendas/{made.json()['id']}/consultations"
    opened = await agenda.post(opening, REGION, {"closesOn": "2014-12-01"}, etag=etag, at=EARLY)
    assert opened.status_code == 200, opened.text
    (executed,) = (await agenda.http.get("/agendas", params={"policyFramework": framework})).json()["items"]
    assert (executed["id"], executed["goals"][0]["growthPercent"]) == (made.json()["id"], "10.0000")
    assert set(executed["helix"]) == {"GOVERNMENT", "BUSINESS", "KNOWLEDGE"}
    assert made.json()["id"] in await listed(agenda, "/search-results", words="techniekpact", kind="AGENDA")
    assert await listed(agenda, "/agendas", policyFramework="Techniekpact") == set()
