"""The catalogue over HTTP: found by region, words and day, by anybody (A24, B12, B13, B18, B51)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.agenda.instruments.instruments.models import Instrument, Window
from services.agenda.instruments.instruments.reactions import step_catalogue
from shared.kernel.calendar import legal_date
from shared.store.engine import Sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.slices.instruments.instruments import CONTENT, REGIONAL

SCOPES = ("agenda:read", "agenda:catalogue", "clock:set")
STATE = caller("state", *SCOPES, subject="author")
SECOND = caller("state", *SCOPES, subject="second")
REGION = caller("region:CR36", *SCOPES, subject="region")
NORTH = caller("region:LD01", *SCOPES, subject="north")
SOUTH = caller("region:LD04", *SCOPES, subject="south")


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
    foreign = await agenda.post("/instruments", NORTH, {**REGIONAL, "code": "OWN_FOREIGN"})
    assert foreign.json()["facts"] == {"regions": ["CR36"]}
    inside = await agenda.post("/instruments", SOUTH, {**REGIONAL, "code": "OWN_INSIDE"})
    assert inside.status_code == 201, inside.text


async def test_a_code_in_an_unseen_draft_is_taken_until_that_is_withdrawn(agenda: Api) -> None:
    made = await agenda.post("/instruments", REGION, {**REGIONAL, "code": "TWIN"})
    again = await agenda.post("/instruments", STATE, {**CONTENT, "code": "TWIN"})
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "instrument.known-once")
    assert made.json()["id"] not in again.text
    gone = await agenda.post(
        f"/instruments/{made.json()['id']}/withdrawals", REGION, {"reason": "No money"}, etag='"1"'
    )
    assert gone.json()["status"] == "WITHDRAWN"
    assert (await agenda.post("/instruments", STATE, {**CONTENT, "code": "TWIN"})).status_code == 201


async def test_history_stays_in_the_catalogue(agenda: Api) -> None:
    """RDA ended in 2015 (B13); Pieken in de Delta and FES ended in 2011 (B51)."""
    ended_id = await published(agenda, "RDA_TEST", validFrom="2012-01-01")
    seen = await agenda.get(f"/instruments/{ended_id}", STATE)
    ended = await agenda.post(
        f"/instruments/{ended_id}/ends", STATE, {"validUntil": "2015-12-31"}, etag=seen.headers["etag"]
    )
    assert ended.json()["status"] == "ENDED"
    assert "RDA_TEST" in await found(agenda, status="ENDED")


async def ticked(rows: Sessions, times: int = 1) -> None:
    for _ in range(times):
        async with begin(rows, "timer") as tx:
            await step_catalogue(tx)


async def step(agenda: Api, path: str, noun: str, body: Any = None, at: str | None = None) -> Any:
    return await agenda.post(f"{path}/{noun}", STATE, body, etag="*", at=at)


async def test_time_opens_and_closes_a_window_once(agenda: Api, rows: Sessions) -> None:
    today = legal_date(datetime.now(UTC))
    instrument = await stored(
        rows, Instrument, owner="state", generic=True, open_windows=1, status="PUBLISHED", valid_until=None
    )
    of = {"owner": "state", "instrument_id": instrument.id, "recorded_on": today - timedelta(9)}
    opening = await stored(rows, Window, **of, opens_on=today, closes_on=today, status="ANNOUNCED")
    yesterday = {"opens_on": today - timedelta(9), "closes_on": today - timedelta(1)}
    over = await stored(rows, Window, **of, **yesterday, status="OPEN")
    missed = await stored(rows, Window, **of, **yesterday, status="ANNOUNCED")
    await ticked(rows, 2)
    async with begin(rows, "test") as tx:
        assert (await tx.get(Window, opening.id)).status == "OPEN"
        assert (await tx.get(Window, over.id)).status == "CLOSED"
        assert (await tx.get(Window, missed.id)).status == "CLOSED"
        assert (await tx.get(Instrument, instrument.id)).open_windows == 1
    listed = await agenda.http.get(f"/instruments/{instrument.id}/windows?status=OPEN")
    assert [row["id"] for row in listed.json()["items"]] == [str(opening.id)]
    assert instrument.code in await found(agenda, openOn=str(today))


async def test_a_window_entered_after_it_was_over_is_stepped_by_hand(agenda: Api, rows: Sessions) -> None:
    """A24; decision 0015: time does not play history again."""
    path = f"/instruments/{await published(agenda, 'HISTORY')}"
    window = {"title": "Of 2015", "opensOn": "2015-03-01", "closesOn": "2015-05-31"}
    assert (await step(agenda, path, "windows", window, "2015-02-01T09:00:00Z")).status_code == 200
    await ticked(rows)
    kept = (await agenda.http.get(f"{path}/windows")).json()["items"][0]
    assert kept["status"] == "ANNOUNCED"
    of = f"/instrument-windows/{kept['id']}"
    early = await step(agenda, of, "openings", at="2015-02-28T09:00:00Z")
    assert early.json()["facts"] == {"opensOn": "2015-03-01"}
    opened = await step(agenda, of, "openings", at="2015-03-01T09:00:00Z")
    assert opened.json()["status"] == "OPEN"
    await ticked(rows)
    assert (await agenda.http.get(of)).json()["status"] == "OPEN"
    early = await step(agenda, of, "closures", at="2015-05-31T09:00:00Z")
    assert early.json()["facts"] == {"closesOn": "2015-05-31"}
    closed = await step(agenda, of, "closures", at="2015-06-01T09:00:00Z")
    assert closed.json()["status"] == "CLOSED"
    assert (await agenda.http.get(path)).json()["openWindows"] == 0


async def test_an_instrument_ends_with_its_windows_after_its_last_day(agenda: Api, rows: Sessions) -> None:
    """A24, B51: by time when that day was still to come, and by hand."""
    today = legal_date(datetime.now(UTC))
    before = {"valid_from": date(2015, 1, 1), "valid_until": today - timedelta(1), "generic": True}
    current = await stored(
        rows,
        Instrument,
        owner="state",
        **before,
        status="PUBLISHED",
        open_windows=1,
        published_on_record=today - timedelta(1),
    )
    history = await stored(
        rows, Instrument, owner="state", **before, status="PUBLISHED", published_on_record=today
    )
    of = {"owner": "state", "instrument_id": current.id, "recorded_on": today - timedelta(9)}
    days = {"opens_on": today - timedelta(5), "closes_on": today + timedelta(5)}
    running = await stored(rows, Window, **of, **days, status="OPEN")
    later = await stored(rows, Window, **of, **{**days, "opens_on": today}, status="ANNOUNCED")
    await ticked(rows, 2)
    ended = (await agenda.http.get(f"/instruments/{current.id}")).json()
    assert (ended["status"], ended["openWindows"]) == ("ENDED", 0)
    for window in (running, later):
        assert (await agenda.http.get(f"/instrument-windows/{window.id}")).json()["status"] == "CLOSED"
    async with begin(rows, "test") as tx:
        told = await tx.session.execute(
            text("SELECT payload->>'closedOn' FROM outbox WHERE payload->>'windowId' IN (:one, :other)"),
            {"one": str(running.id), "other": str(later.id)},
        )
        assert [row[0] for row in told] == [str(today - timedelta(1))]
    assert (await agenda.http.get(f"/instruments/{history.id}")).json()["status"] == "PUBLISHED"


async def test_the_last_day_of_an_instrument_is_to_come_or_it_ends_now(agenda: Api) -> None:
    path = f"/instruments/{await published(agenda, 'LIMITED')}"
    at = "2016-01-01T09:00:00Z"
    for noun, day, code in (
        ("limits", "2015-12-31", 409),
        ("limits", "2016-12-31", 200),
        ("ends", "2016-01-01", 409),
        ("ends", "2015-12-31", 200),
    ):
        assert (await step(agenda, path, noun, {"validUntil": day}, at)).status_code == code
