"""Who sees a row as one word that is indexed, so that a list costs what it shows and not what it hides.

An entity says once, in its `tenancy`, who sees it. Of that follows the word of each row: `*` while it is open
to every body, else its owner. Each index that a list is read by has a twin that begins with this word. A page
is merged of the few stretches that its reader sees, each read in order: no row between them is touched.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Enum, Index, Table, Text, func, literal_column
from sqlalchemy.dialects.postgresql import array

from shared.kernel.principal import TenantKind

EVERYBODY = "*"
BUSINESS = frozenset(TenantKind) - {TenantKind.PLATFORM}
OWNERS = BUSINESS - {TenantKind.PUBLIC}


@dataclass(frozen=True)
class Tenancy:
    """Who may see an entity, beside the body in its `owner` column (B7, B10); each step says who takes it.

    `reads` names kinds of body that may see every row; `open_when` is a column and the values of it under
    which every body, the public reader too, may see the row. A platform operator sees nothing of the
    business.

    For what is said about other records: `reads_when` narrows `reads` to the rows with these values,
    `addressee` is a column that names one more body that may see the row, and `about` are the columns with
    the kind and the id of the record; whoever does not own the row must be able to see that record too.

    What a column withholds (WITHHELD) is told to the owner, to the kinds of body in `told` and to the body
    that the column `told_too` names.

    `closed_to` is a column with the persons who have an interest in the row: `tx.get` loads it for none of
    them, and they see nothing that is said about it.
    """

    reads: frozenset[TenantKind] = frozenset({TenantKind.STATE})
    open_when: tuple[str, frozenset[str]] | None = None
    closed_to: str | None = None
    reads_when: tuple[str, frozenset[str]] | None = None
    addressee: str | None = None
    about: tuple[str, str] | None = None
    told: frozenset[TenantKind] = frozenset({TenantKind.STATE})
    told_too: str | None = None


def audience(table: Table, tenancy: Tenancy) -> ColumnElement[str]:
    """The word of a row (audience.sql); its states are written out, as in the index that is used for it."""
    if tenancy.open_when is None:
        owner: ColumnElement[str] = table.c.owner
        return owner
    name, values = tenancy.open_when
    states: ColumnElement[Any] = literal_column(f"'{{{','.join(sorted(values))}}}'::text[]")
    return func.audience(table.c[name], states, table.c.owner, type_=Text())


def seen_words(table: Table, tenancy: Tenancy) -> ColumnElement[Any]:
    """The words of a row as each of those finds them who see it (audience_2.sql)."""
    addressed = [] if tenancy.addressee is None else [table.c[tenancy.addressee]]
    return func.seen_words(table.c.search, array([audience(table, tenancy), *addressed]))


def open_to_all(table: Table, tenancy: Tenancy) -> bool:
    """Whether every row is for every body of the business, whatever its state."""
    if tenancy.reads >= BUSINESS and tenancy.reads_when is None:
        return True
    name, values = tenancy.open_when or ("owner", frozenset())
    kinds: Any = table.c[name].type
    return isinstance(kinds, Enum) and set(kinds.enums) <= {str(value) for value in values}


def index(table: Table, tenancy: Tenancy) -> None:
    """Give each index that a list is read by its twins: by the word, and by whom a row is addressed to."""
    if tenancy.about is not None or open_to_all(table, tenancy):
        return
    words: dict[str, Any] = {"seen_by": audience(table, tenancy)}
    if tenancy.addressee is not None:
        words[tenancy.addressee] = table.c[tenancy.addressee]
    for columns in [(table.c.id,), *_of_lists(table)]:
        names = "_".join(column.name for column in columns)
        for name, word in words.items():
            Index(f"ix_{table.name}_{name}_{names}", word, *columns)
    if "search" in table.c:
        Index(f"ix_{table.name}_seen_by_search", seen_words(table, tenancy), postgresql_using="gin")


def _of_lists(table: Table) -> list[tuple[Any, ...]]:
    """The columns of the indexes that end with the id, as the order of a list does."""
    found = [
        tuple(each.columns)
        for each in table.indexes
        if not each.unique and not each.dialect_kwargs and each.columns.keys()[-1:] == ["id"]
    ]
    return sorted(found, key=lambda columns: [column.name for column in columns])
