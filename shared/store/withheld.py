"""What columns withhold, applied where rows become answers, so that no way out can forget it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import object_session

from shared.kernel.principal import Tenant, TenantKind
from shared.store.entity import Entity
from shared.store.voices import SPEAKER

PUBLIC = Tenant(TenantKind.PUBLIC)


class Shown:
    """A row as its reader may know it: what is withheld from the reader is None."""

    def __init__(self, row: Entity, hidden: frozenset[str]) -> None:
        self._row = row
        self._hidden = hidden

    def __getattr__(self, name: str) -> Any:
        return None if name in self._hidden else getattr(self._row, name)


def shown(row: Entity, names: Iterable[str]) -> Any:
    """The row as the body of its transaction may know it; without a transaction, as everybody may.

    `names` are the columns that an answer shows.
    """
    if withheld_columns(type(row)).keys().isdisjoint(names):
        return row
    session = object_session(row)
    reader = session.info.get(SPEAKER, PUBLIC) if session else PUBLIC
    hidden = withheld_from(row, reader)
    return Shown(row, hidden) if hidden else row


def withheld_from(row: Entity, reader: Tenant | None) -> frozenset[str]:
    """The columns of a row that a body is not told; None is the suite itself, which is told all."""
    tenancy = row.tenancy
    if reader is None or row.owner == str(reader) or reader.kind in tenancy.told:
        return frozenset()
    if tenancy.told_too is not None and getattr(row, tenancy.told_too) == str(reader):
        return frozenset()
    marks = withheld_columns(type(row))
    return frozenset(name for name, until in marks.items() if until is None or not getattr(row, until))


@cache
def withheld_columns(entity: type[Entity]) -> dict[str, str | None]:
    """The columns that are withheld, each with the boolean column that ends that, if there is one."""
    columns = inspect(entity).columns
    marked = {c.name: c.info["withheld"] for c in columns if c.info.get("withheld")}
    return {name: mark if isinstance(mark, str) else None for name, mark in marked.items()}
