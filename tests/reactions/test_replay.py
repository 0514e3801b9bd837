"""A replay reaches the topics of the one consumer that asked, and no other."""

import asyncio
from typing import Any

import pytest
from aiokafka.errors import KafkaError

from shared.bus import kafka
from shared.bus.leadership import Lead
from shared.bus.relay import Relay
from shared.contracts.examples import EXAMPLES
from shared.contracts.loans import LoanGuaranteed
from shared.kernel.principal import Tenant
from shared.kernel.rules import Refused
from shared.settings import Settings
from shared.store import parked
from shared.store.engine import connect, sessions
from shared.store.tx import begin

OPERATOR = Tenant.parse("platform")
GUARANTEED = next(example for example in EXAMPLES if isinstance(example, LoanGuaranteed))
ROM_TOPIC, SERVICE_TOPIC = "groeikracht.rom.bom.outbound", "groeikracht.loans"


class Recorder:
    """In the place of Kafka: remembers what was sent, and acknowledges it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes | None]] = []

    async def send(self, topic: str, value: bytes, key: bytes, headers: list[Any]) -> Any:
        self.sent.append((topic, dict(headers).get("replay-for")))
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        acknowledged.set_result(None)
        return acknowledged


@pytest.mark.parametrize(("consumer", "topic"), [("rom-bom", ROM_TOPIC), ("funding", SERVICE_TOPIC)])
async def test_a_replay_goes_to_the_topics_of_its_consumer(
    consumer: str, topic: str, settings: dict[str, Settings]
) -> None:
    engine = connect("loans", settings["loans"])
    recorder = Recorder()
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        relay = Relay(Lead(connection), recorder, "loans", settings["loans"])  # type: ignore[arg-type]
        async with begin(sessions(engine), "somebody") as tx:
            tx.emit(GUARANTEED)
        while await relay.send_unsent():
            pass
        assert {(ROM_TOPIC, None), (SERVICE_TOPIC, None)} <= set(recorder.sent)

        recorder.sent.clear()
        async with begin(sessions(engine), "operator", OPERATOR) as tx:
            await parked.request_replay(tx, consumer, None, None)
        while await relay.send_replays():
            pass
    await engine.dispose()
    assert set(recorder.sent) == {(topic, consumer.encode())}


async def test_a_replay_for_nobody_is_refused(settings: dict[str, Settings]) -> None:
    engine = connect("loans", settings["loans"])
    with pytest.raises(Refused, match=r"replay\.known-consumer"):
        async with begin(sessions(engine), "operator", OPERATOR) as tx:
            await parked.request_replay(tx, "gateway", None, None)
    await engine.dispose()


class Silent(Recorder):
    """Takes a message and never tells what became of it, or tells that its own task was cancelled."""

    def __init__(self, cancelled: bool) -> None:
        super().__init__()
        self._cancelled = cancelled

    async def send(self, topic: str, value: bytes, key: bytes, headers: list[Any]) -> Any:
        never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._cancelled:
            never.cancel()
        return never


@pytest.mark.parametrize(("cancelled", "failure"), [(False, TimeoutError), (True, KafkaError)])
async def test_a_client_that_does_not_tell_what_became_of_a_fact_ends_the_relay_with_a_failure(
    cancelled: bool, failure: type[Exception], settings: dict[str, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "RENEW_SECONDS", 0.3)
    engine = connect("loans", settings["loans"])
    async with begin(sessions(engine), "somebody") as tx:
        tx.emit(GUARANTEED)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        with pytest.raises(failure):
            await Relay(Lead(connection), Silent(cancelled), "loans", settings["loans"]).send_unsent()  # type: ignore[arg-type]
        relay = Relay(Lead(connection), Recorder(), "loans", settings["loans"])  # type: ignore[arg-type]
        assert await relay.send_unsent() >= 1, "it is sent again"
    await engine.dispose()
