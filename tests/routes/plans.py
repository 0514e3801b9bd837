"""How PostgreSQL would read a long table, and what in such a plan grows with rows that nobody is shown."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

FEW = 5_000  # rows that may be looked at for a page
GATHERS = {"Sort", "Aggregate", "Hash", "Materialize"}  # steps that take all before they give the first
FEW_ARE_NOT = {"latest"}  # of the scores of a cluster, one a year
FILL = """
do $$
declare
    each record;
    plain constant jsonb := '{"S": "{}", "D": "2020-01-01", "N": "1", "B": "true", "A": "{}", "T": "1 day"}';
begin
    for each in
        select conname, conrelid::regclass as place from pg_constraint
        where connamespace = current_schema()::regnamespace and contype in ('c', 'f')
    loop
        execute format('alter table %s drop constraint %I', each.place, each.conname);
    end loop;
    for each in
        select c.oid, c.relname, string_agg(quote_ident(a.attname), ', ') as names,
            string_agg(quote_literal(coalesce(plain ->> t.typcategory::text,
                case t.typname when 'uuid' then gen_random_uuid()::text else '{}' end)), ', ') as values
        from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
            and a.attgenerated = '' and a.attidentity = '' and not a.attisdropped and a.attnotnull
        group by c.oid, c.relname having bool_or(a.attname = 'changed')
    loop
        execute format('alter table %I disable trigger user', each.relname);  -- an entry to itself
        execute format('insert into %I (%s) values (%s) on conflict do nothing',
                       each.relname, each.names, each.values);
    end loop;
end $$
"""
BELIEVE = """
select pg_restore_relation_stats('schemaname', current_schema()::text, 'relname', relname::text,
        'relpages', 1::integer, 'reltuples', 1e7::real)
  from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
"""
FEW_CHILDREN = """
select pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', c.relname::text,
        'attname', a.attname::text, 'inherited', false, 'n_distinct', -0.1::real, 'null_frac', 0::real,
        'avg_width', 16::integer)
  from pg_class c join pg_attribute a on a.attrelid = c.oid
 where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
   and a.atttypid = 'uuid'::regtype and a.attname like '%\\_id'
"""


FORGET = """
select pg_clear_attribute_stats(current_schema()::text, c.relname::text, a.attname::text, false)
  from pg_class c join pg_attribute a on a.attrelid = c.oid
 where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
   and not a.attisdropped
"""


async def believe_in_many_rows(session: AsyncSession) -> None:
    """Ten million rows in each table, ten for each other row that they refer to, until the rollback.

    What PostgreSQL learned of the rows that other tests made is forgotten as well: it may look at any time.
    """
    connection = await session.connection()
    await connection.exec_driver_sql(FORGET)
    await connection.exec_driver_sql(FEW_CHILDREN)
    async with session.begin_nested() as filled:
        await connection.exec_driver_sql(FILL)
        await filled.rollback()  # a page of each table stays
    await connection.exec_driver_sql(BELIEVE)


async def explained(connection: AsyncConnection, statement: str) -> dict[str, Any]:
    """How PostgreSQL would run a statement."""
    [found] = (await connection.exec_driver_sql(f"explain (format json) {statement}")).scalar_one()
    plan: dict[str, Any] = found["Plan"]
    return plan


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a plan."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from steps(below)


def unbounded(plan: dict[str, Any], *, stops: bool = False) -> list[str]:
    """The steps of a plan that look at rows without bound; `stops`: somebody takes but the first of them."""
    return list(_unbounded(plan, stops))


def _unbounded(plan: dict[str, Any], stops: bool) -> Iterator[str]:
    kind, rows = plan["Node Type"], plan["Plan Rows"]
    told = f"{kind} {plan.get('Index Name', plan.get('Relation Name', ''))}".strip()
    if kind == "Seq Scan" or (rows > FEW and not stops and "Plans" not in plan):
        yield told
    elif "Filter" in plan and "Index Name" in plan and not _narrow(plan):
        yield f"{told} filter {plan['Filter']}"
    passes = stops or kind == "Limit"
    for below in plan.get("Plans", ()):
        yield from _unbounded(below, passes and kind not in GATHERS)


def _narrow(plan: dict[str, Any]) -> bool:
    """Whether few rows are filtered: those of a word, a parent or an id, or alike in a unique column."""
    name, condition = plan["Index Name"], plan.get("Index Cond", "")
    if plan["Filter"] in FEW_ARE_NOT:
        return True
    return "_seen_by_" in name or (bool(condition) and (plan["Plan Rows"] <= FEW or name.startswith("uq_")))
