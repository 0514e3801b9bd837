"""Idempotency keys: whose they are, who is at one now, and the answer that a retry gets."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Text, and_, bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.store.tables import IDEMPOTENCY

MINE = ("tenant", "client", "person", "key", "actor")
CLAIM = text(
    """
    insert into idempotency (tenant, client, person, key, actor, fingerprint, recorded_at)
    select :tenant, :client, :person, :key, :actor, :fingerprint, now()
    where pg_try_advisory_xact_lock(hashtextextended(concat(current_schema(), :name), 0))
        and not exists (
            select from idempotency
            where key = :key and actor = :actor and tenant = '' and client = '' and person = ''
        )
    on conflict do nothing
    returning key
    """
).bindparams(
    *(bindparam(name, type_=Text) for name in (*MINE, "name")), bindparam("fingerprint", type_=LargeBinary)
)


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
        claimed = await session.scalar(CLAIM, {**self._mine, "fingerprint": fingerprint, "name": self._name})
        return claimed is not None

    @property
    def _name(self) -> str:
        """What the database calls the claim by; no two keys have one."""
        return json.dumps([self.tenant, self.client, self.person, self.text])

    async def seen(self, session: AsyncSession) -> Row[Any] | None:
        """What was answered under the key; None while the first request is still carried out."""
        rows = select(IDEMPOTENCY).where(or_(_is(self._mine), _is(self._older)))
        return (await session.execute(rows.order_by(IDEMPOTENCY.c.tenant.desc()).limit(1))).one_or_none()


def _is(whose: dict[str, str]) -> ColumnElement[bool]:
    return and_(*(IDEMPOTENCY.c[name] == value for name, value in whose.items()))
