"""Proof that the audit trail is whole: every chain is walked and its hashes are computed anew."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.store.seals import AUDIT_CHAINS
from shared.store.tables import AUDIT, AUDIT_HEAD

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and what was seen there."""

    chain: int
    position: int
    finding: str


@dataclass(frozen=True)
class Verification:
    """What `verify` found; `heads` are the ends of the chains, to be kept elsewhere as an anchor."""

    entries: int
    breaks: list[Break]
    heads: dict[int, tuple[int, str]]


async def verify(session: AsyncSession) -> Verification:
    """Walk every chain: a changed, removed or inserted row breaks it (see docs/decisions).

    The session's transaction must be REPEATABLE READ, so that heads and rows are of one moment.
    """
    entries, breaks, heads = 0, [], {}
    found = (await session.execute(select(AUDIT_HEAD).order_by(AUDIT_HEAD.c.chain))).all()
    if [chain for chain, _, _ in found] != list(range(AUDIT_CHAINS)):
        breaks.append(Break(-1, 0, "heads of chains were removed or added"))
    for chain, last, head in found:
        position, digest, broken = await _walk(session, chain)
        entries += position
        breaks += broken
        heads[chain] = (last, bytes(head).hex())
        if not broken and (position, digest) != (last, bytes(head)):
            finding = (
                f"the chain ends at {position}, its head says {last}: rows at the end were removed or added"
            )
            breaks.append(Break(chain, position, finding))
    return Verification(entries, breaks, heads)


async def _walk(session: AsyncSession, chain: int) -> tuple[int, bytes, list[Break]]:
    position, digest = 0, b""
    while True:
        rows = (
            await session.execute(
                select(AUDIT)
                .where(AUDIT.c.chain == chain, AUDIT.c.position > position)
                .order_by(AUDIT.c.position)
                .limit(ROWS_AT_ONCE)
            )
        ).all()
        for row in rows:
            finding = _finding(
                row.position, row.content, bytes(row.previous_hash), bytes(row.hash), position, digest
            )
            if finding:
                return position, digest, [Break(chain, row.position, finding)]
            position, digest = row.position, bytes(row.hash)
        if len(rows) < ROWS_AT_ONCE:
            return position, digest, []


def _finding(
    position: int, content: str, previous: bytes, digest: bytes, last: int, last_digest: bytes
) -> str | None:
    if position != last + 1:
        return f"row {last + 1} was removed"
    if previous != last_digest:
        return (
            "the row does not follow from the one before it: it was inserted, or the one before was replaced"
        )
    if hashlib.sha256(previous + content.encode()).digest() != digest:
        return "the content was changed after it was written"
    try:
        json.loads(content)
    except ValueError:
        return "the content is not an audit entry"
    return None
