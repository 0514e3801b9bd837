"""Forty-three clients that mean harm: `python -m tests.benchmarks.hostile <seconds> <address of a gateway>`.

Only ever against a suite on this machine. At the end it prints how often it got which answer, by kind.
"""

import http.client
import itertools
import json
import os
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from confluent_kafka import Producer

PAUSE_SECONDS = 0.2
BAD_MESSAGES = 200  # at once, and then a second's rest
LARGE = "/agenda/v1/openapi.json"
ORGANISATIONS = "/agenda/v1/organisations"
NAMES = json.dumps({f"{number:x}": 1 for number in range(80_000)}).encode()
TWIN = {"name": "Twin B.V.", "role": "BUSINESS", "namedSince": "2020-01-01", "kvkNumber": "08080808"}


@dataclass
class Host:
    """Whom they press on, until when, and what they were answered."""

    port: int
    until: float
    authorization: str
    answers: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until

    def ask(self, kind: str, method: str, path: str, body: bytes | None = None, **headers: str) -> None:
        """One exchange on a connection of its own, whatever comes of it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **told})
            answer = connection.getresponse()
            answer.read()
            self.answers.append(f"{kind} {answer.status}")
        except (OSError, http.client.HTTPException):
            self.answers.append(f"{kind} broken off")
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


def flood(host: Host) -> None:
    """As many reads as are answered, with no regard for any refusal."""
    host.ask("flood", "GET", "/agenda/v1/regimes?code=themes", Authorization=host.authorization)


def guess(host: Host) -> None:
    """A token that nobody issued."""
    host.ask("guess", "GET", "/loans/v1/loans", Authorization=f"Bearer {uuid.uuid4().hex}.e30.AAAA")


def many_names(host: Host) -> None:
    """A MiB of names that nobody knows."""
    key = f'"{uuid.uuid4()}"'
    host.ask("names", "POST", ORGANISATIONS, NAMES, Authorization=host.authorization, Idempotency_Key=key)
    time.sleep(PAUSE_SECONDS)


def twins(host: Host) -> None:
    """The same command under the same key, again and again."""
    body = json.dumps(TWIN).encode()
    host.ask("twin", "POST", ORGANISATIONS, body, Authorization=host.authorization, Idempotency_Key='"twin"')
    time.sleep(PAUSE_SECONDS / 4)


def big_head(host: Host) -> None:
    """Headers without an end."""
    with host.connect() as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"X-A: aaaaaaaaaaaaaaaa\r\n" * 10_000)
        connection.recv(64)
    time.sleep(PAUSE_SECONDS)


def slow_body(host: Host) -> None:
    """A body that comes in by the byte."""
    head = f"POST {ORGANISATIONS} HTTP/1.1\r\nHost: x\r\nAuthorization: {host.authorization}\r\n"
    with host.connect() as connection:
        connection.sendall(
            f'{head}Idempotency-Key: "{uuid.uuid4()}"\r\nContent-Type: application/json\r\n'
            "Content-Length: 100000\r\n\r\n{".encode()
        )
        while host.goes_on:
            time.sleep(1)
            connection.sendall(b" ")


def silent(host: Host) -> None:
    """A connection on which nothing is ever said."""
    with host.connect() as connection:
        connection.recv(1)


def unread(host: Host) -> None:
    """Large answers, many of them, that are never read."""
    with host.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 8)
        time.sleep(min(20, max(0, host.until - time.monotonic())))


CLIENTS: dict[Callable[[Host], None], int] = {
    flood: 8,
    guess: 4,
    many_names: 5,
    twins: 5,
    big_head: 4,
    slow_body: 8,
    silent: 7,
    unread: 2,
}


def press(what: Callable[[Host], None], host: Host) -> None:
    """Do it until the end; a connection that is cut off is made again."""
    while host.goes_on:
        try:
            what(host)
        except OSError:
            host.answers.append(f"{what.__name__} cut off")
            time.sleep(PAUSE_SECONDS)


def bad_messages(host: Host) -> None:
    """A flood of messages on a ROM's own topic that no schema allows."""
    rom = os.environ["HOSTILE_ROM"]
    producer = Producer({**json.loads(os.environ["HOSTILE_LOGIN"]), "log_level": 0})
    headers = {"content-type": "application/cloudevents+json"}
    for number in itertools.count():
        if number % BAD_MESSAGES == 0:
            producer.flush(30)
            time.sleep(1)
        if not host.goes_on:
            return
        event = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": "urn:x", "type": "nobody.knows"}
        producer.produce(
            f"groeikracht.rom.{rom}.inbound", json.dumps(event).encode(), f"k{number}", headers=headers
        )
        host.answers.append("message sent")


def main(seconds: float, url: str) -> None:
    """Press with all of them at once."""
    port = urlsplit(url).port or 0
    host = Host(port, time.monotonic() + seconds, f"Bearer {os.environ['HOSTILE_TOKEN']}")
    threads = [
        threading.Thread(target=press, args=(what, host)) for what, n in CLIENTS.items() for _ in range(n)
    ]
    threads.append(threading.Thread(target=bad_messages, args=(host,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(dict(sorted(Counter(host.answers).items()))))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2])
