"""Which records are open data, and which of their columns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Select, select

from services.agenda.entity import Entity, kinds
from shared.kernel.principal import Tenant, TenantKind
from shared.store.tenancy import visible

PUBLIC = Tenant(TenantKind.PUBLIC)


def published() -> dict[str, type[Entity]]:
    """The kinds of record that are open to everybody in some state, by the name of their dataset."""
    return {
        code.lower().replace("_", "-"): entity
        for code, entity in sorted(kinds().items())
        if entity.tenancy.open_when is not None and entity.tenancy.about is None
    }


def columns_of(entity: type[Entity]) -> list[Any]:
    """The columns that are published: never who acted (`…_by`), nor what its model withholds."""
    return [c for c in entity.__table__.c if not c.name.endswith("_by") and not c.info.get("withheld")]


def cells_of(entity: type[Entity]) -> list[Any]:
    """The published columns that fit in one cell of a table: no composed values."""
    return [column for column in columns_of(entity) if not isinstance(column.type, JSON)]


def rows(entity: type[Entity], columns: Sequence[Any]) -> Select[Any]:
    """These columns of the rows that everybody may see, oldest first."""
    return select(*columns).where(visible(entity, PUBLIC)).order_by(entity.id)
