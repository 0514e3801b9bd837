"""How facts flow, in figures: what waits to be sent, what waits for an operator, what is not read yet."""

import asyncio
import logging
from typing import Any

from prometheus_client import Gauge
from sqlalchemy import Row, text
from sqlalchemy.exc import SQLAlchemyError

from shared.store.engine import CLOCK, Sessions
from shared.store.measured import Measured

log = logging.getLogger(__name__)

OUTBOX = Measured("groeikracht_outbox_messages", "Facts that are not sent yet.")
OUTBOX_AGE = Measured("groeikracht_outbox_oldest_seconds", "How long the oldest fact waits to be sent.")
PARKED = Measured("groeikracht_parked_messages", "Messages that wait for an operator.")
LAG = Gauge(
    "groeikracht_consumer_lag_messages",
    "Messages of a partition that are not seen through yet.",
    ("topic", "partition"),
)

LOOK_SECONDS = 10.0
WAITING = text(
    "select (select count(*) from outbox where published_at is null) as waiting,"
    " (select coalesce(extract(epoch from now() - min(recorded_at)), 0) from outbox"
    " where published_at is null) as oldest,"
    " (select count(*) from parked where status = 'PARKED') as parked"
)


async def watch(found: Sessions) -> None:
    """Look at the tables every few seconds, for ever; while they cannot be seen the last figures stay."""
    while True:
        try:
            async with asyncio.timeout(LOOK_SECONDS), found() as session:
                show((await session.execute(WAITING)).one())
                await session.info[CLOCK].now(session)
        except (SQLAlchemyError, OSError) as failure:
            log.warning("the figures are not renewed: %s", type(failure).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def show(seen: Row[Any]) -> None:
    """Show what was seen in the tables."""
    OUTBOX.set(seen.waiting)
    OUTBOX_AGE.set(float(seen.oldest))
    PARKED.set(seen.parked)
