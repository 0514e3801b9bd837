"""The catalogue of instruments, while it is written to."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.load import Request, ask, percentile
from tests.routes.agenda.slices.instruments.instruments import CONTENT

INSTRUMENTS, WINDOWS, WRITERS = 10_000, 3, 2
PATH = "/agenda/v1/instruments"
FIRST = f"{PATH}?limit=100&sort=name"
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


class Catalogue(Bench):
    """10,000 instruments with three windows each: the last page by name beside the first; and each mix of
    filters and Dutch words, for somebody without a token, while two clients describe instruments.
    """

    id = "CATALOGUE"
    goals = (at_most("last page beside first", 1.3), at_most("slowest mix p95 ms", 300))
    quick = False

    async def prepare(self) -> None:
        self.times = self.world.size(40)
        async with self.world.rows("agenda") as rows:
            await rows.execute(FILL, INSTRUMENTS)
            await rows.execute(FILL_WINDOWS, WINDOWS)
            await rows.execute("analyze instrument")
            await rows.execute("analyze instrument_window")
        self.names, self.last = await self._walk()

    async def round(self) -> Figures:
        first = [(await self._page(FIRST))[0] for _ in range(self.times)]
        last = [(await self._page(self.last))[0] for _ in range(self.times)]
        ended = asyncio.Event()
        writing = asyncio.create_task(self._describe(ended))
        spent: dict[str, list[float]] = {mix: [] for mix in MIXES}
        for _ in range(self.times):
            for mix, holds in MIXES.items():
                took, rows, _following = await self._page(f"{PATH}?limit=20&{mix}")
                require(bool(rows) and all(map(holds, rows)), "only what fits", mix)
                spent[mix].append(took)
        ended.set()
        await writing
        p95 = {f"{mix or 'no filter'} p95 ms": percentile(times, 95) for mix, times in spent.items()}
        return {
            "last page beside first": percentile(last, 50) / percentile(first, 50),
            "slowest mix p95 ms": max(p95.values()),
            **p95,
        }

    async def check(self) -> None:
        require(self.names == sorted(self.names), "in order")
        mine = sum(name[-5:].isdigit() for name in self.names)
        require(mine >= INSTRUMENTS, "every instrument is there", mine)

    async def _walk(self) -> tuple[list[str], str]:
        names, page, following = list[str](), FIRST, FIRST
        while following:
            page = following
            _, rows, following = await self._page(page)
            names += [row["name"] for row in rows]
        return names, page

    async def _page(self, path: str) -> tuple[float, list[Row], str]:
        """Seconds for a page, its rows, and where it goes on."""
        (found,) = await ask(self.world.suite.url, [Request("GET", path, {})], 1)
        require(found.status == 200, "a page", found.body)
        link = found.json["_links"]["next"]
        following = urlsplit(link["href"]) if link else None
        return found.seconds, found.json["items"], f"{PATH}?{following.query}" if following else ""

    async def _describe(self, ended: asyncio.Event) -> None:
        """Describe instruments until told to stop."""
        told = self.world.bearer("state-policy")

        def another() -> Request:
            return Request("POST", PATH, told, {**CONTENT, "code": f"W{uuid.uuid4().hex[:20].upper()}"})

        while not ended.is_set():
            answers = await ask(self.world.suite.url, [another() for _ in range(10)], WRITERS)
            require({found.status for found in answers} == {201}, "described", answers[0].body)
