"""What is due to somebody, over every kind of record that declares duties."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Text,
    Uuid,
    cast,
    false,
    literal,
    not_,
    null,
    select,
    union_all,
)

from shared.kernel.principal import Principal, Tenant, TenantKind
from shared.store.entity import Duty, Entity
from shared.store.records import Records
from shared.store.tenancy import closed, table_of, visible

ORDER = ("due_on", "id", "step")
STATE = str(Tenant(TenantKind.STATE))
SHAPE = {"kind": Text, "id": Uuid, "title": Text, "step": Text, "due_on": Date, "body": Text, "scope": Text}
COLUMNS: list[Any] = [null().cast(kind).label(name) for name, kind in SHAPE.items()]
NOTHING: Select[Any] = select(*COLUMNS).where(false())


def due(records: Records[Entity], to: Principal, kind: str | None, before: date | None) -> Select[Any]:
    """What is due to the caller's body and within the scopes of its token."""
    found = [
        _rows(code, entity, duty, to)
        for code, entity in sorted(records.kinds().items())
        for duty in entity.duties
        if kind in (None, code) and duty.scope in to.scopes
    ]
    tasks = union_all(NOTHING, *found).subquery("task")
    return select(tasks) if before is None else select(tasks).where(tasks.c.due_on < before)


def _rows(kind: str, entity: type[Entity], duty: Duty, to: Principal) -> Select[Any]:
    """The rows of one kind that ask for one step."""
    columns: Any = table_of(entity).c
    body: ColumnElement[str] = literal(STATE) if duty.body is None else columns[duty.body]
    return select(
        literal(kind).label("kind"),
        columns["id"].label("id"),
        cast(columns[duty.title], Text).label("title"),
        literal(duty.step).label("step"),
        columns[duty.due].label("due_on"),
        body.label("body"),
        literal(duty.scope).label("scope"),
    ).where(
        columns["status"].in_(sorted(duty.states)),
        columns[duty.due].is_not(None),
        body == str(to.tenant),
        visible(entity, to.tenant, to.subject),
        not_(closed(entity, to.subject)),
    )
