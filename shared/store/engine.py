"""One pool of connections to a service's own schema."""

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from shared.settings import Settings

Sessions = async_sessionmaker[AsyncSession]

LOCK_TIMEOUT = "10s"
STATEMENT_TIMEOUT = "30s"


def asyncpg_url(settings: Settings) -> str:
    """The database address with the driver SQLAlchemy should use."""
    return settings.database_url.get_secret_value().replace("postgresql://", "postgresql+asyncpg://", 1)


def connect(service: str, settings: Settings) -> AsyncEngine:
    """An engine whose connections work in the service's schema and never wait for ever."""
    return create_async_engine(
        asyncpg_url(settings),
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=30,
        connect_args={
            "server_settings": {
                "search_path": service,
                "application_name": f"groeikracht-{service}",
                "lock_timeout": LOCK_TIMEOUT,
                "statement_timeout": STATEMENT_TIMEOUT,
                "idle_in_transaction_session_timeout": "60s",
                "timezone": "UTC",
            }
        },
    )


def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
