"""What a body may find by words, over every kind of record that has a `search` column."""

from typing import Any

from sqlalchemy import Select, Text, Uuid, cast, false, literal, null, select, union_all

from shared.kernel.principal import Tenant
from shared.store.entity import Entity
from shared.store.records import Records
from shared.store.tenancy import table_of, visible
from shared.store.words import Asked, asked, found_by

ORDER = ("kind", "id")
SHAPE = {"kind": Text, "id": Uuid, "title": Text, "path": Text}
COLUMNS: list[Any] = [null().cast(kind).label(name) for name, kind in SHAPE.items()]
NOTHING: Select[Any] = select(*COLUMNS).where(false())


def searched(records: Records[Entity]) -> dict[str, type[Entity]]:
    """The kinds of record that can be found by words."""
    return {
        code: entity for code, entity in sorted(records.kinds().items()) if "search" in table_of(entity).c
    }


def path_of(kind: str) -> str:
    """Where records of a kind are read: `MIRT_ITEM` at `/mirt-items`, `OPPORTUNITY` at `/opportunities`."""
    noun = kind.lower().replace("_", "-")
    return f"/{noun[:-1]}ies" if noun.endswith("y") else f"/{noun}s"


def found(records: Records[Entity], words: str, kind: str | None, reader: Tenant) -> Select[Any]:
    """The records that hold every word, among those that the reader may see."""
    query = asked(words, reader)
    parts = [
        _rows(code, entity, query, reader)
        for code, entity in searched(records).items()
        if kind in (None, code)
    ]
    results = union_all(NOTHING, *parts).subquery("result")
    return select(results)


def _rows(kind: str, entity: type[Entity], query: Asked, reader: Tenant) -> Select[Any]:
    columns: Any = table_of(entity).c
    named = entity.called or ("title" if "title" in columns else "name")
    return select(
        literal(kind).label("kind"),
        columns["id"].label("id"),
        cast(columns[named], Text).label("title"),
        literal(path_of(kind)).label("path"),
    ).where(found_by(entity, query), visible(entity, reader))
