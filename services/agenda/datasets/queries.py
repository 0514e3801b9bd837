"""Which records are open data, and which of their columns."""

from typing import Any

from sqlalchemy import Select, select

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


def rows(entity: type[Entity]) -> Select[Any]:
    """The rows that everybody may see, oldest first."""
    return select(*columns_of(entity)).where(visible(entity, PUBLIC)).order_by(entity.id)
