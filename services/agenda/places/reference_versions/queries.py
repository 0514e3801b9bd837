"""The stored set, and how it becomes the newer one; all statements run in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, func, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.agenda.places.reference_versions.models import ReferenceVersion, Status
from services.agenda.places.reference_versions.past import Past
from services.agenda.places.reference_versions.rules import Change, Edge, Snapshot, compare
from services.agenda.places.regions.models import Kind, Membership, Region
from services.agenda.places.regions.models import Status as RegionStatus
from shared.kernel.ids import uuid7

REGION = cast(Table, Region.__table__)  # a mapped class has a Table
MEMBERSHIP = cast(Table, Membership.__table__)
VERSION = cast(Table, ReferenceVersion.__table__)
OURS = Kind.URBAN_REGION


async def newest(connection: AsyncConnection) -> tuple[int, str, date]:
    """The number, the digest and the first day of the version that was loaded last; 0 before the first."""
    rows = select(VERSION.c.number, VERSION.c.digest, VERSION.c.valid_from)
    found = (await connection.execute(rows.order_by(VERSION.c.number.desc()).limit(1))).one_or_none()
    return (0, "", date.min) if found is None else (found.number, found.digest, found.valid_from)


async def stored(connection: AsyncConnection) -> Snapshot:
    """The regions and memberships that are current, but for those that regions made themselves."""
    regions = select(REGION.c.code, REGION.c.kind, REGION.c.name).where(
        REGION.c.status == RegionStatus.CURRENT, REGION.c.kind != OURS
    )
    edges = select(
        MEMBERSHIP.c.member_code, MEMBERSHIP.c.member_kind, MEMBERSHIP.c.region_code, MEMBERSHIP.c.kind
    ).where(MEMBERSHIP.c.status == RegionStatus.CURRENT, MEMBERSHIP.c.kind != OURS)
    known = {code: (kind, name) for code, kind, name in await connection.execute(regions)}
    return Snapshot(known, frozenset((a, b, c, d) for a, b, c, d in await connection.execute(edges)))


async def replace(
    connection: AsyncConnection,
    number: int,
    snapshot: Snapshot,
    *,
    source: str,
    digest: str,
    valid_from: date,
    loaded_on: date,
) -> list[Change]:
    """Store what differs as a new version: what is gone ends the day before, nothing is deleted."""
    before = await stored(connection)
    last = valid_from - timedelta(days=1)
    left = await _end(connection, before, snapshot, last)
    await _add(connection, before, snapshot, valid_from)
    changes = [*compare(before, snapshot), *left]
    told = [{"what": change.what, "code": change.code, "detail": change.detail} for change in changes]
    version = {
        **_identity(),
        "number": number,
        "source": source,
        "digest": digest,
        "valid_from": valid_from,
        "loaded_on": loaded_on,
        "changes": told,
        "status": Status.LOADED,
    }
    await connection.execute(insert(VERSION).values(version))
    return changes


async def date_back(connection: AsyncConnection, known: Sequence[Past], unknown: date) -> None:
    """Give municipalities the days on which they were there, and enter those that are gone.

    Only what began on `unknown`, the day that stands for not known, is set right.
    """
    for each in known:
        if each.last is None and each.first is not None:
            await _begin(connection, each.code, each.first, unknown)
    gone = [each for each in known if each.last is not None]
    there = set(await connection.scalars(select(REGION.c.code).where(REGION.c.kind == Kind.MUNICIPALITY)))
    new = [each for each in gone if each.code not in there]
    if new:
        await connection.execute(insert(REGION), [_gone(each, unknown) for each in new])
        edges = [edge for each in new for edge in _gone_edges(each, unknown)]
        await connection.execute(insert(MEMBERSHIP), edges)


async def _begin(connection: AsyncConnection, code: str, first: date, unknown: date) -> None:
    begun = {"valid_from": first}
    of = (REGION.c.code == code) & (REGION.c.valid_from == unknown)
    await connection.execute(update(REGION).where(of).values(begun | {"version": REGION.c.version + 1}))
    member = (MEMBERSHIP.c.member_code == code) & (MEMBERSHIP.c.kind != OURS)
    of = member & (MEMBERSHIP.c.valid_from == unknown)
    await connection.execute(
        update(MEMBERSHIP).where(of).values(begun | {"version": MEMBERSHIP.c.version + 1})
    )


def _gone(each: Past, unknown: date) -> dict[str, object]:
    return {
        **_identity(),
        "code": each.code,
        "name": each.name,
        "kind": Kind.MUNICIPALITY,
        "valid_from": each.first or unknown,
        "valid_until": each.last,
        "status": RegionStatus.ENDED,
    }


def _gone_edges(each: Past, unknown: date) -> list[dict[str, object]]:
    ended = {"valid_from": each.first or unknown, "valid_until": each.last, "status": RegionStatus.ENDED}
    return [
        {
            **_identity(),
            **ended,
            "member_code": each.code,
            "member_kind": Kind.MUNICIPALITY,
            "region_code": code,
            "kind": kind,
        }
        for code, kind in each.areas
    ]


def _identity() -> dict[str, object]:
    return {"id": uuid7(), "owner": "state", "version": 1}


async def _end(connection: AsyncConnection, before: Snapshot, after: Snapshot, last: date) -> list[Change]:
    """End what is gone; the changes are those of urban regions, which lose a municipality that is gone."""
    for member, _, region, _ in before.memberships - after.memberships:
        current = (MEMBERSHIP.c.member_code == member) & (MEMBERSHIP.c.region_code == region)
        open_one = current & (MEMBERSHIP.c.status == RegionStatus.CURRENT)
        await connection.execute(update(MEMBERSHIP).where(open_one).values(_ended(MEMBERSHIP, last)))
    gone = before.regions.keys() - after.regions.keys()
    await connection.execute(update(REGION).where(REGION.c.code.in_(gone)).values(_ended(REGION, last)))
    lost = update(MEMBERSHIP).where(_beyond(last), MEMBERSHIP.c.member_code.in_(gone))
    # one that would have begun later keeps its first day, and ends on it
    ends = {**_ended(MEMBERSHIP, last), "valid_until": func.greatest(MEMBERSHIP.c.valid_from, last)}
    rows = await connection.execute(
        lost.values(ends).returning(MEMBERSHIP.c.member_code, MEMBERSHIP.c.region_code)
    )
    return sorted((Change("membership-ended", *row) for row in rows), key=lambda change: change.code)


def _ended(table: Table, last: date) -> dict[str, object]:
    return {"valid_until": last, "status": RegionStatus.ENDED, "version": table.c.version + 1}


def _beyond(last: date) -> ColumnElement[bool]:
    until = MEMBERSHIP.c.valid_until
    return (MEMBERSHIP.c.kind == OURS) & or_(until.is_(None), until > last)


async def _add(connection: AsyncConnection, before: Snapshot, after: Snapshot, first: date) -> None:
    renamed = {code for code, known in after.regions.items() if before.regions.get(code, known) != known}
    for code in renamed:
        named = {"name": after.regions[code][1], "version": REGION.c.version + 1}
        await connection.execute(update(REGION).where(REGION.c.code == code).values(named))
    new = {code: known for code, known in after.regions.items() if code not in before.regions}
    if new:
        await connection.execute(_make_or_reopen(), _region_rows(new, first))
    edges = _edge_rows(after.memberships - before.memberships, first)
    if edges:
        await connection.execute(insert(MEMBERSHIP), edges)


def _make_or_reopen() -> Insert:
    """A region that had ended is there again; its memberships keep the days on which it was not."""
    made = insert(REGION)
    again = {"name": made.excluded.name, "status": made.excluded.status, "valid_until": None}
    return made.on_conflict_do_update(
        index_elements=["code"], set_={**again, "version": REGION.c.version + 1}
    )


def _region_rows(regions: Mapping[str, tuple[Kind, str]], first: date) -> list[dict[str, object]]:
    current = {"valid_from": first, "status": RegionStatus.CURRENT}
    return [
        {**_identity(), **current, "code": code, "kind": kind, "name": name}
        for code, (kind, name) in regions.items()
    ]


def _edge_rows(edges: frozenset[Edge], first: date) -> list[dict[str, object]]:
    current = {"valid_from": first, "status": RegionStatus.CURRENT}
    return [
        {
            **_identity(),
            **current,
            "member_code": member,
            "member_kind": member_kind,
            "region_code": region,
            "kind": kind,
        }
        for member, member_kind, region, kind in sorted(edges)
    ]
