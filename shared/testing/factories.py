"""Stored entities made straight in the database, in any state, for tests of what is done with them."""

import dataclasses
import enum
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import inspect

from shared.kernel.ids import uuid7
from shared.store.engine import Sessions
from shared.store.entity import Entity
from shared.store.tx import begin

E = TypeVar("E", bound=Entity)

PLAIN: dict[type, Any] = {
    int: 1,
    bool: False,
    Decimal: Decimal(1),
    date: date(2015, 1, 2),
    datetime: datetime(2015, 1, 2, 9, tzinfo=UTC),
    list: [],
    object: [],  # what is stored as JSON is a list of objects
}


async def stored(sessions: Sessions, entity: type[E], **values: Any) -> E:
    """A row of `entity` with these values; what must be filled in and is not given gets a plain value.

    References to other rows and composite values must be given (KeyError).
    """
    columns = [column for column in inspect(entity).columns if column.computed is None]
    by_name = {column.key: column for column in columns}
    wanted = [field.name for field in dataclasses.fields(entity) if field.init and not _optional(field)]
    given = {name: _plain(by_name[name]) for name in wanted if name not in values} | values
    made = entity(**given)
    for column in columns:
        if not column.nullable and column.name != "version" and getattr(made, column.key) is None:
            setattr(made, column.key, _plain(column))  # what a rule computes
    async with begin(sessions, "factory") as tx:
        return tx.add(made)


def _optional(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _plain(column: Any) -> Any:
    if column.nullable:
        return None
    if column.foreign_keys:
        raise KeyError(f"give the {column.name} of the row")
    kind = column.type.python_type
    if kind is str:
        return f"{column.name} {uuid7()}"
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    if kind is UUID:
        return uuid7()
    return PLAIN[kind]
