"""Whose rows a body may see and act on, applied to every load so that no route can forget it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    false,
    inspect,
    not_,
    or_,
    select,
    true,
)

from shared.kernel.principal import Tenant, TenantKind
from shared.kernel.takers import By
from shared.store.audience import EVERYBODY, OWNERS, audience, open_to_all
from shared.store.entity import Entity

E = TypeVar("E", bound=Entity)


def visible(entity: type[Entity], tenant: Tenant | None, person: str | None = None) -> ColumnElement[bool]:
    """The rows of `entity` that the body may see, by a person; None is the suite itself, which sees all."""
    others = _shown_to_others(entity, tenant)
    if tenant is None or tenant.kind is TenantKind.PLATFORM:
        return others
    own = entity.owner == str(tenant)
    if entity.tenancy.about is None:
        return or_(own, others)
    seen = or_(own, and_(others, _about_what_is_seen(entity, *entity.tenancy.about, tenant)))
    return and_(seen, not_(closed(entity, person)))


def stretches(entity: type[Entity], tenant: Tenant | None) -> list[ColumnElement[bool]]:
    """Conditions that between them hold of every row that a body sees; each has an index in each order."""
    table, tenancy = table_of(entity), entity.tenancy
    if tenant is None or sees_all(entity, tenant):
        return [true()]
    word, seen = audience(table, tenancy), []
    if tenancy.open_when is not None:
        seen.append(word == EVERYBODY)
    if tenant.kind in OWNERS:
        seen.append(word == str(tenant))
    if tenant.kind in OWNERS and tenancy.addressee is not None:
        seen.append(table.c[tenancy.addressee] == str(tenant))
    return seen or [false()]


def sees_all(entity: type[Entity], tenant: Tenant) -> bool:
    """Whether a body reads an entity whole: it sees every row, or a row's record must say whether it does."""
    tenancy = entity.tenancy
    whole = tenant.kind in tenancy.reads and tenancy.reads_when is None
    return whole or tenancy.about is not None or open_to_all(table_of(entity), tenancy)


def closed(entity: type[Entity], person: str | None) -> ColumnElement[bool]:
    """The rows in which a person has an interest, and what is about a record in which it has."""
    tenancy = entity.tenancy
    if tenancy.closed_to is not None:
        interested: ColumnElement[bool] = _column(entity, tenancy.closed_to).contains([person])
        return interested
    if tenancy.about is None:
        return false()
    kind, key = tenancy.about
    hidden = [
        and_(
            _column(entity, kind) == name,
            exists().where(each.id == _column(entity, key), closed(each, person)),
        )
        for name, each in records(entity)
        if each.tenancy.closed_to is not None
    ]
    return or_(false(), *hidden)


def _shown_to_others(entity: type[Entity], tenant: Tenant | None) -> ColumnElement[bool]:
    """What a body sees without owning it."""
    tenancy = entity.tenancy
    if tenant is None or (tenant.kind in tenancy.reads and tenancy.reads_when is None):
        return true()
    if tenant.kind is TenantKind.PLATFORM:
        return false()
    if open_to_all(table_of(entity), tenancy):
        return true()
    conditions = [tenancy.open_when, tenancy.reads_when if tenant.kind in tenancy.reads else None]
    shown = [_column(entity, each[0]).in_(sorted(each[1])) for each in conditions if each is not None]
    if tenancy.addressee is not None:
        shown.append(_column(entity, tenancy.addressee) == str(tenant))
    return or_(false(), *shown)


def _about_what_is_seen(entity: type[Entity], kind: str, id: str, tenant: Tenant) -> ColumnElement[bool]:
    """The rows about a record that the body may see; nothing is about what is itself about another."""
    seen = [
        and_(
            _column(entity, kind) == name,
            exists().where(each.id == _column(entity, id), visible(each, tenant)),
        )
        for name, each in records(entity)
    ]
    return or_(false(), *seen)


def records(entity: type[Entity]) -> Iterator[tuple[str, type[Entity]]]:
    """What an entity of the service can be about, by kind."""
    found = {mapper.class_.__tablename__: mapper.class_ for mapper in inspect(entity).registry.mappers}
    return ((name.upper(), each) for name, each in sorted(found.items()) if each.tenancy.about is None)


def _column(entity: type[Entity], name: str) -> Any:
    return getattr(entity, name)


def require_taker(found: Entity, by: By, tenant: Tenant | None) -> None:
    """Refuse a body whose step this is not on this row; the suite itself takes every step."""
    addressee = found.tenancy.addressee
    if tenant is not None:
        by.require(
            str(tenant),
            owner=found.owner,
            addressee=None if addressee is None else getattr(found, addressee),
            resource=type(found).__name__.lower(),
        )


def table_of(entity: type[Entity]) -> Table:
    """The table of an entity."""
    found: Table = inspect(entity).local_table
    return found


@lru_cache(maxsize=4096)
def row_of(entity: type[E], tenant: Tenant | None, actor: str, lock: bool) -> Select[E]:
    """The row of an id, `:id`, that the body may see; kept, for to build it takes longer than to ask it."""
    query = select(entity).where(entity.id == bindparam("id"), visible(entity, tenant, actor))
    return locking(query) if lock else query


def locking(query: Select[E]) -> Select[E]:
    """FOR NO KEY UPDATE: writers of the row wait, but not whoever only refers to it by a foreign key."""
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)
