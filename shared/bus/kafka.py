"""Kafka clients with the settings this suite relies on: idempotent, patient, and committing by hand."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.consumer import fetcher
from aiokafka.errors import KafkaError

from shared.bus.batches import Batches
from shared.settings import Settings

ANSWER_MS = (
    15_000  # a connection that is silent for so long is replaced; an idempotent producer then sends again
)
FETCH_WAIT_MS = 200  # how long the brokers may hold an answer for want of news
FETCH_MAX = 500
STOP_SECONDS = 10
RENEW_SECONDS = 30.0  # without an answer of the brokers: with a new client

fetcher.MemoryRecords = Batches  # the one place where the client makes records of bytes


def connection(settings: Settings) -> dict[str, Any]:
    """Where the brokers are and how one logs in to them, for any client of aiokafka."""
    found: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_security_protocol,
    }
    if settings.kafka_security_protocol.startswith("SASL"):
        found["sasl_mechanism"] = settings.kafka_sasl_mechanism
        found["sasl_plain_username"] = settings.kafka_username
        found["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    if settings.kafka_security_protocol.endswith("SSL"):
        found["ssl_context"] = ssl.create_default_context(cafile=settings.kafka_ca_file or None)
    return found


def producer(settings: Settings) -> AIOKafkaProducer:
    """A producer that loses nothing and keeps the order per key."""
    return AIOKafkaProducer(
        **connection(settings),
        enable_idempotence=True,
        acks="all",
        linger_ms=2,
        request_timeout_ms=ANSWER_MS,
        max_request_size=256 * 1024,
    )


def consumer(settings: Settings, group: str | None) -> AIOKafkaConsumer:
    """A consumer that starts at the beginning, and whose offsets move only when we say so."""
    return AIOKafkaConsumer(
        **connection(settings),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2_000,
        max_poll_records=FETCH_MAX,
        request_timeout_ms=ANSWER_MS,
        fetch_max_wait_ms=FETCH_WAIT_MS,
        metadata_max_age_ms=30_000,
    )


@asynccontextmanager
async def answering(seconds: float | None = None) -> AsyncIterator[None]:
    """A talk with the brokers: it ends, or fails with a KafkaError or a TimeoutError.

    A client waits without a bound for a part of itself that has ended; and where it cancelled such a part, it
    says that we were cancelled, which would end our task without a word.
    """
    ours = asyncio.current_task()
    try:
        async with asyncio.timeout(RENEW_SECONDS if seconds is None else seconds):
            yield
    except asyncio.CancelledError:
        if ours and ours.cancelling():
            raise
        raise KafkaError("the client ended a part of itself") from None


async def partitions(settings: Settings, pattern: str) -> list[TopicPartition]:
    """The partitions of every topic that a pattern names and that we may see."""
    admin = AIOKafkaAdminClient(**connection(settings), request_timeout_ms=ANSWER_MS)
    try:
        async with answering():
            await admin.start()
            topics = await admin.describe_topics()
    finally:
        async with answering(STOP_SECONDS):
            await admin.close()
    return [
        TopicPartition(topic["topic"], partition["partition"])
        for topic in topics
        if re.fullmatch(pattern, topic["topic"])
        for partition in topic["partitions"]
    ]


async def stop(client: AIOKafkaConsumer | AIOKafkaProducer, seconds: float = STOP_SECONDS) -> None:
    """Let a client go, whatever comes of it.

    It may raise, or take for ever; and when the brokers were away it says that it was cancelled, which would
    end whoever waits for it without a word.
    """
    leaving = asyncio.ensure_future(client.stop())
    leaving.add_done_callback(lambda left: left.cancelled() or left.exception())  # heard, and of no use
    await asyncio.wait({leaving}, timeout=seconds)
    leaving.cancel()
