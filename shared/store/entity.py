"""What a stored entity has: id, version, tenancy, duties, words to find it by; how types become columns."""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Computed,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, MappedAsDataclass, declared_attr, mapped_column

from shared.kernel.ids import uuid7
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.audience import index as index_for_readers

TYPES: dict[Any, Any] = {
    # values, not member names, and no native type: a new status needs no ALTER TYPE
    enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=lambda e: [m.value for m in e]),
    int: BigInteger,
    str: Text,
    datetime: DateTime(timezone=True),
    date: Date,
    Decimal: Numeric,
    dict[str, Any]: JSONB,
    list[dict[str, Any]]: JSONB,
    list[str]: ARRAY(Text),
}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def metadata() -> MetaData:
    """A service's own table collection; its schema is the search path of the service's connections."""
    return MetaData(naming_convention=NAMING)


# for mapped_column(info=...): a column that is no open data, though its row is: it may name natural persons,
# or is of use to the suite alone. Every way out obeys it (decision 0019)
WITHHELD = {"withheld": True}


def withheld_until(column: str) -> dict[str, Any]:
    """A column that is withheld while another, a boolean of the same row, is false."""
    return {"withheld": column}


@dataclass(frozen=True)
class Duty:
    """What somebody has to do about a row, read off its stored state (a task, taak).

    While `status` is one of `states` and `due` (a date column) has a value, whoever holds `scope` at the
    body in the column `body` has to take the `step`, an event of the row's life cycle. `title` is the
    column that tells the row apart.
    """

    step: str
    due: str
    states: frozenset[str]
    scope: str
    body: str | None = "owner"  # None: the State, whoever owns the row
    title: str = "title"


class Entity(MappedAsDataclass, kw_only=True):
    """Id, owner and version of every entity; the version guards each update (optimistic lock).

    `changed` is where the row stands in the order of what changed (mechanisms_5.sql): PostgreSQL sets it at
    every write, and lists are followed by it. `speaks` says of every column that names a body whose word it
    is; nobody else can store that. `called` is the column that a row is found under, unless it has a title
    or a name.
    """

    tenancy: ClassVar[Tenancy] = Tenancy()
    speaks: ClassVar[Voices] = Voices()
    duties: ClassVar[tuple[Duty, ...]] = ()
    called: ClassVar[str | None] = None

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)
    owner: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(Integer, init=False)
    changed: Mapped[int] = mapped_column(init=False, repr=False, server_default="0", info=WITHHELD)

    def __init_subclass__(cls, **options: Any) -> None:
        """Index every table for whoever follows it, and for whoever sees part of it."""
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if table is not None:
            Index(None, table.c.changed, table.c.id)
            index_for_readers(table, cls.tenancy)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def searchable(*columns: str) -> Any:
    """A column of the Dutch word stems in text columns, kept by PostgreSQL; index it with `gin`.

    `search: Mapped[str] = searchable("title", "reasons")`: rows that are open to all can be found by word.
    """
    texts = " || ' | ' || ".join(f"coalesce({column}, '')" for column in columns)
    computed = Computed(f"search_words({texts})", persisted=True)
    return mapped_column(TSVECTOR, computed, init=False, deferred=True, repr=False, info=WITHHELD)


def sort_key(column: str) -> Any:
    """A column of what a Dutch reader sorts another, a name or title, by; kept by PostgreSQL.

    `name_key: Mapped[str] = sort_key("name")`, indexed with the id: lists that sort by `name` use it.
    """
    computed = Computed(f"sort_key({column})", persisted=True)
    kept = Text(collation="C")  # the order of bytes: the key has the letters in the order of a reader
    return mapped_column(kept, computed, init=False, deferred=True, repr=False, info=WITHHELD)


def refers_to(column: Any) -> ForeignKey:
    """A foreign key checked at commit, so rows may be added in any order."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED")
