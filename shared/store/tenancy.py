"""Whose rows a body may see and act on, applied to every load so that no route can forget it."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from shared.kernel.principal import Tenant, TenantKind
from shared.store.entity import Entity


def visible(entity: type[Entity], tenant: Tenant | None) -> ColumnElement[bool]:
    """The rows of `entity` that the body may see; None is the suite itself, which sees all."""
    if tenant is None or tenant.kind in entity.tenancy.reads:
        return true()
    if tenant.kind is TenantKind.PLATFORM:
        return false()
    seen: list[ColumnElement[bool]] = [entity.owner == str(tenant)]
    if entity.tenancy.open_when is not None:
        column, values = entity.tenancy.open_when
        attribute: Any = getattr(entity, column)
        seen.append(attribute.in_(sorted(values)))
    return or_(*seen)


def may_act(found: Entity, tenant: Tenant | None) -> bool:
    """Whether the body may change this row: its owner, or a kind of body the entity names."""
    return tenant is None or found.owner == str(tenant) or tenant.kind in found.tenancy.acts
