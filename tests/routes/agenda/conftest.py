"""The database behind the agenda service, for what no route makes."""

from collections.abc import AsyncIterator

import pytest

from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions


@pytest.fixture
async def rows(settings: dict[str, Settings]) -> AsyncIterator[Sessions]:
    """The database of the agenda service."""
    engine = connect("agenda", settings["agenda"])
    yield sessions(engine)
    await engine.dispose()
