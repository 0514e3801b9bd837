"""The lists of three services as one: every row once, in one order, whatever the pages, with one away too."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest
from pyreqwest.client import Client

from services.gateway.dossiers.reads import NotGranted, Reader, Unavailable
from services.gateway.dossiers.rules import Row
from services.gateway.joined import reads, rules
from services.gateway.settings import GatewaySettings

ORDER = ("dueOn", "id")
ASKED = reads.Asked("/tasks", {}, ORDER)
LISTS = {
    "agenda": [("2027-01-01", "a"), ("2027-01-03", "b"), ("2027-01-04", "c")],
    "funding": [("2027-01-02", "d"), ("2027-01-05", "e"), ("2027-01-05", "f"), ("2027-01-09", "g")],
    "loans": [("2027-01-03", "a")],
}
ALL = ["a", "d", "a", "b", "c", "e", "f", "g"]  # by day and then by id


class Services(Reader):
    """Three services with rows of their own, whose cursor is how many were shown; some of them away."""

    away: Mapping[str, type[Exception]]
    reads: list[str]

    async def get(self, base: str, path: str, **query: str) -> Row:
        service = base.split("/")[-2]
        self.reads.append(service)
        if service in self.away:
            raise self.away[service]
        start, most = int(query.get("cursor", "0")), int(query["limit"])
        rows = LISTS[service]
        shown: list[dict[str, Any]] = [{"dueOn": day, "id": key} for day, key in rows[start : start + most]]
        more = (
            {"href": f"https://x.example{path}?cursor={start + most}"} if len(rows) > start + most else None
        )
        return {"items": shown, "_links": {"next": more}}


async def allowed() -> None:
    """As many reads as it takes."""


def services(**away: type[Exception]) -> Services:
    settings = GatewaySettings(agenda_url="http://a", funding_url="http://f", loans_url="http://l")
    made = Services(cast(Client, None), settings, {}, {}, allowed)
    object.__setattr__(made, "away", away)
    object.__setattr__(made, "reads", [])
    return made


def walked(reader: Services, most: int) -> tuple[list[str], list[list[str]]]:
    """The ids on all pages, and the outcomes on each."""
    ids, outcomes, content, first = [], [], None, True
    while first or content is not None:
        found = asyncio.run(reads.page(reader, ASKED, rules.begun(content), most))
        ids += [row["id"] for row in rules.joined(found, ORDER)]
        outcomes.append([each.outcome for each in found])
        content, first = rules.marks(found), False
    return ids, outcomes


@pytest.mark.parametrize("most", [1, 2, 3, 5, 7, 8, 100])
def test_every_row_is_shown_once_and_in_order_whatever_the_page(most: int) -> None:
    ids, outcomes = walked(services(), most)
    assert ids == ALL
    assert len(outcomes) in (-(-len(ALL) // most), -(-len(ALL) // most) + 1)


def test_a_page_reads_each_service_twice_at_most() -> None:
    reader = services()
    asyncio.run(reads.page(reader, ASKED, rules.begun(None), 3))
    assert all(reader.reads.count(name) <= 2 for name in LISTS)


def test_a_service_that_is_away_is_named_and_the_others_are_shown() -> None:
    ids, outcomes = walked(services(funding=Unavailable, loans=NotGranted), 2)
    assert ids == ["a", "b", "c"]
    assert outcomes == [["OK", "UNAVAILABLE", "NOT_GRANTED"]] * 2


def test_a_service_that_comes_back_goes_on_where_it_was() -> None:
    away = asyncio.run(reads.page(services(funding=Unavailable), ASKED, rules.begun(None), 2))
    content = rules.marks(away)
    assert content is not None
    back = asyncio.run(reads.page(services(), ASKED, rules.begun(content), 9))
    assert [row["id"] for row in rules.joined(back, ORDER)] == ["d", "b", "c", "e", "f", "g"]


def test_without_any_service_there_is_no_next_page() -> None:
    found = asyncio.run(
        reads.page(
            services(agenda=Unavailable, funding=Unavailable, loans=Unavailable), ASKED, rules.begun(None), 2
        )
    )
    assert (rules.joined(found, ORDER), rules.marks(found)) == ([], None)
