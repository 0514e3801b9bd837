"""Idempotency keys: whose they are, who is at one now, and the answer that a retry gets."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Row,
    Text,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.store.tables import IDEMPOTENCY

MINE = ("tenant", "client", "person", "key", "actor")


@dataclass(frozen=True)
class Key:
    """An idempotency key of one person, of one client, for one body."""

    tenant: str
    client: str
    person: str
    text: str

    @property
    def actor(self) -> str:
        """The caller as keys of an older version name it, which are kept for a week after the upgrade."""
        return f"{self.client}/{self.person}"

    @property
    def _mine(self) -> dict[str, str]:
        whose = (self.tenant, self.client, self.person, self.text, self.actor)
        return dict(zip(MINE, whose, strict=True))

    @property
    def _older(self) -> dict[str, str]:
        return {**self._mine, "tenant": "", "client": "", "person": ""}

    async def claim(self, session: AsyncSession, fingerprint: bytes) -> bool:
        """Claim the key for this transaction; False when it is known, or when another is at it now.

        Nobody waits: a twin that did would hold a connection for as long as the first takes.
        """
        values = [literal(value, Text()) for value in self._mine.values()]
        claim = select(*values, literal(fingerprint, LargeBinary()), func.now()).where(
            self._alone(), ~exists().where(_is(self._older))
        )
        claimed = await session.scalar(
            insert(IDEMPOTENCY)
            .from_select([*MINE, "fingerprint", "recorded_at"], claim)
            .on_conflict_do_nothing()
            .returning(IDEMPOTENCY.c.key)
        )
        return claimed is not None

    def _alone(self) -> ColumnElement[bool]:
        name = json.dumps([self.tenant, self.client, self.person, self.text])
        in_service = func.concat(func.current_schema(), literal(name, Text()))
        return func.pg_try_advisory_xact_lock(func.hashtextextended(in_service, 0))

    async def seen(self, session: AsyncSession) -> Row[Any] | None:
        """What was answered under the key; None while the first request is still carried out."""
        rows = select(IDEMPOTENCY).where(or_(_is(self._mine), _is(self._older)))
        return (await session.execute(rows.order_by(IDEMPOTENCY.c.tenant.desc()).limit(1))).one_or_none()


def _is(whose: dict[str, str]) -> ColumnElement[bool]:
    return and_(*(IDEMPOTENCY.c[name] == value for name, value in whose.items()))
