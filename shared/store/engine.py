"""One pool of connections to a service's own schema, none of which is waited for without end."""

import asyncio
import logging
import socket
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.settings import Settings
from shared.store.clock import Clock

log = logging.getLogger(__name__)

Sessions = async_sessionmaker[AsyncSession]

CLOCK = "clock"  # under which an engine, and each of its sessions, has the one of its database
LOCK_TIMEOUT = "10s"
CONNECT_SECONDS = 10
IDLE_SECONDS = 5.0  # a connection that rested for longer is asked whether it is still there
ASKED_SECONDS = 3.0
PROBES = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 20_000}


@dataclass(frozen=True)
class Patience:
    """For how many seconds a connection is waited for, and waits.

    `command` is longer than `statement`, after which the server ends it: without a word by then it is silent.
    The server ends a session that asked nothing for `idle` seconds, zero is never.
    """

    statement: float
    command: float
    idle: float


WORKING = Patience(statement=30, command=35, idle=0)
MIGRATING = Patience(statement=7200, command=7260, idle=0)  # a table of millions of rows is written anew
HOLDING = Patience(statement=10, command=12, idle=30)  # of the leader's lock: see shared/bus/leadership.py


def asyncpg_url(settings: Settings) -> str:
    """The database address with the driver SQLAlchemy should use."""
    return settings.database_url.get_secret_value().replace("postgresql://", "postgresql+asyncpg://", 1)


def connect(service: str, settings: Settings, patience: Patience | None = None) -> AsyncEngine:
    """An engine whose connections work in the service's schema and never wait for ever."""
    patience = patience or WORKING
    engine = create_async_engine(
        asyncpg_url(settings),
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=30,
        execution_options={CLOCK: Clock()},
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": patience.command,
            "server_settings": {
                "search_path": service,
                "application_name": f"groeikracht-{service}",
                "timezone": "UTC",
                **_bounds(patience),
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _drop_the_silent)
    event.listen(engine.sync_engine, "connect", _probe)
    event.listen(engine.sync_engine, "checkin", _rests)
    event.listen(engine.sync_engine, "checkout", _ask)
    return engine


def _bounds(patience: Patience) -> dict[str, str]:
    """What the server ends by itself, with the locks that were held."""
    return {
        "lock_timeout": LOCK_TIMEOUT,
        "statement_timeout": f"{patience.statement * 1000:.0f}ms",
        "idle_session_timeout": f"{patience.idle * 1000:.0f}ms",
        "idle_in_transaction_session_timeout": "60s",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
        "tcp_user_timeout": "20000",
        "client_connection_check_interval": "10s",
    }


def _drop_the_silent(context: ExceptionContext) -> None:
    """A connection that gave no answer in time is closed, and those opened before it with it."""
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


def _probe(connection: Any, _: object) -> None:
    """Our side too notices a server that lost its power: the driver has no setting for it."""
    found = connection.driver_connection._transport.get_extra_info("socket")
    if found is None or found.family == getattr(socket, "AF_UNIX", None):
        return
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in PROBES.items():
        if (option := getattr(socket, name, None)) is not None:  # not every system has every one
            found.setsockopt(socket.IPPROTO_TCP, option, value)


def _rests(_: object, record: Any) -> None:
    record.info["rests since"] = time.monotonic()


def _ask(connection: Any, record: Any, _: object) -> None:
    """What went silent while it rested is found out before a request leans on it, and all its likes go."""
    rested = time.monotonic() - record.info.get("rests since", time.monotonic())
    if rested < IDLE_SECONDS:
        return
    try:
        connection.run_async(lambda raw: raw.fetchrow(";", timeout=ASKED_SECONDS))
    except TimeoutError as silent:
        raise InvalidatePoolError from silent
    except Exception as gone:
        raise DisconnectionError from gone


def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False, info={CLOCK: clock_of(engine)})


def clock_of(engine: AsyncEngine) -> Clock:
    """The clock of the database that an engine connects to."""
    found: Clock = engine.get_execution_options()[CLOCK]
    return found


async def require_right_clock(engine: AsyncEngine, settings: Settings) -> None:
    """RuntimeError on a machine whose clock is off; without a database to ask, readiness tells it later."""
    clock = clock_of(engine)
    try:
        async with asyncio.timeout(ASKED_SECONDS), sessions(engine)() as session:
            await clock.now(session)
    except (SQLAlchemyError, OSError) as away:
        log.warning("this machine's clock is not compared yet: %s", type(away).__name__)
    if fault := clock.fault(settings.clock_off_max_seconds):
        raise RuntimeError(f"Not started: {fault} Or set GROEIKRACHT_CLOCK_OFF_MAX_SECONDS.")
