"""Which failures are about the moment, not about the data; and how one is told."""

import asyncpg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

LOGGED_MAX_CHARACTERS = 300
LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
CLOSED = "GK503"  # raised by mechanisms_2.sql: a restored service waits for `recover`
OUT_OF_RANGE = "22003"  # a number, mostly a sum, that its column cannot hold
UNDEFINED_TABLE = "42P01"
NOT_ALLOWED = "42501"  # the login lacks the right
MADE_MEANWHILE = frozenset({"23505", "23P01"})  # unique and exclusion: what the rule checked was true before
MOMENT = ("08", "53", "40")  # connection, resources, rollback
DATA = ("22", "23", "54")
STALLED = "57014"  # statement_timeout
SHUTDOWN = "57P"  # not all of 57: a statement that always takes too long is no passing trouble


def cause(failure: BaseException, most: int = LOGGED_MAX_CHARACTERS) -> str:
    """The first cause of a failure with its kind, as long as a log shows it."""
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return f"{type(failure).__name__}: {failure}"[:most]


def sqlstate(failure: BaseException) -> str:
    """The five-character code PostgreSQL gave, or nothing.

    A number that fits in no column never gets there: the driver overflows on it, with a code less exact.
    """
    given = str(getattr(getattr(failure, "orig", failure), "sqlstate", None) or "")
    return OUT_OF_RANGE if _overflowed(failure) else given


def _overflowed(failure: BaseException | None) -> bool:
    while failure is not None and not isinstance(failure, OverflowError):
        failure = failure.__cause__
    return failure is not None


def is_lasting(failure: BaseException) -> bool:
    """Whether the data is at fault (its form, a constraint, a limit), so that another try cannot succeed."""
    return sqlstate(failure)[:2] in DATA


def is_stalled(failure: BaseException) -> bool:
    """Whether a statement took too long: for a while that is a busy database, not what was asked of it."""
    return sqlstate(failure) == STALLED


def is_passing(failure: BaseException) -> bool:
    """Whether the database was away, restarting, closed, locked or full; a retry may succeed."""
    if isinstance(failure, (OperationalError, PoolTimeout, OSError, asyncpg.InterfaceError)):
        return True
    if isinstance(failure, DBAPIError) and failure.connection_invalidated:
        return True
    state = sqlstate(failure)
    return state in (LOCK_NOT_AVAILABLE, CLOSED) or state[:2] in MOMENT or state.startswith(SHUTDOWN)
