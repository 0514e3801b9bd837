"""How much of the brokers each user may take, so that a flood of one costs the others nothing.

Kafka's clients for Python can ask for quotas and not set them: the request that they lack is spelt out here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import DescribeClientQuotasRequest
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Float64, Int16, Int32, Schema, String

from shared.bus.kafka import connection
from shared.settings import Settings

# Of one user on each broker: more in a second than a back-office sends in a day, and what it missed over the
# summer is read in minutes. Above it the brokers answer later; they refuse nothing.
GENEROUS = {"producer_byte_rate": 1_048_576.0, "consumer_byte_rate": 4_194_304.0, "request_percentage": 25.0}

Quotas = dict[str, dict[str, float]]  # by user, by name

_ENTITY = Array(("entity_type", String("utf-8")), ("entity_name", String("utf-8")))
_ANY = 2  # a user with any name
T = TypeVar("T")


class _Altered(Response):  # type: ignore[misc]
    API_KEY = 49
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "entries",
            Array(("error_code", Int16), ("error_message", String("utf-8")), ("entity", _ENTITY)),
        ),
    )


class _AlterStruct(RequestStruct):  # type: ignore[misc]
    API_KEY = 49
    API_VERSION = 0
    RESPONSE_TYPE = _Altered
    SCHEMA = Schema(
        (
            "entries",
            Array(
                ("entity", _ENTITY),
                ("ops", Array(("key", String("utf-8")), ("value", Float64), ("remove", Boolean))),
            ),
        ),
        ("validate_only", Boolean),
    )


class _Alter(Request[_AlterStruct]):  # type: ignore[misc]
    """AlterClientQuotas, as the Kafka protocol has it under number 49."""

    API_KEY = 49

    def __init__(self, quotas: Quotas) -> None:
        self._entries = [
            ([("user", user)], [(name, value, False) for name, value in wanted.items()])
            for user, wanted in quotas.items()
        ]

    def build(self, request_struct_class: type[_AlterStruct]) -> _AlterStruct:
        return request_struct_class(self._entries, False)


def lacking(known: Quotas, users: Iterable[str], wanted: Mapping[str, float]) -> Quotas:
    """What is to be set: the generous ones where a user has none, and each that is `wanted` and other."""
    found: Quotas = {}
    for user in users:
        has = known.get(user, {})
        changes = {
            name: wanted.get(name, generous)
            for name, generous in GENEROUS.items()
            if name not in has or has[name] != wanted.get(name, has[name])
        }
        if changes:
            found[user] = changes
    return found


def described(settings: Settings) -> Quotas:
    """The quotas of every user that has any of its own."""

    async def ask(client: AIOKafkaClient) -> Quotas:
        request = DescribeClientQuotasRequest([("user", _ANY, None)], True)
        answer = await client.send(client.get_random_node(), request)
        _require_done(answer.error_code, answer.error_message)
        return {entity[0][1]: dict(values) for entity, values in answer.entries or ()}

    return asyncio.run(_asked(settings, ask))


def alter(settings: Settings, quotas: Quotas) -> None:
    """Set these, and leave all others as they are."""
    if not quotas:
        return

    async def ask(client: AIOKafkaClient) -> None:
        answer = await client.send(client.get_random_node(), _Alter(quotas))
        for code, message, _ in answer.entries:
            _require_done(code, message)

    asyncio.run(_asked(settings, ask))


async def _asked(settings: Settings, ask: Callable[[Any], Awaitable[T]]) -> T:
    client = AIOKafkaClient(**connection(settings))
    await client.bootstrap()
    try:
        return await ask(client)
    finally:
        await client.close()


def _require_done(code: int, message: str | None) -> None:
    if code:
        raise for_code(code)(message)
