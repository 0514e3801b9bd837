"""What the dossier asks of each service, always with the caller's own token."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyreqwest.client import Client
from pyreqwest.exceptions import PyreqwestError

from services.gateway.dossiers.rules import OK, Part, Row
from services.gateway.settings import GatewaySettings
from shared.web.paging import PAGE_MAX

ROWS_MAX = 2_000
PASSING = (429, 503)
PAUSE_SECONDS = 0.2


class Unavailable(Exception):
    """A service cannot be reached or failed."""


class NotGranted(Exception):
    """The caller's token does not let it read this."""


@dataclass(frozen=True)
class Reader:
    """Reads of one caller."""

    client: Client
    settings: GatewaySettings
    headers: Mapping[str, str]
    aid_query: Mapping[str, str]
    take: Callable[[], Awaitable[object]]  # one read out of the caller's allowance

    def base(self, service: str) -> str:
        """Where the API of a service is."""
        return f"{getattr(self.settings, f'{service}_url')}/{service}/v1"

    async def get(self, base: str, path: str, **query: str) -> Row:
        """One answer; NotGranted for a 403, Unavailable when there is none.

        Each read counts as a request of the caller: one dossier makes seven of them, or many more.
        """
        await self.take()
        try:
            async with asyncio.timeout(self.settings.dossier_seconds):
                return await self._first(f"{base}{path}", query)
        except (PyreqwestError, TimeoutError, ValueError) as failure:
            raise Unavailable from failure

    async def _first(self, url: str, query: Mapping[str, str]) -> Row:
        """The first answer that is not about the moment: a service that restarts is asked again."""
        while True:
            answer = await self.client.get(url).headers(dict(self.headers)).query(query).build().send()
            if answer.status == 200:
                found: Row = await answer.json()
                return found
            if answer.status == 403:
                raise NotGranted
            if answer.status not in PASSING:
                raise Unavailable
            await asyncio.sleep(PAUSE_SECONDS)

    async def rows(self, base: str, path: str, **query: str) -> list[Row]:
        """Every row of a list, page by page."""
        rows: list[Row] = []
        cursor: dict[str, str] = {}
        while len(rows) < ROWS_MAX:
            found = await self.get(base, path, limit=str(PAGE_MAX), **query, **cursor)
            rows += found["items"]
            following = cursor_of(found["_links"]["next"])
            if following is None:
                return rows
            cursor = {"cursor": following}
        raise Unavailable(f"more than {ROWS_MAX} rows")


def cursor_of(link: Mapping[str, str] | None) -> str | None:
    """The cursor in the link to the next page of a service's list; None after the last."""
    return None if link is None else parse_qs(urlsplit(link["href"]).query)["cursor"][0]


async def agenda(reader: Reader, kvk_number: str) -> dict[str, list[Row]]:
    """The projects an undertaking takes part in, and their agendas; an idea has none yet."""
    base = reader.base("agenda")
    projects = await reader.rows(base, "/projects", participant=kvk_number)
    wanted = sorted({project["agendaId"] for project in projects if project["agendaId"] is not None})
    agendas = await asyncio.gather(*(reader.get(base, f"/agendas/{agenda_id}") for agenda_id in wanted))
    return {"projects": projects, "agendas": list(agendas)}


async def funding(reader: Reader, kvk_number: str) -> dict[str, list[Row]]:
    """Its applications, as lead or in a consortium, its pledges, and the State aid used and left."""
    base = reader.base("funding")
    applications, pledges, aid = await asyncio.gather(
        reader.rows(base, "/applications", participant=kvk_number),
        reader.rows(base, "/pledges", kvkNumber=kvk_number),
        reader.get(base, f"/undertakings/{kvk_number}", **reader.aid_query),
    )
    return {"applications": applications, "pledges": pledges, "state_aid": [aid]}


async def loans(reader: Reader, kvk_number: str) -> dict[str, list[Row]]:
    """The loans to the undertaking and their guarantees."""
    base = reader.base("loans")
    found, guarantees = await asyncio.gather(
        reader.rows(base, "/loans", kvkNumber=kvk_number),
        reader.rows(base, "/guarantees", kvkNumber=kvk_number),
    )
    return {"loans": found, "guarantees": guarantees}


Read = Callable[[Reader, str], Awaitable[dict[str, Any]]]


async def part(service: str, read: Read, reader: Reader, kvk_number: str) -> Part:
    """What one service says, or that it cannot or may not say it."""
    try:
        return Part(service, OK, await read(reader, kvk_number))
    except Unavailable:
        return Part(service, "UNAVAILABLE")
    except NotGranted:
        return Part(service, "NOT_GRANTED")


async def everything(reader: Reader, kvk_number: str) -> list[Part]:
    """All three services at once."""
    asked = {"agenda": agenda, "funding": funding, "loans": loans}
    return list(await asyncio.gather(*(part(name, read, reader, kvk_number) for name, read in asked.items())))
