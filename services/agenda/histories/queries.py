"""The entries of the audit trail that make up a record's history."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, cast, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from shared.kernel.principal import Tenant, TenantKind
from shared.store.tables import AUDIT

ORDER = ("recorded_at", "chain", "position")
REFUSED = "refused:"


def acts(record: UUID, reader: Tenant) -> Select[Any]:
    """What was done with a record, and what was refused: to the State every attempt, to others their own."""
    rows = select(AUDIT.c.recorded_at, AUDIT.c.chain, AUDIT.c.position, AUDIT.c.content)
    rows = rows.where(AUDIT.c.subject == str(record))
    if reader.kind is TenantKind.STATE:
        return rows
    own = cast(AUDIT.c.content, JSONB)["tenant"].astext == str(reader)
    return rows.where(or_(~AUDIT.c.action.startswith(REFUSED), own))
