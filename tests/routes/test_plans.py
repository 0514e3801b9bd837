"""A list costs what it shows: PostgreSQL is asked how it would read every list for every kind of reader.

It is made to believe that each table is long and that each parent has few children. Then no list may be read
from end to end, sorted whole, or by looking at rows that its reader does not get.
"""

import importlib
import inspect
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.openapi import SERVICES
from shared.kernel.principal import Tenant
from shared.records.search_results import queries as search_results
from shared.settings import Settings
from shared.store.audience import open_to_all
from shared.store.changes import since
from shared.store.engine import connect, sessions
from shared.store.tenancy import sees_all, stretches, table_of, visible
from shared.web.orders import Order
from tests.routes.documents import openapi_documents
from tests.routes.plans import believe_in_many_rows, explained, steps, unbounded
from tests.routes.test_followed import NOT_FOLLOWED

READERS = ("public", "region:CR36", "state")
SHOWN = 21
ID = UUID("0198b0a5-7a00-7000-8000-000000000001")
BY_PAGE = re.compile(r"await page\(\s*request, tx, (?P<entity>\w+), query(?P<more>[^)]*)\)")
SEEN_WITH_RECORDS = {"/documents", "/comments"}  # read by their record, of which there are few
LATER = {int: "2015", str: "x"}  # what the last row of a page is sorted by; else a day


@dataclass(frozen=True)
class Listed:
    """A list: the entity it is of, in which orders it can be asked, and the columns that name its parent."""

    path: str
    entity: type[Any]
    sorts: tuple[str, ...]
    within: tuple[str, ...]

    def pages(self, sort: str, reader: str) -> Iterator[Select[Any]]:
        """The statements of the first page and of later ones, as a route asks for them."""
        tenant, order = Tenant.parse(reader), Order.of(self.entity, sort)
        rows = select(self.entity).filter_by(**{name: self._value(name) for name in self.within})
        if sort == "changed":
            rows = rows.where(since(self.entity, 1_000_000))
        value = LATER.get(order.column.type.python_type, "2015-03-02")
        further: list[list[ColumnElement[bool]]] = [order.whole()]
        if not order.descending:
            further += [order.after(ID, value), *([order.after(ID, None)] if order.column.nullable else [])]
        for each in further:
            page = order.first(rows, stretches(self.entity, tenant), each, SHOWN)
            yield page.where(visible(self.entity, tenant, "somebody"))

    def _value(self, name: str) -> object:
        kind = getattr(self.entity, name).type.python_type
        return ID if kind is UUID else True


def lists(service: str) -> dict[str, Listed]:
    """Every list of entities of a service, by its path."""
    found = importlib.import_module(f"services.{service}.app").SERVICE
    listed = {}
    for route in [route for router in found.routers for route in router.routes]:
        asked = BY_PAGE.search(inspect.getsource(route.endpoint))
        if asked is not None:
            query = get_type_hints(route.endpoint)["query"]
            sorts = re.findall(r"'(-?\w+)'", str(query.model_fields["sort"].annotation)) or ["id", "-id"]
            within = tuple(re.findall(r"(\w+)=", asked["more"]))
            endpoint = inspect.unwrap(route.endpoint)
            known = {**endpoint.__globals__, **inspect.getclosurevars(endpoint).nonlocals}
            entity = known[asked["entity"]]
            listed[route.path] = Listed(route.path, entity, (*sorts, "changed"), within)
    return listed


def readers(entity: type[Any]) -> tuple[str, ...]:
    """Those for whom a list is read differently."""
    return READERS[:1] if open_to_all(table_of(entity), entity.tenancy) else READERS


@pytest.fixture
async def session(service: str, owners: dict[str, Settings]) -> AsyncIterator[AsyncSession]:
    """A transaction in which every table seems long; it is rolled back."""
    engine = connect(service, owners[service])
    async with sessions(engine)() as opened:
        await believe_in_many_rows(opened)
        yield opened
        await opened.rollback()
    await engine.dispose()


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_is_looked_at(service: str) -> None:
    paths = openapi_documents()[service]["paths"]
    named = {
        path
        for path, operations in paths.items()
        if any(each.get("name") == "cursor" for each in operations.get("get", {}).get("parameters", ()))
    }
    assert named - NOT_FOLLOWED == set(lists(service)) - NOT_FOLLOWED


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("reader", READERS)
async def test_words_are_looked_for_in_the_rows_of_the_reader(
    service: str, reader: str, session: AsyncSession
) -> None:
    tenant, records = Tenant.parse(reader), importlib.import_module(f"services.{service}.entity").RECORDS
    importlib.import_module(f"services.{service}.app")
    found = search_results.found(records, "water", None, tenant).order_by("kind", "id").limit(SHOWN)
    plan = await explained(await session.connection(), written(found, session))
    searched = {step["Index Name"] for step in steps(plan) if "search" in step.get("Index Name", "")}
    assert searched == {
        f"ix_{entity.__tablename__}_{'search' if sees_all(entity, tenant) else 'seen_by_search'}"
        for entity in search_results.searched(records).values()
    }


@pytest.mark.parametrize("service", SERVICES)
async def test_no_list_reads_what_it_does_not_show(service: str, session: AsyncSession) -> None:
    statements: dict[str, str] = {}
    for listed in [each for path, each in lists(service).items() if path not in SEEN_WITH_RECORDS]:
        for sort in listed.sorts:
            for reader in readers(listed.entity):
                for page in listed.pages(sort, reader):
                    statements.setdefault(written(page, session), f"{listed.path} by {sort} for {reader}")
    connection, found = await session.connection(), {}
    for statement, about in statements.items():
        if wrong := unbounded(await explained(connection, statement)):
            found[about] = wrong
    assert found == {}


def written(page: Select[Any], session: AsyncSession) -> str:
    """A statement with its values."""
    return str(page.compile(dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True}))
