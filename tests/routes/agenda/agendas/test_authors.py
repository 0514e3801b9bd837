"""Everybody who wrote on an agenda or amendment is its author, whoever puts it forward (B10)."""

from typing import Any

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.agendas.test_versions import BODIES, SCOPES, adopted, consulted, content, step

SECOND, COLLEAGUE, BOARD = (
    caller("region:LD01", *SCOPES, subject=who) for who in ("second", "colleague", "bd")
)
AUTHOR = caller("region:LD01", *SCOPES, subject="author")
ENDS = [("adoptions", {"decidingBody": BODIES[0]}), ("rejections", {"reason": "Not good"})]


@pytest.mark.parametrize(("noun", "body"), ENDS)
async def test_no_author_of_an_agenda_decides_when_a_colleague_proposes(
    noun: str, body: Any, agenda: Api
) -> None:
    first = 2080 + 10 * [name for name, _ in ENDS].index(noun)
    path, made = await consulted(agenda, first)
    at = f"{first - 1}-10-02T09:00:00Z"
    made = await step(agenda, path, "returns", COLLEAGUE, {"reason": "A word"}, made, at)
    years = {"startsOn": f"{first}-01-01", "endsOn": f"{first + 3}-12-31"}
    etag = made.headers["etag"]
    made = await agenda.post(path, SECOND, content(**years), etag=etag, method="PUT")
    assert made.status_code == 200, made.text
    closes = {"closesOn": f"{first - 1}-11-30"}
    made = await step(agenda, path, "consultations", COLLEAGUE, closes, made, at)
    made = await step(agenda, path, "proposals", COLLEAGUE, None, made, f"{first - 1}-12-01T09:00:00Z")
    at = f"{first - 1}-12-15T09:00:00Z"
    for who in (AUTHOR, SECOND, COLLEAGUE):
        own = await agenda.post(f"{path}/{noun}", who, body, etag=made.headers["etag"], at=at)
        assert own.json()["type"].endswith("/problems/agenda.four-eyes"), own.text
    await step(agenda, path, noun, BOARD, body, made, at)


@pytest.mark.parametrize(("noun", "body"), ENDS)
async def test_no_author_of_an_amendment_decides_when_a_colleague_proposes(
    noun: str, body: Any, agenda: Api
) -> None:
    first = 2105 + 6 * [name for name, _ in ENDS].index(noun)
    path, _ = await adopted(agenda, first)
    years = {"startsOn": f"{first}-01-01", "endsOn": f"{first + 3}-12-31"}
    amendment = {**content(**years), "agendaId": path.rsplit("/", 1)[1], "reason": "More"}
    at = f"{first}-03-01T09:00:00Z"
    made = await agenda.post("/amendments", AUTHOR, amendment, at=at)
    of = f"/amendments/{made.json()['id']}"
    etag = made.headers["etag"]
    made = await agenda.post(of, SECOND, content(**years), etag=etag, method="PUT", at=at)
    assert made.status_code == 200, made.text
    made = await step(agenda, of, "proposals", COLLEAGUE, None, made, at)
    for who in (AUTHOR, SECOND, COLLEAGUE):
        own = await agenda.post(f"{of}/{noun}", who, body, etag=made.headers["etag"], at=at)
        assert own.json()["type"].endswith("/problems/amendment.four-eyes"), own.text
    await step(agenda, of, noun, BOARD, body, made, at)


async def test_an_author_gives_up_a_draft_that_nobody_decides_on(agenda: Api) -> None:
    path, _ = await adopted(agenda, 2116)
    years = {"startsOn": "2116-01-01", "endsOn": "2119-12-31"}
    amendment = {**content(**years), "agendaId": path.rsplit("/", 1)[1], "reason": "More"}
    at = "2116-03-01T09:00:00Z"
    made = await agenda.post("/amendments", AUTHOR, amendment, at=at)
    await step(agenda, f"/amendments/{made.json()['id']}", "rejections", AUTHOR, {"reason": "No"}, made, at)
