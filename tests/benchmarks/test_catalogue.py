"""Ten thousand instruments: filters and Dutch words while they are written, first and last page (B18)."""

import asyncio
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx

from shared.testing.callers import caller
from tests.routes.agenda.slices.instruments.instruments import CONTENT

INSTRUMENTS, WINDOWS, ROUNDS, WRITERS = 10_000, 3, 50, 2
WHO = caller("state", "agenda:read", "agenda:catalogue")
# Of a thousand instruments 500 are generic; 1 in 8 names no topsector, 1 in 4 no size, 1 in 3 no stage.
FILL = """
insert into agenda.instrument
    (id, owner, version, code, name, description, criteria, level, policy_line, kind, generic, region_codes,
     topsectors, firm_sizes, stages, themes, aid_nature, counts_for_cumulation, aid_reason, legal_basis,
     authority, ministries, valid_from, drafted_by, regime, status, open_windows)
select gen_random_uuid(), 'state', 1, 'BENCH_' || n,
       initcap(words[1 + n % 25]) || ' voor ' || words[1 + n % 23] || ' ' || lpad(n::text, 5, '0'),
       (select string_agg(words[1 + (n * 7 + k * (1 + n % 11)) % 25], ' ') from generate_series(1, 60) k),
       'Een aanvraag van ' || words[1 + n % 19],
       (array['REGIONAL', 'NATIONAL', 'EU'])[1 + n % 3], 1 + n / 5 % 3,
       (array['GRANT', 'LOAN', 'GUARANTEE', 'VOUCHER'])[1 + n % 4], n % 2 = 0,
       case when n % 2 = 0 then '{}' else array['CR' || lpad((1 + n % 40)::text, 2, '0')] end,
       case when n % 8 = 0 then '{}' else array[(array['AGF', 'HTSM', 'LSH'])[1 + n % 3]] end,
       case when n % 4 = 0 then '{}' else array[(array['SMALL', 'LARGE', 'MEDIUM'])[1 + n % 3]] end,
       case when n % 3 = 0 then '{}' else array[(array['START_UP', 'SCALE_UP'])[1 + n % 2]] end,
       array[(array['SME_INNOVATION', 'INTERNATIONALISATION'])[1 + n / 7 % 2]], 'NO_AID', true,
       'Bench', 'Bench', 'RVO', '{}', '2010-01-01', array['bench'], 'themes@1', 'PUBLISHED', 0
  from generate_series(1, $1::int) n,
       (select string_to_array('innovaties leningen garanties bedrijven regio ondernemers techniek onderwijs '
            || 'onderzoek campus haven energie water chemie voedsel logistiek arbeidsmarkt scholing export '
            || 'participaties subsidies advies samenwerking duurzaamheid groei', ' ') as words) w
"""
FILL_WINDOWS = """
insert into agenda.instrument_window
    (id, owner, version, instrument_id, title, opens_on, closes_on, recorded_on, status)
select gen_random_uuid(), owner, 1, id, 'Tranche ' || k,
       date '2012-01-01' + 400 * k + substring(code from 7)::int % 300,
       date '2012-01-01' + 400 * k + substring(code from 7)::int % 300 + 60,
       date '2012-01-01', 'CLOSED'
  from agenda.instrument, generate_series(1, $1::int) k
 where code like 'BENCH%'
"""
Row = dict[str, Any]


def fits(name: str, value: str) -> Callable[[Row], bool]:
    """A row that names this value, or none at all."""
    return lambda row: not row[name] or value in row[name]


def says(word: str) -> Callable[[Row], bool]:
    """A row in which this word stands."""
    return lambda row: word in f"{row['name']} {row['description']} {row['criteria']}".lower()


