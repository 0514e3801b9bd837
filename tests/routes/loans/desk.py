"""What a ROM, its committee and the State do with loans, for the tests of the loans service."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import select

from services.loans.worker import SUBSCRIPTIONS
from shared.bus.cloudevent import encode, envelope
from shared.bus.inbox import Inbox
from shared.bus.record import Record
from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import OUTBOX, PARKED
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api

LOANS = ("loans:read", "loans:write", "loans:approve", "loans:guarantee", "clock:set")
STATE = ("loans:read", "loans:decide", "loans:ceilings", "clock:set")

BOM = caller("rom:BOM", *LOANS, subject="bom-adviser")
COMMITTEE = caller("rom:BOM", *LOANS, subject="bom-committee")
LIOF = caller("rom:LIOF", *LOANS, subject="liof-adviser")
LIOF_COMMITTEE = caller("rom:LIOF", *LOANS, subject="liof-committee")
OFFICER = caller("state", *STATE, subject="officer")
SECOND = caller("state", *STATE, subject="second-officer")
PUBLIC = caller("public", "loans:read")

OFFSETS = count()
AT = "2015-03-02T09:30:00Z"
FIRM = {"kvkNumber": "68750110", "name": "Growing Firm B.V.", "municipalityCode": "GM0772"}
LOAN = {
    "romCode": "BOM",
    "undertaking": FIRM,
    "purpose": "A second production line",
    "principalCents": 4_000_000_00,
    "interestPercent": "9",
    "termMonths": 72,
    "repayment": "BULLET",
    "rating": "BB-",
    "financingNeedCents": 8_000_000_00,
    "guaranteeWanted": True,
}
LIOF_LOAN = {
    **LOAN,
    "romCode": "LIOF",
    "undertaking": {**FIRM, "kvkNumber": "14012345", "municipalityCode": "GM0935"},
    "principalCents": 400_000_00,
    "interestPercent": "6",
    "financingNeedCents": 800_000_00,
    "guaranteeWanted": False,
}
TERMS = {
    "guaranteedPrincipalCents": 4_000_000_00,
    "guaranteePercent": "50",
    "premiumPercent": "2.5",
    "termYears": 6,
}


class Desk:
    """Plays the steps before the one under test; every step is asserted to succeed."""

    def __init__(self, api: Api, rows: Sessions) -> None:
        self.api = api
        self.rows = rows
        self.inbox = Inbox(rows, SUBSCRIPTIONS)

    async def act(
        self, path: str, who: dict[str, str], body: object = None, *, at: str = AT, etag: str = "*"
    ) -> Response:
        """A step on something that exists, based on whatever version it has unless an ETag is given."""
        return await self.api.post(path, who, body, etag=etag, at=at)

    async def received(self, who: dict[str, str] = BOM, at: str = AT, **changes: Any) -> Any:
        made = await self.api.post("/loans", who, {**LOAN, **changes}, at=at)
        assert made.status_code == 201, made.text
        return made.json()

    async def approved(self, at: str = AT, **changes: Any) -> Any:
        """A loan of BOM that its committee approved."""
        loan = await self.received(at=at, **changes)
        path = f"/loans/{loan['id']}"
        await done(self.act(f"{path}/proposals", BOM, {"ratingRationale": "Own model, BB-."}, at=at))
        return await done(self.act(f"{path}/approvals", COMMITTEE, at=at))

    async def requested(self, at: str = AT, terms: dict[str, Any] | None = None, **changes: Any) -> Any:
        loan = await self.approved(at=at, **changes)
        asked = {**TERMS, "guaranteedPrincipalCents": loan["principalCents"], **(terms or {})}
        made = await self.api.post("/guarantees", BOM, {"loanId": loan["id"], **asked}, at=at)
        assert made.status_code == 201, made.text
        return made.json()

    async def reserved(self, at: str = AT, terms: dict[str, Any] | None = None, **changes: Any) -> Any:
        """A guarantee whose room is reserved, and asked of funding when there is aid in it."""
        guarantee = await self.requested(at, terms, **changes)
        return await done(self.act(f"/guarantees/{guarantee['id']}/reservations", OFFICER, at=at))

    async def issued(self, terms: dict[str, Any] | None = None, **changes: Any) -> Any:
        """An issued guarantee without aid, on the contract of its loan."""
        guarantee = await self.reserved(AT, terms, **{"rating": "BB", **changes})
        await self.contracted(guarantee["loanId"])
        return await done(self.act(f"/guarantees/{guarantee['id']}/issues", SECOND))

    async def contracted(self, loan_id: str, who: dict[str, str] = BOM, at: str = AT) -> Any:
        signed = {"signedOn": at[:10], "subordinationDeedSignedOn": at[:10]}
        return await done(self.act(f"/loans/{loan_id}/contracts", who, signed, at=at))

    async def loan(self, loan_id: str) -> Any:
        return (await self.api.get(f"/loans/{loan_id}", OFFICER)).json()

    async def guarantee(self, guarantee_id: str) -> Any:
        return (await self.api.get(f"/guarantees/{guarantee_id}", OFFICER)).json()

    async def year(self, year: int, scheme: str = "GROEIFACILITEIT") -> Any:
        found = await self.api.get("/guarantee-years", OFFICER, scheme=scheme, year=year)
        return found.json()["items"][0]

    async def tell(self, event: Event, topic: str = "groeikracht.funding", id: UUID | None = None) -> None:
        """Deliver an event as the worker does with what it reads from Kafka."""
        fact = envelope(
            id=id or uuid7(),
            type=event.type(),
            subject=event.subject,
            data=event.payload(),
            schema_path=event.schema_path(),
            time=(await self._now()),
            sequence=1,
            source="urn:nld:oin:00000099000000001000:systeem:test",
            public_url="https://api.groeikracht.example",
        )
        key, value, headers = encode(fact)
        await self.send(value, topic, key, headers)

    async def send(
        self,
        value: bytes,
        topic: str = "groeikracht.rom.bom.inbound",
        key: bytes = b"",
        headers: list[tuple[str, bytes]] | None = None,
    ) -> str:
        """Deliver bytes as one record; its position."""
        record = Record(topic, 0, next(OFFSETS), key, value, headers or [])
        await self.inbox.deliver(record)
        return record.position

    async def report(self, event: Event, rom: str = "bom", id: UUID | None = None) -> None:
        """Deliver a ROM's report."""
        await self.tell(event, f"groeikracht.rom.{rom}.inbound", id)

    async def told(self, topic: str, kind: type[Event], **match: object) -> list[dict[str, Any]]:
        """The facts of a kind on a topic whose data has these fields, oldest first."""
        wanted = select(OUTBOX).where(OUTBOX.c.topic == topic, OUTBOX.c.type == kind.type())
        async with self.rows() as session:
            rows = await session.execute(
                wanted.where(OUTBOX.c.payload.contains(match)).order_by(OUTBOX.c.position)
            )
            return [row.payload for row in rows]

    async def parked(self, key: object) -> list[Any]:
        """The parked messages of a key."""
        async with self.rows() as session:
            found = await session.execute(select(PARKED).where(PARKED.c.key == str(key).encode()))
            return list(found)

    async def _now(self) -> Any:
        async with begin(self.rows, "test") as tx:
            return tx.now


