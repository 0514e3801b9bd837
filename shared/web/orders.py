"""In which order a list is read, and from where on; an index gives each stretch of it in this order."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic.alias_generators import to_snake
from sqlalchemy import ColumnElement, Select, Text, and_, cast, literal, select, true, tuple_, union
from sqlalchemy.orm import undefer

from shared.store.entity import Entity

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Order(Generic[E]):
    """One total order of an entity's rows: a column, nulls last, then the id; the id alone by default."""

    entity: type[E]
    name: str
    descending: bool

    @classmethod
    def of(cls, entity: type[E], order: str) -> "Order[E]":
        """The order that a list is asked in, such as `-name`."""
        name = to_snake(order.removeprefix("-"))
        key = f"{name}_key"  # what a name is sorted by, see `sort_key`
        return cls(entity, key if hasattr(entity, key) else name, order.startswith("-"))

    @property
    def column(self) -> Any:
        """What the rows are sorted by."""
        return getattr(self.entity, self.name)

    def value(self, row: E) -> str | None:
        """What the row is sorted by, as text; None when it has no value."""
        found = getattr(row, self.name)
        return None if found is None else str(found)

    def first(
        self, rows: Select[E], seen: list[ColumnElement[bool]], further: list[ColumnElement[bool]], count: int
    ) -> Select[E]:
        """The first so many of the rows that are seen, and further on: as many of each stretch, merged."""
        parts = [rows.where(each, on) for each in seen for on in further]
        if len(parts) > 1:
            ids = [self._sorted(part.with_only_columns(self.entity.id)).limit(count) for part in parts]
            rows = select(self.entity).where(self.entity.id.in_(union(*ids)))
        else:
            [rows] = parts
        return self._sorted(rows, nulls_last=len(further) > 1).options(undefer(self.column)).limit(count)

    def _sorted(self, rows: Select[Any], *, nulls_last: bool = False) -> Select[Any]:
        keys = [self.column] if self.name == "id" else [self.column, self.entity.id]
        sorted_by = [key.desc() for key in keys] if self.descending else keys
        if nulls_last:
            sorted_by[0] = sorted_by[0].nulls_last()  # said only where there are both: no index gives it
        return rows.order_by(*sorted_by)

    def whole(self) -> list[ColumnElement[bool]]:
        """All rows: those with a value, then those without."""
        if not self.column.nullable:
            return [true()]
        return [self.column.is_not(None), self.column.is_(None)]

    def after(self, last: UUID, text: str | None) -> list[ColumnElement[bool]]:
        """The rows that follow the one with this id and this value."""
        beyond = self.entity.id < last if self.descending else self.entity.id > last
        if self.name == "id":
            return [beyond]
        if text is None:
            return [and_(self.column.is_(None), beyond)]
        here, there = tuple_(self.column, self.entity.id), tuple_(typed(text, self.column), literal(last))
        following = here < there if self.descending else here > there
        return [following, self.column.is_(None)] if self.column.nullable else [following]


def typed(text: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A value of a column, read from its text by the database: its driver takes no text for a date."""
    return cast(literal(text, Text()), column.type)
