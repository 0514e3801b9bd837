"""Lists of a hundred thousand rows: the last page beside the first, a thousand rows while writes run (P7)."""

import asyncio
import statistics
import time
import uuid
from urllib.parse import urlsplit

import asyncpg
import httpx

from shared.testing.callers import caller

ROWS, PAGES, ROUNDS = 100_000, 10, 30
WHO = caller("region:CR36", "agenda:read", "agenda:write", "agenda:contribute")
FILL = """
insert into agenda.organisation
    (id, owner, version, name, role, kvk_number, named_since, former_names, status)
select gen_random_uuid(), 'region:CR36', 1, 'Organisation ' || lpad(n::text, 6, '0'), 'BUSINESS',
       lpad((10000000 + n)::text, 8, '0'), '2000-01-01', '[]', 'ACTIVE'
  from generate_series(1, $1::int) n
"""


async def fill(url: str) -> None:
    """A hundred thousand organisations."""
    connection = await asyncpg.connect(url)
    await connection.execute(FILL, ROWS)
    await connection.execute("analyze agenda.organisation")
    await connection.close()


async def read(http: httpx.AsyncClient, address: str, pages: int) -> tuple[float, list[str], str | None]:
    """Milliseconds for so many pages, the names on them, and where they go on."""
    names: list[str] = []
    following: str | None = address
    start = time.perf_counter()
    for _ in range(pages):
        assert following is not None
        answer = await http.get(following, headers=WHO)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        names += [row["name"] for row in found["items"]]
        link = found["_links"]["next"]
        following = None if link is None else f"{urlsplit(link['href']).path}?{urlsplit(link['href']).query}"
    return (time.perf_counter() - start) * 1000, names, following


async def write(http: httpx.AsyncClient, until: asyncio.Event) -> int:
    """Commands, one after the other, until told to stop."""
    made = 0
    body = {"regionCode": "CR36", "clusterCode": "BENCH", "name": "Bench"}
    while not until.is_set():
        headers = {**WHO, "Idempotency-Key": f'"{uuid.uuid4()}"'}
        answer = await http.post("/agenda/v1/clusters", headers=headers, json=body)
        assert answer.status_code == 201, answer.text
        made += 1
    return made


async def measure(port: int) -> None:
    """Both figures, and that the rows were right."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        first_page = "/agenda/v1/organisations?limit=100&sort=name"
        first, last = [], []
        _, names, near_end = await read(http, first_page, ROWS // 100 - 1)
        assert near_end is not None
        assert (len(set(names)), names) == (ROWS - 100, sorted(names))
        for _ in range(ROUNDS):
            first.append((await read(http, first_page, 1))[0])
            last.append((await read(http, near_end, 1))[0])
        ratio = statistics.median(last) / statistics.median(first)
        print(
            f"first page {statistics.median(first):.1f} ms, last {statistics.median(last):.1f} ms, "
            f"ratio {ratio:.2f} (goal 1.3)"
        )

        stop = asyncio.Event()
        writers = [asyncio.create_task(write(http, stop)) for _ in range(2)]
        thousand = sorted([(await read(http, first_page, PAGES))[0] for _ in range(ROUNDS)])
        stop.set()
        made = sum(await asyncio.gather(*writers))
        print(
            f"1,000 rows while {made} commands were written: median {statistics.median(thousand):.0f} ms, "
            f"p95 {thousand[int(ROUNDS * 0.95) - 1]:.0f} ms (goal 300)"
        )


def test_the_last_page_costs_what_the_first_does(service: int, urls: dict[str, str]) -> None:
    asyncio.run(fill(urls["agenda"]))
    asyncio.run(measure(service))
