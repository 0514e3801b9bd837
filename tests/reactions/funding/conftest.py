"""The funding service's worker, without Kafka."""

from collections.abc import AsyncIterator

import pytest

from services.funding.worker import SUBSCRIPTIONS
from shared.settings import Settings
from tests.reactions.register import Register, registered


@pytest.fixture(scope="session")
async def register(settings: dict[str, Settings]) -> AsyncIterator[Register]:
    """The funding service as its inbox."""
    async with registered("funding", settings["funding"], SUBSCRIPTIONS) as found:
        yield found
