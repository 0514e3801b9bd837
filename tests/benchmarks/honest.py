"""Honest clients: they read, apply and repay, and remember what they were answered and what they paid."""

import json
import secrets
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import httpx
import psutil
from confluent_kafka import Producer

from tests.benchmarks.hostile import CLIENTS
from tests.system.suite import Suite

HONEST = 64 - sum(CLIENTS.values()) - 2  # and two ROMs, one of either kind
PAUSE_SECONDS = 0.25
IN_WINDOW = {"Business-Time": "2014-05-06T10:00:00Z"}
APPLICANTS = {"region-brainport": "CR36", "region-noord": "LD01"}
READ = ("/agenda/v1/agendas?limit=5", "/funding/v1/tranches?limit=5", "/agenda/v1/clusters?limit=5")


@dataclass
class Told:
    """What the honest clients saw."""

    waited: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    asked_cents: list[int] = field(default_factory=list)  # of every application that was taken
    repaid_cents: list[int] = field(default_factory=list)

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return statistics.quantiles(self.waited, n=100)[percent - 1] * 1000


@dataclass
class Honest:
    """The honest half of the world."""

    suite: Suite
    tranche: str = ""
    loan: str = ""

    def headers(self, client: httpx.Client, who: str) -> dict[str, str]:
        return self.suite.as_client(client, who) | {"Idempotency-Key": f'"{uuid.uuid4()}"'}

    def prepare(self) -> None:
        """A tranche that takes applications, and a loan that is repaid."""
        with self.suite.client() as client:
            self.tranche = self._opened_tranche(client)
            loans = client.get("/loans/v1/loans?limit=100", headers=self.headers(client, "rom-bom")).json()
            self.loan = next(loan["id"] for loan in loans["items"] if loan["status"] == "ACTIVE")

    def _opened_tranche(self, client: httpx.Client) -> str:
        def post(path: str, body: dict[str, Any] | None, at: str) -> dict[str, Any]:
            told = self.headers(client, "state-programme") | {"Business-Time": at, "If-Match": "*"}
            found: dict[str, Any] = client.post(path, json=body, headers=told).raise_for_status().json()
            return found

        year = {"programme": f"HOSTILE{uuid.uuid4().hex[:6].upper()}", "year": 2014, "totalCents": 10**12}
        year["regime"] = "programme-sectorplannen"
        found = post("/funding/v1/programme-years", year, "2013-12-01T09:00:00Z")
        tranche = {
            "programmeYearId": found["id"],
            "number": 1,
            "title": "A tranche under attack",
            "categories": [],
            "allowedMeasures": [],
            "opensAt": "2014-04-01T07:00:00Z",
            "closesAt": "2014-05-31T21:59:59Z",
            "ceilingCents": 10**11,
            "distributionMethod": "ARRIVAL",
            "regime": "sectorplan",
        }
        path = "/funding/v1/tranches"
        found = post(path, tranche, "2013-12-20T09:00:00Z")
        post(f"{path}/{found['id']}/publications", None, "2013-12-20T09:00:00Z")
        post(f"{path}/{found['id']}/openings", None, "2014-04-01T07:00:00Z")
        return str(found["id"])

    def application(self, region: str) -> dict[str, Any]:
        cents = 1 + secrets.randbelow(9_999)
        return {
            "trancheId": self.tranche,
            "regionCode": region,
            "title": "An honest application",
            "measures": ["TRAINING"],
            "totalCostCents": cents * 2,
            "requestedCents": cents,
            "leadApplicant": {"name": "Honest B.V.", "kvkNumber": f"{secrets.randbelow(10**8):08d}"},
        }

    def work(self, who: str, until: float, told: Told) -> None:
        """Read and apply; each third application is sent again with its key, as after a lost answer."""
        with self.suite.client() as client:
            mine = self.suite.as_client(client, who)
            for number, path in enumerate(cycle(READ)):
                if time.monotonic() > until:
                    return
                self._timed(told, client, "GET", path, headers=mine)
                if number % 3 == 0:
                    body = self.application(APPLICANTS[who])
                    named = mine | IN_WINDOW | {"Idempotency-Key": f'"{uuid.uuid4()}"'}
                    for _ in range(2 if number % 9 == 0 else 1):
                        answer = self._timed(
                            told, client, "POST", "/funding/v1/applications", json=body, headers=named
                        )
                    if answer.status_code == 201:
                        told.asked_cents.append(body["requestedCents"])

    @staticmethod
    def _timed(told: Told, client: httpx.Client, method: str, path: str, **how: Any) -> httpx.Response:
        began = time.perf_counter()
        answer = client.request(method, path, **how)
        told.waited.append(time.perf_counter() - began)
        told.statuses.append(answer.status_code)
        time.sleep(PAUSE_SECONDS)
        return answer

    def repay(self, until: float, told: Told) -> None:
        """A ROM that reports a repayment of some cents, time and again."""
        producer = Producer(login(self.suite, "rom-bom"))
        while time.monotonic() < until:
            cents = 1 + secrets.randbelow(999)
            data = {"loanId": self.loan, "amountCents": cents, "repaidOn": "2016-08-02"}
            event = {
                "specversion": "1.0",
                "id": str(uuid.uuid4()),
                "source": "urn:nld:kvknr:68750110:systeem:hostile",
                "type": "nl.groeikracht.rom.repayment-reported",
                "datacontenttype": "application/json",
                "data": data,
            }
            headers = {"content-type": "application/cloudevents+json; charset=UTF-8"}
            producer.produce("groeikracht.rom.bom.inbound", json.dumps(event), self.loan, headers=headers)
            producer.flush(60)
            told.repaid_cents.append(cents)
            time.sleep(PAUSE_SECONDS)

    def busy_for(self, seconds: float) -> Told:
        """All of them at work at once."""
        told, until = Told(), time.monotonic() + seconds
        who = [list(APPLICANTS)[number % len(APPLICANTS)] for number in range(HONEST)]
        threads = [threading.Thread(target=self.work, args=(name, until, told)) for name in who]
        threads.append(threading.Thread(target=self.repay, args=(until, told)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    def outstanding(self) -> int:
        """What is left of the loan, in cents."""
        with self.suite.client() as client:
            answer = client.get(f"/loans/v1/loans/{self.loan}", headers=self.headers(client, "rom-bom"))
            return int(answer.raise_for_status().json()["outstandingCents"])

    def asked(self) -> int:
        """What all applications on the tranche ask together, in cents."""
        path: str | None = f"/funding/v1/applications?limit=100&trancheId={self.tranche}"
        cents = 0
        with self.suite.client() as client:
            mine = self.suite.as_client(client, "state-assessor")
            while path:
                found = client.get(path, headers=mine).raise_for_status().json()
                cents += sum(item["requestedCents"] for item in found["items"])
                path = (found["_links"]["next"] or {}).get("href")
        return cents


def login(suite: Suite, user: str) -> dict[str, Any]:
    """How a ROM's own system logs in to Kafka."""
    given = suite.state.environments[user]
    return {
        "bootstrap.servers": given["GROEIKRACHT_KAFKA_BOOTSTRAP"],
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": user,
        "sasl.password": given["GROEIKRACHT_KAFKA_PASSWORD"],
    }


def resident(suite: Suite) -> dict[str, int]:
    """The memory of each process of the suite, in bytes; the engines look after their own."""
    parts = suite.state.processes
    ours = [name for name in parts if name not in ("postgres", "kafka")]
    return {name: psutil.Process(parts[name].pid).memory_info().rss for name in ours}
