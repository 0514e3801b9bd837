"""A ROM's back-office in miniature: hears of guaranteed loans, reports what it pays out, reads the answers.

Run it with `python -m examples.rom_backoffice`. It needs a Kafka login of the ROM (GROEIKRACHT_ROM and
GROEIKRACHT_KAFKA_BOOTSTRAP, _USERNAME, _PASSWORD, _SECURITY_PROTOCOL, _SASL_MECHANISM) and the published
JSON Schemas; it knows nothing else of Groeikracht, so it can be copied as the start of a real one. What it
handled is kept in GROEIKRACHT_HOME or the working folder. A second copy beside the first needs a name of its
own in GROEIKRACHT_ROM_COPY: it then reads everything for itself, and its reports are the same reports.
"""

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import ssl
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError
from jsonschema import Draft202012Validator, ValidationError

SCHEMAS = Path(__file__).parents[2] / "shared" / "contracts" / "schemas"
DISBURSEMENT = "nl.groeikracht.rom.disbursement-reported"
DISBURSEMENT_SCHEMA = Draft202012Validator(
    json.loads((SCHEMAS / "rom" / "disbursement-reported" / "1.0.0.json").read_text("utf-8"))
)
SOURCE = "urn:nld:kvknr:68750110:systeem:back-office"
CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")
RETRY_SECONDS = 2.0

ROM = os.environ.get("GROEIKRACHT_ROM", "BOM").lower()
OUTBOUND = f"groeikracht.rom.{ROM}.outbound"
INBOUND = f"groeikracht.rom.{ROM}.inbound"
COPY = os.environ.get("GROEIKRACHT_ROM_COPY", "")
GROUP = f"rom-{ROM}-back-office{COPY and '-'}{COPY}"
SEEN = Path(os.environ.get("GROEIKRACHT_HOME", ".")) / f"{GROUP}.sqlite"

Json = dict[str, Any]
Send = Callable[[str, bytes], Awaitable[None]]


def connection() -> Json:
    """The Kafka login, from the environment."""
    protocol = os.environ.get("GROEIKRACHT_KAFKA_SECURITY_PROTOCOL", "PLAINTEXT")
    found: Json = {
        "bootstrap_servers": needed("GROEIKRACHT_KAFKA_BOOTSTRAP"),
        "security_protocol": protocol,
    }
    if protocol.startswith("SASL"):
        found["sasl_mechanism"] = os.environ.get("GROEIKRACHT_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
        found["sasl_plain_username"] = needed("GROEIKRACHT_KAFKA_USERNAME")
        found["sasl_plain_password"] = needed("GROEIKRACHT_KAFKA_PASSWORD")
    if protocol.endswith("SSL"):
        found["ssl_context"] = ssl.create_default_context(
            cafile=os.environ.get("GROEIKRACHT_KAFKA_CA_FILE") or None
        )
    return found


def needed(name: str) -> str:
    """A setting that has no default; without it the program ends with what to do."""
    value = os.environ.get(name)
    if not value:
        sys.exit(
            f"{name} is not set. Beside a local suite start it so: "
            ".venv/bin/python -m deploy.local with rom-bom -- python -m examples.rom_backoffice"
        )
    return value


class Seen:
    """Which events were handled, over restarts: delivery is at least once, and a replay sends all again.

    A real back-office keeps this in its own database, in the transaction of the effect.
    """

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)  # a loan's facts are nobody else's on this machine
        path.chmod(0o600)
        self._rows = sqlite3.connect(path)
        self._rows.execute("create table if not exists seen (source text, id text, primary key (source, id))")

    def has(self, event: Json) -> bool:
        """Whether this event was handled before."""
        found = self._rows.execute("select 1 from seen where source = ? and id = ?", _name(event))
        return found.fetchone() is not None

    def add(self, event: Json) -> None:
        """Keep that it was handled; on disk when this returns."""
        with self._rows:
            self._rows.execute("insert or ignore into seen values (?, ?)", _name(event))


def _name(event: Json) -> tuple[str, str]:
    return event["source"], event["id"]


