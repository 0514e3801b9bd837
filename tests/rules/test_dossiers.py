"""A file on a firm reads every page, and every role that the firm has."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest
from pyreqwest.client import Client

from services.gateway.dossiers import reads, rules
from services.gateway.settings import GatewaySettings

FIRM = "68750110"
ROWS = 250


class Pages(reads.Reader):
    """Services that give two rows a page, and remember what they were asked."""

    asked: list[tuple[str, Mapping[str, str]]]

    async def get(self, base: str, path: str, **query: str) -> rules.Row:
        self.asked.append((path, query))
        start = int(query.get("cursor", "0"))
        following = {"href": f"https://x.example{path}?cursor={start + 100}"}
        items: list[dict[str, Any]] = [
            {"id": number, "agendaId": None if number else "a"}
            for number in range(start, min(start + 100, ROWS))
        ]
        return {"items": items, "_links": {"next": following if start + 100 < ROWS else None}}


async def allowed() -> None:
    """As many reads as it takes."""


@pytest.fixture
def pages() -> Pages:
    made = Pages(cast(Client, None), GatewaySettings(), {}, {}, allowed)
    object.__setattr__(made, "asked", [])
    return made


def test_every_page_of_every_role_is_read(pages: Pages) -> None:
    found = rules.merge(FIRM, asyncio.run(reads.everything(pages, FIRM)))
    assert found["complete"]
    lists = ("projects", "applications", "pledges", "loans", "guarantees")
    assert {name: len(found[name]) for name in lists} == dict.fromkeys(lists, ROWS)
    first = dict(reversed(pages.asked))
    assert first["/applications"]["participant"] == first["/pledges"]["kvkNumber"] == FIRM


def test_an_idea_without_an_agenda_leaves_the_file_complete(pages: Pages) -> None:
    asyncio.run(reads.agenda(pages, FIRM))
    assert [path for path, _ in pages.asked if path.startswith("/agendas")] == ["/agendas/a"]