MIXES: dict[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "words=innovatie": says("innovaties"),
    "words=duurzaamheid+haven&sort=name": says("haven"),
    "regionCode=CR36": fits("regionCodes", "CR36"),
    "topsector=HTSM&firmSize=SMALL&stage=SCALE_UP": fits("topsectors", "HTSM"),
    "openOn=2014-06-02&sort=name": lambda row: row["validFrom"] <= "2014-06-02",
    "kind=LOAN&level=NATIONAL&policyLine=2&theme=SME_INNOVATION": lambda row: row["kind"] == "LOAN",
    "regionCode=CR36&topsector=AGF&openOn=2014-06-02&words=lening": fits("topsectors", "AGF"),
}


async def fill(url: str) -> None:
    """Ten thousand instruments with three windows each."""
    connection = await asyncpg.connect(url)
    await connection.execute(FILL, INSTRUMENTS)
    await connection.execute(FILL_WINDOWS, WINDOWS)
    await connection.execute("analyze agenda.instrument; analyze agenda.instrument_window")
    await connection.close()


async def read(http: httpx.AsyncClient, address: str) -> tuple[float, list[Row], str | None]:
    """Milliseconds for a page, its rows, and where it goes on."""
    start = time.perf_counter()
    answer = await http.get(address)
    spent = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200, answer.text
    link = answer.json()["_links"]["next"]
    following = link and f"{urlsplit(link['href']).path}?{urlsplit(link['href']).query}"
    return spent, answer.json()["items"], following


async def write(http: httpx.AsyncClient, until: asyncio.Event) -> int:
    """Describe instruments, one after the other, until told to stop."""
    made = 0
    while not until.is_set():
        headers = {**WHO, "Idempotency-Key": f'"{uuid.uuid4()}"'}
        body = {**CONTENT, "code": f"W{uuid.uuid4().hex[:20].upper()}"}
        answer = await http.post("/agenda/v1/instruments", headers=headers, json=body)
        assert answer.status_code == 201, answer.text
        made += 1
    return made


async def mixes(http: httpx.AsyncClient) -> None:
    """Each mix of filters, one after the other, while instruments are described."""
    stop = asyncio.Event()
    writers = [asyncio.create_task(write(http, stop)) for _ in range(WRITERS)]
    spent: dict[str, list[float]] = {mix: [] for mix in MIXES}
    for _ in range(ROUNDS):
        for mix, holds in MIXES.items():
            took, rows, _following = await read(http, f"/agenda/v1/instruments?limit=20&{mix}")
            assert rows, mix
            assert all(map(holds, rows)), mix
            spent[mix].append(took)
    stop.set()
    made = sum(await asyncio.gather(*writers))
    print(f"\n{INSTRUMENTS} instruments, {INSTRUMENTS * WINDOWS} windows, while {made} were described:")
    for mix, times in spent.items():
        p95 = sorted(times)[int(ROUNDS * 0.95) - 1]
        print(f"  {statistics.median(times):6.1f} ms median {p95:6.1f} ms p95  {mix or 'no filter'}")


async def pages(http: httpx.AsyncClient) -> None:
    """The whole catalogue by name, a hundred a page, and the last page beside the first."""
    first_page = "/agenda/v1/instruments?limit=100&sort=name"
    names: list[str] = []
    last_page = first_page
    following: str | None = first_page
    while following:
        last_page = following
        _, rows, following = await read(http, following)
        names += [row["name"] for row in rows]
    assert (names, len(names)) == (sorted(names), INSTRUMENTS)
    first, last = [], []
    for _ in range(ROUNDS):
        first.append((await read(http, first_page))[0])
        last.append((await read(http, last_page))[0])
    ratio = statistics.median(last) / statistics.median(first)
    print(
        f"first page {statistics.median(first):.1f} ms, last {statistics.median(last):.1f} ms, "
        f"ratio {ratio:.2f} (goal 1.3)"
    )


async def measure(port: int) -> None:
    """Pages first: what is described later is a draft, and seen by nobody without a token."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        await pages(http)
        await mixes(http)


def test_the_catalogue_answers_while_it_is_written_to(service: int, urls: dict[str, str]) -> None:
    asyncio.run(fill(urls["agenda"]))
    asyncio.run(measure(service))
