"""What makes up a record's history: entries of the audit trail, and the attempts that were refused."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, cast, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from shared.kernel.principal import Tenant, TenantKind
from shared.store.attempts import ACTION, attempts_at
from shared.store.tables import AUDIT

ORDER = ("recorded_at", "chain", "position")


def acts(record: UUID, reader: Tenant) -> Select[Any]:
    """What was done with a record, and what was refused: to the State every attempt, to others their own.

    On the trail itself are the attempts of before they were counted.
    """
    tenant = cast(AUDIT.c.content, JSONB)["tenant"].astext
    done = select(
        AUDIT.c.recorded_at, AUDIT.c.chain, AUDIT.c.position, AUDIT.c.content, tenant.label("tenant")
    )
    tried = attempts_at(record)
    done = done.where(AUDIT.c.subject == str(record))
    if reader.kind is not TenantKind.STATE:
        done = done.where(or_(~AUDIT.c.action.startswith(ACTION), tenant == str(reader)))
        tried = tried.where(tried.selected_columns.tenant == str(reader))
    both = union_all(done, tried).subquery()
    return select(both.c.recorded_at, both.c.chain, both.c.position, both.c.content)
