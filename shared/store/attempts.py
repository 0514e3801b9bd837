"""Refused attempts (geweigerde pogingen): counted by who, rule and hour, and then put on the trail."""

from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Integer,
    Select,
    SmallInteger,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from shared.store.engine import Sessions
from shared.store.tables import REFUSED_ATTEMPT
from shared.store.tx import Tx

ROWS_AN_HOUR_MAX = 500  # of one body; who comes after counts without a name
SUBJECTS_NAMED_MAX = 20  # of one actor and rule in an hour; what more was tried counts without a name
ACTION = "refused:"
NO_CHAIN = -1  # stands where an entry of the trail has its chain

KEPT = REFUSED_ATTEMPT.c
PATIENCE = text("set local lock_timeout = '1s'")
COUNT = text("""
    with known as (
        select actor, rule, subject from refused_attempt
        where tenant = :tenant and hour = date_trunc('hour', now())
    ), own as (
        select count(*) as named,
               count(*) filter (where subject = :subject) > 0 as same,
               count(*) filter (where subject = '') > 0 as nameless
        from known where actor = :actor and rule = :rule
    ), body as (select count(*) < :rows_max as has_room from known)
    insert into refused_attempt as kept (tenant, hour, actor, rule, subject, first_at, last_at, facts, times)
    select :tenant, date_trunc('hour', now()),
           case when same or nameless or has_room then :actor else '' end,
           :rule,
           case when same or (has_room and named < :subjects_max) then :subject else '' end,
           now(), now(), :facts, :times
    from own, body
    on conflict (tenant, hour, actor, rule, subject) do update
    set times = kept.times + excluded.times, last_at = greatest(kept.last_at, excluded.last_at)
""").bindparams(
    *(bindparam(name, type_=Text) for name in ("tenant", "actor", "rule", "subject")),
    bindparam("facts", type_=JSONB),
    bindparam("times", type_=Integer),
    bindparam("rows_max", ROWS_AN_HOUR_MAX, type_=Integer),
    bindparam("subjects_max", SUBJECTS_NAMED_MAX, type_=Integer),
)


async def count(
    sessions: Sessions, tenant: str, actor: str, rule: str, subject: str, facts: dict[str, Any]
) -> None:
    """Count one attempt, in a short transaction of its own; `facts` are kept of the first.

    Whatever is tried, a body gets a bounded number of rows an hour.
    """
    async with sessions.begin() as session:
        await session.execute(PATIENCE)
        await add(session, tenant, actor, rule, subject, facts)


async def add(
    session: AsyncSession,
    tenant: str,
    actor: str,
    rule: str,
    subject: str,
    facts: dict[str, Any],
    times: int = 1,
) -> None:
    """Count some attempts of one kind within a transaction; it holds their row until it ends."""
    tried = {"tenant": tenant, "actor": actor, "rule": rule, "subject": subject, "facts": facts}
    await session.execute(COUNT, {**tried, "times": times})


def attempts_at(record: UUID) -> Select[Any]:
    """The attempts at a record as entries of the trail: by actor, rule and hour, with `times`."""
    content = func.jsonb_build_object(
        *("action", literal(ACTION, Text()) + KEPT.rule),
        *("tenant", KEPT.tenant, "actor", KEPT.actor),
        *("recorded_at", _written(KEPT.first_at), "business_at", _written(KEPT.first_at)),
        *("last_at", _written(KEPT.last_at), "times", KEPT.times, "facts", KEPT.facts),
    )
    return select(
        _written(KEPT.first_at).label("recorded_at"),
        literal(NO_CHAIN, SmallInteger()).label("chain"),
        KEPT.number.label("position"),
        cast(content, Text()).label("content"),
        KEPT.tenant.label("tenant"),
    ).where(KEPT.subject == str(record))


def _written(instant: Any) -> Any:
    """An instant as the trail writes it."""
    return func.to_char(func.timezone("UTC", instant), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')


async def seal_refused_attempts(tx: Tx) -> None:
    """Put the counts of a body's hour that ended on the trail, one entry for each actor and rule.

    An hour is left alone for some minutes, until every transaction that began in it has ended.
    """
    over = func.date_trunc("hour", func.now() - text("interval '5 minutes'"))
    waiting = (KEPT.sealed_as.is_(None), KEPT.hour < over)
    oldest = select(KEPT.hour, KEPT.tenant).where(*waiting).order_by(KEPT.hour).limit(1)
    who = (KEPT.hour, KEPT.tenant, KEPT.actor, KEPT.rule)
    rows = select(REFUSED_ATTEMPT).where(*waiting, tuple_(KEPT.hour, KEPT.tenant).in_(oldest))
    rows = rows.order_by(*who, KEPT.number).with_for_update()
    found = (await tx.session.execute(rows)).all()
    for (hour, tenant, actor, rule), group in groupby(found, lambda row: tuple(row._mapping[c] for c in who)):
        entry, counted = uuid4(), list(group)
        told = {"body": tenant, "actor": actor, "hour": hour.isoformat()}
        tx.audit(f"{ACTION}{rule}", entry, {**told, "attempts": [_told(row) for row in counted]})
        numbers = [row.number for row in counted]
        sealed = update(REFUSED_ATTEMPT).where(KEPT.number.in_(numbers)).values(sealed_as=entry)
        await tx.session.execute(sealed)


def _told(row: Any) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "times": row.times,
        "first_at": row.first_at.isoformat(timespec="microseconds"),
        "last_at": row.last_at.isoformat(timespec="microseconds"),
        "facts": row.facts,
    }
