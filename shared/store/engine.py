"""One pool of connections to a service's own schema."""

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.settings import Settings

Sessions = async_sessionmaker[AsyncSession]

LOCK_TIMEOUT = "10s"
STATEMENT_TIMEOUT = "30s"
COMMAND_SECONDS = 35  # longer than the server takes to end a statement: without a word by then it is silent
CONNECT_SECONDS = 10


def asyncpg_url(settings: Settings) -> str:
    """The database address with the driver SQLAlchemy should use."""
    return settings.database_url.get_secret_value().replace("postgresql://", "postgresql+asyncpg://", 1)


def connect(service: str, settings: Settings) -> AsyncEngine:
    """An engine whose connections work in the service's schema and never wait for ever."""
    engine = create_async_engine(
        asyncpg_url(settings),
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=30,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "server_settings": {
                "search_path": service,
                "application_name": f"groeikracht-{service}",
                "lock_timeout": LOCK_TIMEOUT,
                "statement_timeout": STATEMENT_TIMEOUT,
                "idle_in_transaction_session_timeout": "60s",
                "timezone": "UTC",
                # the server lets go of a client that is gone, and of the locks it held
                "tcp_keepalives_idle": "10",
                "tcp_keepalives_interval": "5",
                "tcp_keepalives_count": "3",
                "tcp_user_timeout": "20000",
                "client_connection_check_interval": "10s",
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _drop_the_silent)
    return engine


def _drop_the_silent(context: ExceptionContext) -> None:
    """A connection that gave no answer in time is closed, and those opened before it with it."""
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
