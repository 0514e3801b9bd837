"""The agenda service's worker, without Kafka."""

from collections.abc import AsyncIterator

import pytest

from services.agenda.worker import SUBSCRIPTIONS
from shared.settings import Settings
from tests.reactions.register import Register, registered


@pytest.fixture(scope="session")
async def register(settings: dict[str, Settings]) -> AsyncIterator[Register]:
    """The agenda service as its inbox."""
    async with registered("agenda", settings["agenda"], SUBSCRIPTIONS) as found:
        yield found
