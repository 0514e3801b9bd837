"""Lists in pages: keyset on the id (which sorts by time of making) or a column and the id; signed cursors."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlalchemy import ColumnElement, Row, Select, select, tuple_

from shared.kernel.sentences import Sentence
from shared.store.changes import POSITION_BYTES, Position, present
from shared.store.entity import Entity
from shared.store.tenancy import stretches
from shared.store.tx import Tx
from shared.web.followed import Followed
from shared.web.orders import Order, typed
from shared.web.schema import Filter, Wire
from shared.web.sealed import FINGERPRINT_BYTES, fingerprint, opened, sealed

E = TypeVar("E", bound=Entity)
T = TypeVar("T")
Out = TypeVar("Out")

PAGE_MAX = 100
ANOTHER_CURSOR = Sentence(
    "is not a cursor of this list, filter and order; start without it",
    "is geen cursor van deze lijst, dit filter en deze volgorde; begin zonder",
)
PURPOSE = "cursor 2"
NO_ENTITY = UUID(int=0)
NOT_FOLLOWED = Position(bytes(8), 0)  # of rows that are no entities


class RowsQuery(Filter):
    """Which page of rows that are no entities; `sort` is declared where they can be asked in reverse."""

    conditions: ClassVar[frozenset[str]] = frozenset()

    cursor: Annotated[
        str | None, Field(max_length=2000, description="From `_links.next` of the page before.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX, description="Rows a page.")] = 20

    def given(self) -> dict[str, object]:
        """The filters that were given."""
        return self.model_dump(exclude={"cursor", "limit", "sort", "changed_since"}, exclude_none=True)


class EntitiesQuery(RowsQuery):
    """Which page; subclasses add fields named as the entity's columns, compared for equality.

    Fields named in `holding` ask that the column beside them, a list, holds the value. Fields named in
    `conditions` are not columns: the route passes what they mean as `where`. A list that can
    be sorted otherwise than by the time of making, that of the id, declares
    `sort: Literal["name", "-name", "id", "-id"] | None = None`: columns by their names on the wire, with a
    minus for descending; rows without a value come last. Each such column has an index with the id, and by
    that one for whoever sees part of the rows (`shared/store/audience.py`). A name or a title has its key
    beside it (`sort_key`), and is sorted by that.
    """

    holding: ClassVar[frozenset[tuple[str, str]]] = frozenset()

    sort: Annotated[
        str | None, Field(pattern="^-?id$", description="By the time of making: `id`, newest first: `-id`.")
    ] = None

    @property
    def since(self) -> str | None:
        """The position from which on changes are asked for; None in a list that cannot be followed."""
        return None

    @property
    def order(self) -> str:
        """What the rows are sorted by, `-` first for descending; unless asked the id, or the change."""
        return self.sort or ("id" if self.since is None else "changed")


class PageQuery(EntitiesQuery):
    """Which page of a list that can be followed: what its reader sees depends on its rows alone."""

    changed_since: Annotated[
        str | None,
        Field(
            max_length=200,
            description="Only what changed since a position, from `_links.changes` of an answer before.",
        ),
    ] = None

    @property
    def since(self) -> str | None:
        """The position that was given."""
        return self.changed_since


class Link(Wire):
    href: str


class Links(Wire):
    self: Link
    next: Link | None = None
    changes: Link | None = None


class Page(Wire, Generic[Out]):
    """One page of a list; `_links.next` is null on the last.

    `_links.changes` is the same on every page of a walk: ask it after the last page, at any later time, for
    what changed since the walk began, some of it twice; null where a list cannot be followed.
    """

    items: list[Out]
    links: Annotated[Links, Field(alias="_links")]


@dataclass(frozen=True)
class Listing(Generic[T]):
    items: list[T]
    links: Links


async def page(
    request: Request,
    tx: Tx,
    entity: type[E],
    query: EntitiesQuery,
    *where: ColumnElement[bool],
    **within: object,
) -> Listing[E]:
    """The rows of this page that the caller's body may see, oldest first; `within` is the parent's key."""
    wanted = {**query.given(), **within}
    lists = dict(query.holding)
    columns = {n: value for n, value in wanted.items() if n not in query.conditions and n not in lists}
    held = [getattr(entity, lists[n]).contains([str(wanted[n])]) for n in lists if n in wanted]
    order = Order.of(entity, query.order)
    listed = {**wanted, "sort": query.order, "changed_since": query.since}
    mark = _opened(request, query.cursor, listed)
    followed = Followed(request, tx, entity, wanted, where, mark.begun if mark else await present(tx, entity))
    rows = select(entity).filter_by(**columns).where(*where, *held)
    if query.since is not None:
        rows = rows.where(followed.since(query.since))
    further = order.whole() if mark is None else order.after(mark.last, mark.value)
    found = await tx.all(order.first(rows, stretches(entity, tx.tenant), further, query.limit + 1))
    following = None
    if len(found) > query.limit:
        found = found[: query.limit]
        following = _Mark(found[-1].id, order.value(found[-1]), followed.begun).sealed(request, listed)
    later = followed.address() if isinstance(query, PageQuery) else None
    return listing(request, found, following, later)


async def page_of(
    request: Request, tx: Tx, rows: Select[Any], keys: Sequence[str], query: RowsQuery
) -> Listing[Row[Any]]:
    """A page of rows that are no entities, in the order of `keys`: columns that together tell a row apart.

    A query whose `sort` begins with a minus asks for the reverse.
    """
    reverse = (getattr(query, "sort", None) or "").startswith("-")
    columns = [rows.selected_columns[name] for name in keys]
    listed = {**query.given(), "reverse": reverse}
    mark = _opened(request, query.cursor, listed)
    if mark is not None:
        last = json.loads(mark.value or "")
        values = [typed(text, column) for text, column in zip(last, columns, strict=True)]
        here, there = tuple_(*columns), tuple_(*values)
        rows = rows.where(here < there if reverse else here > there)
    ordered = rows.order_by(*(column.desc() if reverse else column for column in columns))
    found = list(await tx.session.execute(ordered.limit(query.limit + 1)))
    following = None
    if len(found) > query.limit:
        found = found[: query.limit]
        last = [str(found[-1]._mapping[name]) for name in keys]
        following = _Mark(NO_ENTITY, json.dumps(last), NOT_FOLLOWED).sealed(request, listed)
    return listing(request, found, following, None)


def listing(request: Request, items: list[T], following: str | None, changes: str | None) -> Listing[T]:
    """A page with the links to itself, to the next one by its cursor, and to what changes after it."""
    address = f"{request.app.state.settings.public_url}{request.url.path}"
    keys = None if following is None else request.url.include_query_params(cursor=following).query
    here = Link(href=f"{address}?{request.url.query}" if request.url.query else address)
    further = None if keys is None else Link(href=f"{address}?{keys}")
    later = None if changes is None else Link(href=f"{address}?{changes}")
    return Listing(items, Links(self=here, next=further, changes=later))


@dataclass(frozen=True)
class _Mark:
    """Where a page ended: its last row, what that is sorted by, and where the walk is followed from."""

    last: UUID
    value: str | None
    begun: Position

    def sealed(self, request: Request, listed: dict[str, object]) -> str:
        """The cursor of the next page."""
        shown = b"" if self.value is None else b"=" + self.value.encode()
        return sealed(request, PURPOSE, self.last.bytes + self.begun.packed() + fingerprint(listed) + shown)


def _opened(request: Request, cursor: str | None, listed: dict[str, object]) -> _Mark | None:
    """The mark in a cursor; None without one, which is the first page."""
    if cursor is None:
        return None
    content = opened(request, PURPOSE, cursor) or b""
    last, rest = content[:16], content[16:]
    position, rest = rest[:POSITION_BYTES], rest[POSITION_BYTES:]
    if rest[:FINGERPRINT_BYTES] != fingerprint(listed):
        raise RequestValidationError(
            [{"loc": ("query", "cursor"), "type": "cursor", "ctx": {"said": ANOTHER_CURSOR}}]
        )
    shown = rest[FINGERPRINT_BYTES:]
    return _Mark(UUID(bytes=last), shown[1:].decode() if shown else None, Position.unpacked(position))
