"""How words are found: the database cuts what is asked by the rule that it cut what is indexed by.

The rule is in `words.sql` (decision 0021): letters without case and marks, abbreviations and numbers however
they are written, Dutch words by their stem, and in the forms that the stemmer keeps apart.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, func, literal, select

from shared.kernel.principal import Tenant
from shared.store.audience import EVERYBODY, seen_words
from shared.store.entity import Entity
from shared.store.tenancy import sees_all, table_of


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, as a query of all words and of those in rows that it sees only in part."""

    tenant: Tenant
    anywhere: ColumnElement[Any]
    where_seen: ColumnElement[Any]


def asked(words: str, tenant: Tenant) -> Asked:
    """A query for rows that hold all of these words; made once in a statement, for all its searches."""
    query = select(func.asked_words(words).label("anywhere")).cte("asked_words").c.anywhere
    everybody, reader = (func.asked_by(query, literal(name, Text())) for name in (EVERYBODY, f"{tenant}"))
    seen = everybody.op("||")(reader)
    found = select(query, seen.label("where_seen")).cte("asked").c
    return Asked(tenant, select(found.anywhere).scalar_subquery(), select(found.where_seen).scalar_subquery())


def found_by(entity: type[Entity], words: Asked) -> ColumnElement[bool]:
    """Rows whose `search` column (see `searchable`) is what was `asked` for; none when that held no word.

    It looks at no other rows than those that the asker sees, and says nothing of the others.
    """
    table = table_of(entity)
    if sees_all(entity, words.tenant):
        return _matches(table.c.search, words.anywhere)
    return _matches(seen_words(table, entity.tenancy), words.where_seen)


def _matches(search: ColumnElement[Any], query: ColumnElement[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = search.bool_op("@@")(query)
    return found
