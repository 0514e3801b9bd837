"""Which failures are about the moment, not about the data."""

import asyncpg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
MADE_MEANWHILE = frozenset({"23505", "23P01"})  # unique and exclusion: what the rule checked was true before
MOMENT = ("08", "57", "53", "40")  # connection, operator intervention, resources, rollback


def sqlstate(failure: BaseException) -> str:
    """The five-character code PostgreSQL gave, or nothing."""
    return str(getattr(getattr(failure, "orig", failure), "sqlstate", None) or "")


def is_passing(failure: BaseException) -> bool:
    """Whether the database was away, restarting, locked or full of connections; then a retry may succeed."""
    if isinstance(failure, (OperationalError, PoolTimeout, OSError, asyncpg.InterfaceError)):
        return True
    if isinstance(failure, DBAPIError) and failure.connection_invalidated:
        return True
    state = sqlstate(failure)
    return state == LOCK_NOT_AVAILABLE or state[:2] in MOMENT
