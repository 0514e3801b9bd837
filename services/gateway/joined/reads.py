"""What a joined list asks of each service, always with the caller's own token."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.gateway.dossiers.reads import NotGranted, Reader, Unavailable, cursor_of
from services.gateway.dossiers.rules import OK
from services.gateway.joined.rules import ENDED, SERVICES, Order, Stretch, shares


@dataclass(frozen=True)
class Asked:
    """One list that every service has: its path, what is asked of it, and the order of its rows."""

    path: str
    query: Mapping[str, str]
    order: Order


async def page(reader: Reader, asked: Asked, marks: Mapping[str, str | None], most: int) -> list[Stretch]:
    """The first `most` rows of all services after the marks, of each service those that are its share.

    A service whose page is not shown whole is asked once more for what is: its cursor is where that ends.
    """
    found = await asyncio.gather(*(_stretch(reader, asked, name, marks[name], most) for name in SERVICES))
    parts = zip(found, shares(found, asked.order, most), strict=True)
    return list(await asyncio.gather(*(_shown(reader, asked, each, share) for each, share in parts)))


async def _shown(reader: Reader, asked: Asked, whole: Stretch, share: int) -> Stretch:
    if share == len(whole.rows):
        return whole
    if share == 0:
        return replace(whole, rows=(), following=whole.mark)
    return await _stretch(reader, asked, whole.service, whole.mark, share)


async def _stretch(reader: Reader, asked: Asked, service: str, mark: str | None, most: int) -> Stretch:
    """The rows of one service, or that it cannot or may not give them."""
    if mark == ENDED:
        return Stretch(service, OK, ENDED, following=ENDED)
    cursor = {} if mark is None else {"cursor": mark}
    try:
        found = await reader.get(reader.base(service), asked.path, **asked.query, limit=str(most), **cursor)
    except Unavailable:
        return Stretch(service, "UNAVAILABLE", mark)
    except NotGranted:
        return Stretch(service, "NOT_GRANTED", mark)
    return Stretch(service, OK, mark, found["items"], cursor_of(found["_links"]["next"]) or ENDED)
