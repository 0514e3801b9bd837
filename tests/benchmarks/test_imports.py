"""A hundred thousand observations out of a file: how long, how much memory, beside a plain COPY of it."""

import asyncio
import csv
import hashlib
import io
import resource
import time
import uuid
from typing import Any

import asyncpg
import httpx

from services.agenda.indicators.observation_imports import reactions
from shared.reference.catalogue import gemeenten
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tx import begin
from shared.testing.callers import caller

LINES = 100_000
WHO = caller("state", "agenda:read", "agenda:measure")
HEADING = ("code", "edition", "area_code", "year", "value", "price_basis", "status", "source", "reason")
DEFINITION = {
    "code": "BENCH",
    "edition": 1,
    "name": "Banen",
    "nameEn": "Jobs",
    "unit": "jobs",
    "definition": "Jobs in a municipality.",
    "source": "CBS",
    "rollUp": "SUM",
    "decimals": 0,
    "validFrom": "1900-01-01",
}
COPIED = """
create table agenda.copied (code text, edition bigint, area_code text, year bigint, value numeric,
    price_basis text, status text, source text, reason text)
"""


def table(value: int, wrong: int = 0) -> bytes:
    """The file: each municipality in each year from 1900; the first `wrong` lines have no figure."""
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow(HEADING)
    areas = list(gemeenten())
    for n in range(LINES):
        figure = "n.b." if n < wrong else str(value + n)
        write.writerow(
            (
                "BENCH",
                1,
                areas[n % len(areas)],
                1900 + n // len(areas),
                figure,
                "NOT_APPLICABLE",
                "FINAL",
                "CBS",
                "Bench",
            )
        )
    return text.getvalue().encode()


async def act(http: httpx.AsyncClient, method: str, path: str, **content: Any) -> Any:
    headers = {**WHO, "Idempotency-Key": f'"{uuid.uuid4()}"', "If-Match": '"1"'}
    answer = await http.request(method, f"/agenda/v1{path}", headers=headers, **content)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def read(rows: Sessions, timer: Any) -> float:
    """Milliseconds of a tick of the worker."""
    start = time.perf_counter()
    async with begin(rows, "timer") as tx:
        await timer(tx)
    return (time.perf_counter() - start) * 1000


async def import_(http: httpx.AsyncClient, rows: Sessions, name: str, content: bytes) -> float:
    """Seconds that the worker is busy with a file; what the steps took is printed."""
    told = {"fileName": "b.csv", "sizeBytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    made = await act(http, "POST", "/observation-imports", json=told)
    start = time.perf_counter()
    await act(http, "PUT", f"/observation-imports/{made['id']}/content", content=content)
    sent, ticks = time.perf_counter() - start, []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = await act(http, "GET", f"/observation-imports/{made['id']}")
    while found["linesRead"] < found["lines"]:
        ticks.append(await read(rows, reactions.read_imports))
        found = await act(http, "GET", f"/observation-imports/{made['id']}")
    end = await read(rows, reactions.end_imports)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    found = await act(http, "GET", f"/observation-imports/{made['id']}")
    counts = [found[name] for name in ("newCount", "revisedCount", "unchangedCount", "problemCount")]
    print(
        f"{name}: sent in {sent:.1f} s, {len(ticks)} parts of at most {max(ticks):.0f} ms, "
        f"ended in {end / 1000:.1f} s, memory grew {grown:.0f} MiB; {found['status']} {counts}"
    )
    return (sum(ticks) + end) / 1000


async def copied(url: str, content: bytes) -> float:
    """Seconds for a plain COPY of the same file."""
    connection = await asyncpg.connect(url)
    await connection.execute(COPIED)
    start = time.perf_counter()
    await connection.copy_to_table(
        "copied", schema_name="agenda", source=io.BytesIO(content), format="csv", header=True
    )
    took = time.perf_counter() - start
    await connection.execute("drop table agenda.copied")
    await connection.close()
    return took


async def measure(port: int, url: str, rows: Sessions) -> None:
    """New values, the same again, revisions, and a file with a thousand mistakes."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
        await act(http, "POST", "/indicators", json=DEFINITION)
        first = table(0)
        plain = await copied(url, first)
        took = await import_(http, rows, "100,000 new", first)
        print(f"plain COPY {plain:.2f} s, ratio {took / plain:.0f}")
        await import_(http, rows, "the same again", first)
        await import_(http, rows, "revised", table(1))
        await import_(http, rows, "1,000 mistakes", table(2, wrong=1_000))


def test_a_hundred_thousand_lines(service: int, urls: dict[str, str], settings: dict[str, Settings]) -> None:
    async def run() -> None:
        engine = connect("agenda", settings["agenda"])
        await measure(service, urls["agenda"], sessions(engine))
        await engine.dispose()

    asyncio.run(run())