def disbursement(guarantee: Json, name: str, amount_cents: int) -> bytes:
    """A report in its CloudEvents envelope, checked against the published schema before it is sent.

    The id follows from the guarantee and `name`: when this program sends the report again after a crash, it
    is seen to be the same one and is booked once. Another id would be another disbursement.
    """
    data = {
        "loanId": guarantee["loanId"],
        "amountCents": amount_cents,
        "disbursedOn": guarantee["issuedOn"],
    }
    DISBURSEMENT_SCHEMA.validate(data)
    envelope = {
        "specversion": "1.0",
        "id": str(uuid5(UUID(guarantee["guaranteeId"]), name)),
        "source": SOURCE,
        "type": DISBURSEMENT,
        "subject": guarantee["loanId"],
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(envelope).encode()


async def on_guaranteed(guarantee: Json, send: Send) -> None:
    """Pay out, after two mistakes on purpose: a message that is no JSON and an amount above the principal."""
    loan_id, principal = guarantee["loanId"], guarantee["principalCents"]
    say(f"loan {loan_id} is guaranteed for {euros(guarantee['guaranteedCents'])}; reporting its disbursement")
    await send(loan_id, b"{this is not JSON")
    await send(loan_id, disbursement(guarantee, "above the principal", principal + 1))
    await send(loan_id, disbursement(guarantee, "the principal", principal))


async def on_booked(booked: Json, _: Send) -> None:
    """A report was accepted."""
    amount, outstanding = euros(booked["amountCents"]), euros(booked["outstandingCents"])
    say(f"booked: {amount} paid out on loan {booked['loanId']}, {outstanding} outstanding")


async def on_refused(refused: Json, _: Send) -> None:
    """A message was not accepted; the reason is the code of a rule, the detail says how to mend it."""
    facts = ", ".join(f"{name} {value}" for name, value in refused["facts"].items())
    say(
        f"refused: message {refused['messageId']} by {refused['reason']}: {refused['detail']} {facts}".strip()
    )


async def on_withdrawn(withdrawn: Json, _: Send) -> None:
    """A fact we heard was lost when its service was restored: whatever followed from it is to be undone."""
    kind, subject = withdrawn["factType"].rpartition(".")[2], withdrawn["subjectId"]
    say(f"withdrawn: {kind} of {subject} does not hold; nothing is paid out on it until it is told again")


ON = {
    "nl.groeikracht.loans.loan-guaranteed": on_guaranteed,
    "nl.groeikracht.loans.disbursement-booked": on_booked,
    "nl.groeikracht.loans.message-refused": on_refused,
    "nl.groeikracht.loans.fact-withdrawn": on_withdrawn,
}


async def hear(value: bytes, send: Send, seen: Seen) -> None:
    """React to one message; one that cannot be used is told and left behind: it will never become better."""
    try:
        event = json.loads(value)
        if event["type"] in ON and not seen.has(event):  # it has no use for other news
            await ON[event["type"]](event["data"], send)
            seen.add(event)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as fault:
        say(f"left behind, {type(fault).__name__}: {str(fault)[:100]!r}")


async def work(login: Json, seen: Seen) -> None:
    """Read the outbound topic from where we were; a position is kept only after everything was sent."""
    consumer = AIOKafkaConsumer(
        OUTBOUND,
        **login,
        group_id=GROUP,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    producer = AIOKafkaProducer(**login, acks="all", enable_idempotence=True)

    async def send(key: str, value: bytes) -> None:
        await producer.send_and_wait(INBOUND, value, key=key.encode(), headers=[CONTENT_TYPE])

    try:
        await producer.start()
        await consumer.start()
        say(f"reading {OUTBOUND}")
        async for record in consumer:
            await hear(record.value, send, seen)
            await consumer.commit()
    finally:
        await asyncio.gather(consumer.stop(), producer.stop(), return_exceptions=True)


async def main(login: Json, seen: Seen) -> None:
    """Work until told to stop; when Kafka is away, wait and begin again where we were."""
    this = asyncio.current_task()
    assert this is not None  # noqa: S101 - a coroutine that runs is a task
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, this.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            try:
                await work(login, seen)
            except KafkaError as failure:
                say(f"Kafka is away ({type(failure).__name__}); trying again")
                await asyncio.sleep(RETRY_SECONDS)


def euros(cents: int) -> str:
    """An amount for people to read."""
    return f"{cents // 100:,}.{cents % 100:02}"


def say(line: str) -> None:
    """One line a fact, seen at once in a log file too."""
    print(line, flush=True)


if __name__ == "__main__":
    asyncio.run(main(connection(), Seen(SEEN)))
