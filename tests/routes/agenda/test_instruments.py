"""The catalogue over HTTP: found by region, words and day, by anybody (A24, B12, B13, B18, B51)."""

from datetime import timedelta
from typing import Any

import pytest

from services.agenda.instruments.models import Instrument, Window
from services.agenda.instruments.reactions import step_windows
from shared.kernel.calendar import legal_date
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.slices.instruments import CONTENT, REGIONAL

SCOPES = ("agenda:read", "agenda:catalogue", "clock:set")
STATE = caller("state", *SCOPES, subject="author")
SECOND = caller("state", *SCOPES, subject="second")
REGION = caller("region:CR36", *SCOPES, subject="region")


async def published(agenda: Api, code: str, **more: Any) -> str:
    made = await agenda.post("/instruments", STATE, {**CONTENT, "code": code, **more})
    assert made.status_code == 201, made.text
    path = f"/instruments/{made.json()['id']}"
    answer = await agenda.post(f"{path}/publications", SECOND, etag=made.headers["etag"])
    assert answer.status_code == 200, answer.text
    return str(made.json()["id"])


async def found(agenda: Api, **query: Any) -> set[str]:
    answer = await agenda.http.get("/instruments", params={**query, "limit": 100})
    assert answer.status_code == 200, answer.text
    return {row["code"] for row in answer.json()["items"]}


async def test_a_region_finds_what_is_generic_and_what_is_of_its_areas(agenda: Api) -> None:
    await published(agenda, "SEARCH_GENERIC")
    await published(agenda, "SEARCH_SOUTH", generic=False, regionCodes=["LD04"])
    await published(agenda, "SEARCH_NORTH", generic=False, regionCodes=["LD01"])
    here = await found(agenda, regionCode="CR36")
    assert {"SEARCH_GENERIC", "SEARCH_SOUTH"} <= here
    assert "SEARCH_NORTH" not in here


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Steun voor innovaties van bedrijven", "innovatie bedrijf"),
        ("Leningen aan snelle groeiers", "lening"),
        ("Regionale initiatieven", "regionaal initiatief"),
        ("Garanties voor achtergestelde leningen", "garantie"),
    ],
)
async def test_words_are_found_by_their_dutch_stem(said: str, asked: str, agenda: Api) -> None:
    code = f"WORDS_{sum(said.encode())}"
    await published(agenda, code, name=said, description=said)
    assert code in await found(agenda, words=asked)
    assert code not in await found(agenda, words="zeevisserij")


@pytest.mark.parametrize("hostile", ["'", '"', "a & | ! ( :*", "\\", "%", "-", "a' or 1=1 --", "<->", "🦆"])
async def test_no_words_break_the_search(hostile: str, agenda: Api) -> None:
    await found(agenda, words=hostile)


async def test_filters_are_combined_and_an_empty_list_means_everybody(agenda: Api) -> None:
    await published(agenda, "FOR_ALL", policyLine=1)
    await published(
        agenda, "FOR_HTSM", topsectors=["HTSM"], firmSizes=["SMALL"], stages=["START_UP"], policyLine=1
    )
    small = await found(agenda, topsector="HTSM", firmSize="SMALL", stage="START_UP", policyLine=1)
    assert {"FOR_ALL", "FOR_HTSM"} <= small
    assert "FOR_HTSM" not in await found(agenda, firmSize="LARGE")


async def test_a_region_describes_its_own_and_nobody_sees_a_draft(agenda: Api) -> None:
    made = await agenda.post("/instruments", REGION, {**REGIONAL, "code": "OWN_FUND"})
    assert made.status_code == 201, made.text
    assert (await agenda.http.get(f"/instruments/{made.json()['id']}")).status_code == 404
    national = await agenda.post("/instruments", REGION, {**CONTENT, "code": "OWN_NATIONAL"})
    assert national.json()["type"].endswith("/problems/instrument.level")
    twin = await agenda.post("/instruments", STATE, {**CONTENT, "code": "OWN_TWIN"})
    again = await agenda.post("/instruments", STATE, {**CONTENT, "code": "OWN_TWIN"})
    assert again.json()["facts"] == {"instruments": [twin.json()["id"]]}


async def test_history_stays_in_the_catalogue(agenda: Api) -> None:
    """RDA ended in 2015 (B13); Pieken in de Delta and FES ended in 2011 (B51)."""
    ended_id = await published(agenda, "RDA_TEST", validFrom="2012-01-01")
    seen = await agenda.get(f"/instruments/{ended_id}", STATE)
    ended = await agenda.post(
        f"/instruments/{ended_id}/ends", STATE, {"validUntil": "2015-12-31"}, etag=seen.headers["etag"]
    )
    assert ended.json()["status"] == "ENDED"
    assert "RDA_TEST" in await found(agenda, status="ENDED")


async def test_time_opens_and_closes_a_window_once(agenda: Api, settings: dict[str, Settings]) -> None:
    engine = connect("agenda", settings["agenda"])
    rows = sessions(engine)
    async with begin(rows, "test") as tx:
        today = legal_date(tx.now)
    instrument = await stored(
        rows, Instrument, owner="state", generic=True, open_windows=1, status="PUBLISHED"
    )
    of = {"owner": "state", "instrument_id": instrument.id}
    opening = await stored(rows, Window, **of, opens_on=today, closes_on=today, status="ANNOUNCED")
    over = await stored(
        rows, Window, **of, opens_on=today - timedelta(9), closes_on=today - timedelta(1), status="OPEN"
    )
    for _ in range(2):
        async with begin(rows, "timer") as tx:
            await step_windows(tx)
    async with begin(rows, "test") as tx:
        assert (await tx.get(Window, opening.id)).status == "OPEN"
        assert (await tx.get(Window, over.id)).status == "CLOSED"
        assert (await tx.get(Instrument, instrument.id)).open_windows == 1
    await engine.dispose()
    listed = await agenda.http.get(f"/instruments/{instrument.id}/windows?status=OPEN")
    assert [row["id"] for row in listed.json()["items"]] == [str(opening.id)]
    assert instrument.code in await found(agenda, openOn=str(today))


async def test_a_window_after_the_last_day_of_its_instrument_never_opens(agenda: Api, rows: Sessions) -> None:
    async with begin(rows, "test") as tx:
        today = legal_date(tx.now)
    ended = {"code": "ENDED_EARLY", "generic": True, "status": "ENDED", "valid_until": today - timedelta(1)}
    instrument = await stored(rows, Instrument, owner="state", **ended)
    of = {"owner": "state", "instrument_id": instrument.id}
    window = await stored(rows, Window, **of, opens_on=today, closes_on=today, status="ANNOUNCED")
    async with begin(rows, "timer") as tx:
        await step_windows(tx)
    async with begin(rows, "test") as tx:
        assert (await tx.get(Window, window.id)).status == "ANNOUNCED"
    assert instrument.code not in await found(agenda, openOn=str(today))
