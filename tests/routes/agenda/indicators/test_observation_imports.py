"""Files of observations: all lines are stored, or none, and every problem is named (A10, B5, B18, B26)."""

import csv
import hashlib
import io
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.observation_imports import reactions, rules
from services.agenda.indicators.observation_imports.models import LINE
from services.agenda.indicators.observations.models import Observation
from shared.store.engine import Sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.agenda.indicators.test_indicators import DEFINITION

SCOPES = ("agenda:read", "agenda:measure", "clock:set")
STATE = caller("state", *SCOPES, subject="officer")
REGION = caller("region:CR36", *SCOPES, subject="region")
HEADING = "code,edition,area_code,year,value,price_basis,status,source,reason"


@pytest.fixture
async def code(agenda: Api) -> str:
    """An indicator of the State, of its own for each test."""
    code = f"I{uuid.uuid4().hex[:12].upper()}"
    made = await agenda.post("/indicators", STATE, {**DEFINITION, "code": code, "decimals": 1})
    assert made.status_code == 201, made.text
    return code


def line(code: str, area: str = "CR36", year: int = 2013, value: str = "1.5", rest: str = "") -> str:
    return f"{code},1,{area},{year},{value},CURRENT,PROVISIONAL,CBS,{rest}"


async def send(agenda: Api, content: bytes, who: dict[str, str] = STATE, **changes: Any) -> httpx.Response:
    """Announce a file and send it; the answer to the sending."""
    told = {"fileName": "cbs.csv", "sizeBytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    made = await agenda.post("/observation-imports", who, {**told, **changes})
    assert made.status_code == 201, made.text
    headers = {**who, "Idempotency-Key": f'"{uuid.uuid4()}"', "If-Match": '"1"'}
    address = f"/observation-imports/{made.json()['id']}/content"
    return await agenda.http.put(address, headers=headers, content=content)


async def ended(agenda: Api, rows: Sessions, sent: httpx.Response, who: dict[str, str] = STATE) -> Any:
    """The import after time has done its work."""
    assert sent.status_code == 200, sent.text
    for _ in range(10):
        for timer in (reactions.read_imports, reactions.end_imports):
            async with begin(rows, "timer") as tx:
                await timer(tx)
    return (await agenda.get(f"/observation-imports/{sent.json()['id']}", who)).json()


async def imported(agenda: Api, rows: Sessions, *lines: str, who: dict[str, str] = STATE) -> Any:
    content = "\n".join((HEADING, *lines)).encode()
    return await ended(agenda, rows, await send(agenda, content, who), who)


async def problems(agenda: Api, found: Any, who: dict[str, str] = STATE) -> list[tuple[int, str | None, str]]:
    listed = await agenda.get(f"/observation-imports/{found['id']}/problems", who, limit=100)
    rows = [(each["line"], each["column"], each["code"]) for each in listed.json()["items"]]
    return sorted(rows, key=lambda row: (row[0], row[1] or ""))


async def latest(agenda: Api, code: str) -> dict[tuple[str, int], tuple[str, int]]:
    listed = (await agenda.http.get(f"/observations?code={code}&limit=100")).json()["items"]
    return {(o["areaCode"], o["year"]): (o["value"], o["revision"]) for o in listed if o["latest"]}


def counts(found: Any) -> tuple[str, int, int, int]:
    return found["status"], found["newCount"], found["revisedCount"], found["unchangedCount"]


async def test_a_file_is_stored_whole_revises_what_was_and_may_be_sent_again(
    agenda: Api, rows: Sessions, code: str
) -> None:
    found = await imported(agenda, rows, line(code), line(code, "CR01", value="-2"))
    assert counts(found) == ("STORED", 2, 0, 0)
    assert (found["lines"], found["linesRead"], found["problemCount"]) == (3, 3, 0)
    found = await imported(
        agenda, rows, line(code, value="1.7"), line(code, "CR01", value="-2"), line(code, "NL")
    )
    assert counts(found) == ("STORED", 1, 1, 1)
    assert await latest(agenda, code) == {
        ("CR36", 2013): ("1.7", 2),
        ("CR01", 2013): ("-2", 1),
        ("NL", 2013): ("1.5", 1),
    }
    async with begin(rows, "test") as tx:
        assert await tx.session.scalar(select(func.count()).select_from(LINE)) == 0
        told = await tx.session.scalar(
            text("SELECT payload FROM outbox WHERE aggregateid = :id"), {"id": found["id"]}
        )
        assert told == {
            "importId": found["id"],
            "codes": [code],
            "newCount": 1,
            "revisedCount": 1,
            "unchangedCount": 1,
        }


async def test_every_problem_is_named_by_its_line_and_nothing_is_stored(
    agenda: Api, rows: Sessions, code: str
) -> None:
    found = await imported(
        agenda,
        rows,
        line(code),  # right
        line(code, "CR99"),  # no such area
        line(code, value="1,5").replace("1,5", '"1,5"'),  # a decimal comma
        line(code, "CR01", value="1.55"),  # too many decimals
        line("NOTHING"),  # not defined
        line(code, value="2"),  # line 2 again
        "",
        f"{code},1,CR02,{'9' * 30},1e400,SOMETIMES,FINAL,=cmd,",
        f'{code},1,"CR03',  # a quote that never ends
        f"{code},1,CR04",  # too short
        f"{code},1,CR05,2013,1,CURRENT,PROVISIONAL,{'x' * 3000},",
    )
    assert counts(found) == ("REFUSED", 0, 0, 0)
    assert await problems(agenda, found) == [
        (3, None, "observation.known-area"),
        (4, "value", "figure"),
        (5, None, "observation.decimals"),
        (6, None, "indicator.defined"),
        (7, None, "observation-import.once"),
        (9, "priceBasis", "enum"),
        (9, "value", "figure"),
        (9, "year", "less_than_equal"),
        (10, None, "line.unreadable"),
        (11, None, "line.length"),
        (12, None, "line.length"),
    ]
    assert found["problemCount"] == 11
    assert await latest(agenda, code) == {}
    of = f"/observation-imports/{found['id']}/problems"
    again = (await agenda.get(of, STATE, line=7)).json()["items"]
    assert "Line 2 has the same." in again[0]["detail"]
    in_dutch = await agenda.get(of, {**STATE, "Accept-Language": "nl-NL"})
    assert in_dutch.headers["content-language"] == "nl"
    assert "Accept-Language" in in_dutch.headers["vary"]
    told = {each["line"]: each["detail"] for each in in_dutch.json()["items"]}
    assert told[12] == "De regel is langer dan 2000 tekens."
    assert told[7].startswith(
        "Twee regels van het bestand gaan over dezelfde waarde. Regel 2 zegt hetzelfde. "
    )
    english = {each["detail"] for each in (await agenda.get(of, STATE)).json()["items"]}
    assert english.isdisjoint(told.values())
    by_line = (await agenda.get(of, STATE, sort="-line", limit=2)).json()["items"]
    assert [each["line"] for each in by_line] == [12, 11]


async def test_a_region_revises_nothing_of_another_body_and_a_final_value_needs_a_reason(
    agenda: Api, rows: Sessions, code: str
) -> None:
    """B5, B7: the rules for one line are those for one observation."""
    final = line(code).replace("PROVISIONAL", "FINAL")
    assert counts(await imported(agenda, rows, final))[0] == "STORED"
    assert counts(await imported(agenda, rows, final)) == ("STORED", 0, 0, 1)
    foreign = await imported(agenda, rows, line(code, value="9"), who=REGION)
    assert await problems(agenda, foreign, REGION) == [(2, None, "tenancy.own-objects")]
    bare = await imported(agenda, rows, final.replace("1.5", "1.6"))
    assert await problems(agenda, bare) == [(2, None, "observation.final")]
    explained = await imported(agenda, rows, final.replace("1.5", "1.6") + "A firm was counted twice")
    assert counts(explained) == ("STORED", 0, 1, 0)
    assert (await agenda.get(f"/observation-imports/{bare['id']}", REGION)).status_code == 404


async def test_an_export_can_be_imported_again(agenda: Api, rows: Sessions, code: str) -> None:
    """B18: what is published as CSV comes in as it went out; its older revisions are skipped."""
    sign = line(code, "CR01", rest="'=2+2").replace("CBS", "'=CBS")
    await imported(agenda, rows, line(code), line(code, "NL", value="-0.5"), sign)
    await imported(agenda, rows, line(code, value="1.7"))
    out = (await agenda.http.get("/datasets/observation/csv")).text
    head, *body = list(csv.reader(io.StringIO(out)))
    ours = [row for row in body if row[head.index("code")] == code]
    assert len(ours) == 4
    again = f"{code}X"
    await agenda.post("/indicators", STATE, {**DEFINITION, "code": again, "decimals": 1})
    text_ = io.StringIO()
    csv.writer(text_, delimiter=";").writerows([head, *ours])
    sent = await send(agenda, text_.getvalue().replace(code, again).encode())
    found = await ended(agenda, rows, sent)
    assert counts(found) == ("STORED", 3, 0, 0)
    assert found["skippedCount"] == 1
    told = ("areaCode", "edition", "year", "value", "priceBasis", "status", "source", "reason", "latest")

    def shown(of: str, content: str) -> list[list[str]]:
        first, *rest = list(csv.reader(io.StringIO(content)))
        chosen = [row for row in rest if row[first.index("code")] == of]
        return sorted(
            [row[first.index(n)] for n in told] for row in chosen if row[first.index("latest")] == "true"
        )

    after = (await agenda.http.get("/datasets/observation/csv")).text
    assert shown(again, after) == shown(code, after)
    assert len(shown(again, after)) == 3


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", None),
        (b"\n\n", {"missing", "unknown"}),
        (HEADING.replace("value", "waarde").encode(), {"missing", "unknown"}),
        (f"{HEADING},code".encode(), {"missing", "unknown"}),
        (HEADING.encode("utf-16"), {"isText", "receivedBytes", "receivedSha256"}),
        (f"{HEADING}\n\0".encode(), {"isText", "receivedBytes", "receivedSha256"}),
    ],
)
async def test_a_file_that_is_none_is_refused_at_once(
    content: bytes, rule: set[str] | None, agenda: Api
) -> None:
    if rule is None:
        told = {"fileName": "cbs.csv", "sizeBytes": 0, "sha256": hashlib.sha256(content).hexdigest()}
        assert (await agenda.post("/observation-imports", STATE, told)).status_code == 400
        return
    sent = await send(agenda, content)
    assert sent.status_code == 409, sent.text
    assert set(sent.json()["facts"]) == rule
    listed = (await agenda.get("/observation-imports", STATE, status="ANNOUNCED", limit=100)).json()["items"]
    assert sent.request.url.path.split("/")[-2] in {each["id"] for each in listed}


