"""Who sees a row as one word that is indexed, so that a list costs what it shows and not what it hides.

An entity says once, in its `tenancy`, who sees it. Of that follows the word of each row: `*` while it is open
to every body, else its owner. Each index that a list is read by has a twin that begins with this word. A page
is merged of the few stretches that its reader sees, each read in order: no row between them is touched.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Enum, Index, Table, Text, false, func, inspect, literal_column, true

from shared.kernel.principal import Tenant, TenantKind

if TYPE_CHECKING:
    from shared.store.entity import Entity, Tenancy

EVERYBODY = "*"
BUSINESS = frozenset(TenantKind) - {TenantKind.PLATFORM}
OWNERS = BUSINESS - {TenantKind.PUBLIC}


def audience(table: Table, tenancy: "Tenancy") -> ColumnElement[str]:
    """The word of a row (audience.sql); its states are written out, as in the index that is used for it."""
    if tenancy.open_when is None:
        owner: ColumnElement[str] = table.c.owner
        return owner
    name, values = tenancy.open_when
    states: ColumnElement[Any] = literal_column(f"'{{{','.join(sorted(values))}}}'::text[]")
    return func.audience(table.c[name], states, table.c.owner, type_=Text())


def open_to_all(table: Table, tenancy: "Tenancy") -> bool:
    """Whether every row is for every body of the business, whatever its state."""
    if tenancy.reads >= BUSINESS and tenancy.reads_when is None:
        return True
    name, values = tenancy.open_when or ("owner", frozenset())
    kinds: Any = table.c[name].type
    return isinstance(kinds, Enum) and set(kinds.enums) <= {str(value) for value in values}


def stretches(entity: type["Entity"], tenant: Tenant | None) -> list[ColumnElement[bool]]:
    """Conditions that between them hold of every row that a body sees; each has an index in each order."""
    table, tenancy = table_of(entity), entity.tenancy
    if tenant is None or (tenant.kind in tenancy.reads and tenancy.reads_when is None):
        return [true()]
    if tenancy.about is not None or open_to_all(table, tenancy):
        return [true()]
    word, seen = audience(table, tenancy), []
    if tenancy.open_when is not None:
        seen.append(word == EVERYBODY)
    if tenant.kind in OWNERS:
        seen.append(word == str(tenant))
    if tenant.kind in OWNERS and tenancy.addressee is not None:
        seen.append(table.c[tenancy.addressee] == str(tenant))
    return seen or [false()]


def index(table: Table, tenancy: "Tenancy") -> None:
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


def _of_lists(table: Table) -> list[tuple[Any, ...]]:
    """The columns of the indexes that end with the id, as the order of a list does."""
    found = [
        tuple(each.columns)
        for each in table.indexes
        if not each.unique and not each.dialect_kwargs and each.columns.keys()[-1:] == ["id"]
    ]
    return sorted(found, key=lambda columns: [column.name for column in columns])


def table_of(entity: type["Entity"]) -> Table:
    """The table of an entity."""
    found: Table = inspect(entity).local_table
    return found
