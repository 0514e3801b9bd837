"""Lists in pages: keyset on the id (which sorts by time of making), with signed cursors."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Annotated, ClassVar, Generic, TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy import ColumnElement, select

from shared.store.entity import Entity
from shared.store.tx import Tx
from shared.web.schema import Filter, Wire

E = TypeVar("E", bound=Entity)
Out = TypeVar("Out")

PAGE_MAX = 100


class PageQuery(Filter):
    """Which page; subclasses add fields named as the entity's columns, compared for equality.

    Fields named in `conditions` are not columns: the route passes what they mean as `where`.
    """

    conditions: ClassVar[frozenset[str]] = frozenset()

    cursor: Annotated[
        str | None, Field(max_length=500, description="From `_links.next` of the page before.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX, description="Rows a page.")] = 20

    def given(self) -> dict[str, object]:
        """The filters that were given."""
        return self.model_dump(exclude={"cursor", "limit"}, exclude_none=True)


class Link(Wire):
    href: str


class Links(Wire):
    self: Link
    next: Link | None = None


class Page(Wire, Generic[Out]):
    """One page of a list; `_links.next` is null on the last."""

    items: list[Out]
    links: Annotated[Links, Field(alias="_links")]


@dataclass(frozen=True)
class Listing(Generic[E]):
    items: list[E]
    links: Links


async def page(
    request: Request,
    tx: Tx,
    entity: type[E],
    query: PageQuery,
    *where: ColumnElement[bool],
    **within: object,
) -> Listing[E]:
    """The rows of this page that the caller's body may see, oldest first; `within` is the parent's key."""
    wanted = {**query.given(), **within}
    columns = {name: value for name, value in wanted.items() if name not in query.conditions}
    rows = select(entity).filter_by(**columns).where(*where).order_by(entity.id).limit(query.limit + 1)
    if query.cursor is not None:
        rows = rows.where(entity.id > _opened(request, query.cursor, wanted))
    found = await tx.all(rows)
    address = f"{request.app.state.settings.public_url}{request.url.path}"
    here = Link(href=f"{address}?{request.url.query}" if request.url.query else address)
    following = None
    if len(found) > query.limit:
        found = found[: query.limit]
        cursor = _sealed(request, found[-1].id, wanted)
        keys = request.url.include_query_params(cursor=cursor).query
        following = Link(href=f"{address}?{keys}")
    return Listing(found, Links(self=here, next=following))


def _signature(request: Request, content: bytes) -> bytes:
    key = request.app.state.settings.cursor_key.get_secret_value().encode()
    return hmac.digest(key, request.url.path.encode() + content, "sha256")[:16]


def _sealed(request: Request, last: UUID, wanted: dict[str, object]) -> str:
    content = last.bytes + _fingerprint(wanted)
    return base64.urlsafe_b64encode(content + _signature(request, content)).decode()


def _opened(request: Request, cursor: str, wanted: dict[str, object]) -> UUID:
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    content, signature = raw[:32], raw[32:]
    if not hmac.compare_digest(signature, _signature(request, content)) or content[16:] != _fingerprint(
        wanted
    ):
        raise RequestValidationError(
            [
                {
                    "loc": ("query", "cursor"),
                    "type": "cursor",
                    "msg": "is not a cursor of this list and filter; start without it",
                }
            ]
        )
    return UUID(bytes=content[:16])


def _fingerprint(wanted: dict[str, object]) -> bytes:
    return hashlib.sha256(json.dumps(wanted, sort_keys=True, default=str).encode()).digest()[:16]
