"""Observations out of a file."""

import csv
import hashlib
import io
import time
import uuid
from datetime import date
from itertools import islice, product

from shared.reference.catalogue import gemeenten_on
from tests.benchmarks.bench import Bench, Figures, at_most, require
from tests.benchmarks.facts import memory_of
from tests.benchmarks.load import Request, ask

WHO, PATH = "state-policy", "/agenda/v1/observation-imports"
INDICATORS, YEARS = 5, range(1900, 2020)
HEADING = ("code", "edition", "area_code", "year", "value", "price_basis", "status", "source", "reason")
DEFINITION = {
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
create table copied (code text, edition bigint, area_code text, year bigint, value numeric,
    price_basis text, status text, source text, reason text)
"""
COUNTS = ("newCount", "revisedCount", "unchangedCount", "problemCount")


class Imports(Bench):
    """A file of 100,000 observations, sent and read in by the worker: new, the same again, all revised, and
    with a thousand mistakes; beside a plain COPY of it into a table without any rule.
    """

    id = "IMPORTS"
    goals = (at_most("memory grew MiB", 64),)
    rounds = 1
    quick = False

    async def prepare(self) -> None:
        self.lines = self.world.size(100_000)
        self.mistakes = self.lines // 100
        self.counts: list[list[int]] = []
        self.codes = [f"BENCH{uuid.uuid4().hex[:6].upper()}" for _ in range(INDICATORS)]
        for code in self.codes:
            await self.world.do(WHO, "/agenda/v1/indicators", {"code": code, **DEFINITION})
        first, last = (gemeenten_on(date(year, 12, 31)) for year in (YEARS[0], YEARS[-1]))
        self.areas = sorted(first.keys() & last.keys())

    async def round(self) -> Figures:
        plain, before = await self._copied(), memory_of(self.world, "agenda-work")
        took = {
            "new s": await self._import(self._table(0)),
            "the same again s": await self._import(self._table(0)),
            "revised s": await self._import(self._table(1)),
            "with mistakes s": await self._import(self._table(2, self.mistakes)),
        }
        grew = memory_of(self.world, "agenda-work") - before
        return {"memory grew MiB": grew, **took, "COPY s": plain, "new beside COPY": took["new s"] / plain}

    async def check(self) -> None:
        right = [
            [self.lines, 0, 0, 0],
            [0, 0, self.lines, 0],
            [0, self.lines, 0, 0],
            [0, 0, 0, self.mistakes],
        ]
        require(self.counts[:3] == right[:3], "every line is counted once", *self.counts)
        require(self.counts[3][3] == self.mistakes, "every mistake is told", *self.counts)

    async def _import(self, content: bytes) -> float:
        """Seconds from the start of the upload until the worker is done with the file."""
        digest = hashlib.sha256(content).hexdigest()
        told = {"fileName": "b.csv", "sizeBytes": len(content), "sha256": digest}
        made = await self.world.do(WHO, PATH, told)
        start, path = time.monotonic(), f"{PATH}/{made['id']}"
        send = Request("PUT", f"{path}/content", self.world.bearer(WHO) | {"If-Match": '"1"'}, content)
        (sent,) = await ask(self.world.suite.url, [send], 1)
        require(sent.status == 200, "the file is taken", sent.body)

        async def ended() -> bool:
            found = self.world.get(WHO, path)
            return found["status"] not in ("ANNOUNCED", "READING")

        await self.world.until("the import ends", ended)
        found = self.world.get(WHO, path)
        self.counts.append([int(str(found[name])) for name in COUNTS])
        return time.monotonic() - start

    def _table(self, value: int, wrong: int = 0) -> bytes:
        """Municipalities that were always there, in every year; the first `wrong` lines have no figure."""
        text = io.StringIO()
        write = csv.writer(text)
        write.writerow(HEADING)
        lines = islice(product(self.codes, YEARS, self.areas), self.lines)
        for n, (code, year, area) in enumerate(lines):
            figure = "n.b." if n < wrong else str(value + n)
            write.writerow((code, 1, area, year, figure, "NOT_APPLICABLE", "FINAL", "CBS", "Bench"))
        return text.getvalue().encode()

    async def _copied(self) -> float:
        """Seconds for a plain COPY of the same file."""
        async with self.world.rows("agenda") as rows:
            await rows.execute(COPIED)
            start = time.monotonic()
            await rows.copy_to_table("copied", source=io.BytesIO(self._table(0)), format="csv", header=True)
            took = time.monotonic() - start
            await rows.execute("drop table copied")
        return took