async def test_another_file_than_was_announced_is_refused(agenda: Api) -> None:
    sent = await send(agenda, HEADING.encode(), sizeBytes=9)
    assert sent.json()["type"].endswith("/problems/observation-import.same-file")


async def test_a_heading_may_have_a_mark_of_order_semicolons_and_capitals(
    agenda: Api, rows: Sessions, code: str
) -> None:
    content = ("\ufeff" + HEADING.upper() + "\r\n" + line(code) + "\r\n").replace(",", ";").encode()
    assert counts(await ended(agenda, rows, await send(agenda, content))) == ("STORED", 1, 0, 0)


async def test_progress_shows_and_what_breaks_off_leaves_nothing_and_goes_on(
    agenda: Api, rows: Sessions, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are looked at part by part; a crash while they are stored leaves none of them."""
    monkeypatch.setattr(rules, "AT_ONCE", 2)
    lines = [line(code, year=2000 + n) for n in range(5)]
    sent = await send(agenda, "\n".join((HEADING, *lines)).encode())
    address, seen = f"/observation-imports/{sent.json()['id']}", []
    for _ in range(3):
        async with begin(rows, "timer") as tx:
            await reactions.read_imports(tx)
        seen.append((await agenda.get(address, STATE)).json()["linesRead"])
    assert seen == [2, 4, 6]

    class PowerCut(Exception):
        pass

    original: Callable[..., Any] = rules.stored

    def cut(*_: Any) -> Any:
        raise PowerCut

    monkeypatch.setattr(rules, "stored", cut)
    with pytest.raises(PowerCut):
        async with begin(rows, "timer") as tx:
            await reactions.end_imports(tx)
    assert await latest(agenda, code) == {}
    monkeypatch.setattr(rules, "stored", original)
    assert counts(await ended(agenda, rows, sent)) == ("STORED", 5, 0, 0)


async def test_what_others_stored_meanwhile_is_looked_at_again(
    agenda: Api, rows: Sessions, code: str
) -> None:
    sent = await send(agenda, f"{HEADING}\n{line(code)}".encode(), REGION)
    async with begin(rows, "timer") as tx:
        await reactions.read_imports(tx)
    value = {
        "code": code,
        "edition": 1,
        "areaCode": "CR36",
        "year": 2013,
        "value": "3",
        "priceBasis": "CURRENT",
    }
    meanwhile = await agenda.post(
        "/observations", STATE, {**value, "priceBasis": "CURRENT", "status": "FINAL", "source": "CBS"}
    )
    assert meanwhile.status_code == 201, meanwhile.text
    found = await ended(agenda, rows, sent, REGION)
    assert counts(found)[0] == "REFUSED"
    assert await problems(agenda, found, REGION) == [(2, None, "tenancy.own-objects")]
    assert await latest(agenda, code) == {("CR36", 2013): ("3", 1)}


async def test_an_import_that_was_withdrawn_stores_nothing(agenda: Api, rows: Sessions, code: str) -> None:
    sent = await send(agenda, f"{HEADING}\n{line(code)}".encode())
    address = f"/observation-imports/{sent.json()['id']}"
    gone = await agenda.post(
        f"{address}/withdrawals", STATE, {"reason": "The wrong year"}, etag=sent.headers["etag"]
    )
    assert gone.json()["status"] == "WITHDRAWN"
    assert (await ended(agenda, rows, sent))["status"] == "WITHDRAWN"
    async with begin(rows, "test") as tx:
        held = select(func.count()).select_from(Observation).where(Observation.code == code)
        assert await tx.session.scalar(held) == 0


async def test_two_wrong_files_at_once_hold_up_nobody(
    agenda: Api, rows: Sessions, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is looked at once more before it is stored, also when both are ready in the same moment."""
    sent = [await send(agenda, f"{HEADING}\n{line(code)}".encode(), REGION) for _ in range(2)]
    for _ in sent:
        async with begin(rows, "timer") as tx:
            await reactions.read_imports(tx)
    value = {"code": code, "edition": 1, "areaCode": "CR36", "year": 2013, "value": "3"}
    told = {**value, "priceBasis": "CURRENT", "status": "FINAL", "source": "CBS"}
    assert (await agenda.post("/observations", STATE, told)).status_code == 201
    for _ in sent:
        async with begin(rows, "timer") as tx:
            await reactions.end_imports(tx)
    for each in sent:
        found = await agenda.get(f"/observation-imports/{each.json()['id']}", REGION)
        assert found.json()["status"] == "REFUSED"


async def test_a_file_is_not_longer_than_what_is_stored_in_one_go(
    agenda: Api, rows: Sessions, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All problems are counted, the first of them kept."""
    monkeypatch.setattr(rules, "LINES_MAX", 4)
    long = await send(agenda, "\n".join((HEADING, *("," * 8 for _ in range(4)))).encode())
    assert long.json()["facts"] == {"linesMax": 4}
    monkeypatch.setattr(rules, "PROBLEMS_KEPT", 2)
    found = await imported(agenda, rows, line(code, "CR98"), line(code, "CR99"), line(code, value="n.b."))
    assert (found["problemCount"], len(await problems(agenda, found))) == (3, 2)


async def test_one_line_again_and_again_names_the_first(agenda: Api, rows: Sessions, code: str) -> None:
    found = await imported(agenda, rows, *[line(code)] * 2_000)
    assert found["problemCount"] == 1_999


async def test_a_cluster_that_is_not_seen_is_none(agenda: Api, rows: Sessions, code: str) -> None:
    """B7, B50: what a region may not see it does not measure, in a file as little as by hand."""
    hidden = f"H{uuid.uuid4().hex[:10].upper()}"
    await stored(rows, Cluster, owner="region:LD01", cluster_code=hidden)
    own = await agenda.post("/indicators", REGION, {**DEFINITION, "code": f"{code}R", "decimals": 1})
    assert own.status_code == 201, own.text
    found = await imported(agenda, rows, line(f"{code}R", f"C-{hidden}"), who=REGION)
    assert await problems(agenda, found, REGION) == [(2, None, "observation.known-area")]


async def test_a_superseded_value_saved_by_a_dutch_spreadsheet_does_not_come_back(
    agenda: Api, rows: Sessions, code: str
) -> None:
    for value in ("1.5", "1.7"):
        await imported(agenda, rows, line(code, value=value))
    content = f"{HEADING},latest\n{line(code)},ONWAAR\n{line(code, 'CR01')},WAAR \n".encode()
    found = await ended(agenda, rows, await send(agenda, content))
    assert (*counts(found), found["skippedCount"]) == ("STORED", 1, 0, 0, 1)
    assert await latest(agenda, code) == {("CR36", 2013): ("1.7", 2), ("CR01", 2013): ("1.5", 1)}


@pytest.mark.parametrize("word", ["nee", "FAUX", "0", "", "False."])
async def test_a_word_that_is_neither_true_nor_false_decides_nothing(
    agenda: Api, rows: Sessions, code: str, word: str
) -> None:
    content = f"{HEADING},latest\n{line(code)},{word}\n".encode()
    found = await ended(agenda, rows, await send(agenda, content))
    assert await problems(agenda, found) == [(2, "latest", "latest.unknown")]
    assert await latest(agenda, code) == {}


async def test_lines_end_as_any_system_ends_them(agenda: Api, rows: Sessions, code: str) -> None:
    content = f"{HEADING}\r{line(code)}\r{line(code, 'CR01')}\r".encode()
    found = await ended(agenda, rows, await send(agenda, content))
    assert (*counts(found), found["linesRead"]) == ("STORED", 2, 0, 0, 3)


@pytest.mark.parametrize("value", ["12.000", "150.000", "0.00", "-3.10"])
async def test_a_figure_is_judged_as_it_was_written(
    agenda: Api, rows: Sessions, code: str, value: str
) -> None:
    """A point for thousands looks like decimals, and zeros at the end are decimals too (the code has one)."""
    found = await imported(agenda, rows, line(code, value=value))
    assert [problem[0] for problem in await problems(agenda, found)] == [2]
    alone = {
        "code": code,
        "edition": 1,
        "areaCode": "CR36",
        "year": 2013,
        "value": value,
        "priceBasis": "CURRENT",
        "status": "PROVISIONAL",
        "source": "CBS",
    }
    answer = await agenda.post("/observations", STATE, alone)
    assert answer.json()["type"].endswith("/observation.decimals")
    assert await latest(agenda, code) == {}