async def done(step: Any) -> Any:
    answer = await step
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused_by(answer: Response, code: str, status: int = 409) -> dict[str, Any]:
    """The facts of a refusal by this rule."""
    assert answer.status_code == status, answer.text
    assert answer.json()["type"].endswith(f"/problems/{code}"), answer.text
    facts: dict[str, Any] = answer.json().get("facts", {})
    return facts


@pytest.fixture(scope="session")
async def desk(loans: Api, settings: dict[str, Settings]) -> AsyncIterator[Desk]:
    """The loans service with ample room in 2015; a test about room opens a year of its own."""
    engine = connect("loans", settings["loans"])
    found = Desk(loans, sessions(engine))
    for rom in ("BOM", "LIOF"):
        line = {"romCode": rom, "year": 2015, "amountCents": 10**13}
        made = await loans.post("/credit-lines", OFFICER, line)
        assert made.status_code in (201, 409), made.text
    if not (await loans.get("/guarantee-years", OFFICER, year=2015)).json()["items"]:
        await opened_year(loans, 2015, 10**12, 10**12)
    yield found
    await engine.dispose()


async def opened_year(
    api: Api, year: int, annual: int, exposure: int, opening: int = 0, scheme: str = "GROEIFACILITEIT"
) -> Any:
    body = {
        "scheme": scheme,
        "year": year,
        "openingOutstandingCents": opening,
        "annualCeilingCents": annual,
        "exposureCeilingCents": exposure,
    }
    made = await api.post("/guarantee-years", OFFICER, body)
    assert made.status_code == 201, made.text
    return made.json()
