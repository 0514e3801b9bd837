"""Whose rows a body may see and act on, applied to every load so that no route can forget it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, inspect, or_, true

from shared.kernel.principal import Tenant, TenantKind
from shared.store.entity import Entity


def visible(entity: type[Entity], tenant: Tenant | None) -> ColumnElement[bool]:
    """The rows of `entity` that the body may see; None is the suite itself, which sees all."""
    others = _shown_to_others(entity, tenant)
    if tenant is None or tenant.kind is TenantKind.PLATFORM:
        return others
    if entity.tenancy.about is not None:
        others = and_(others, _about_what_is_seen(entity, *entity.tenancy.about, tenant))
    return or_(entity.owner == str(tenant), others)


def _shown_to_others(entity: type[Entity], tenant: Tenant | None) -> ColumnElement[bool]:
    """What a body sees without owning it."""
    tenancy = entity.tenancy
    if tenant is None or (tenant.kind in tenancy.reads and tenancy.reads_when is None):
        return true()
    if tenant.kind is TenantKind.PLATFORM:
        return false()
    conditions = [tenancy.open_when, tenancy.reads_when if tenant.kind in tenancy.reads else None]
    shown = [_column(entity, each[0]).in_(sorted(each[1])) for each in conditions if each is not None]
    if tenancy.addressee is not None:
        shown.append(_column(entity, tenancy.addressee) == str(tenant))
    return or_(false(), *shown)


def _about_what_is_seen(entity: type[Entity], kind: str, id: str, tenant: Tenant) -> ColumnElement[bool]:
    """The rows about a record that the body may see; nothing is about what is itself about another."""
    found: dict[str, type[Entity]] = {
        mapper.class_.__tablename__: mapper.class_ for mapper in inspect(entity).registry.mappers
    }
    seen = [
        and_(
            _column(entity, kind) == name.upper(),
            exists().where(each.id == _column(entity, id), visible(each, tenant)),
        )
        for name, each in sorted(found.items())
        if each.tenancy.about is None
    ]
    return or_(false(), *seen)


def _column(entity: type[Entity], name: str) -> Any:
    return getattr(entity, name)


def may_act(found: Entity, tenant: Tenant | None) -> bool:
    """Whether the body may change this row: its owner, or a kind of body the entity names."""
    return tenant is None or found.owner == str(tenant) or tenant.kind in found.tenancy.acts
