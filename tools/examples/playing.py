"""Plays the examples of a service on a database, and gives each operation's request and answer."""

import importlib
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import select

from shared.bus.cloudevent import encode, envelope
from shared.bus.inbox import Inbox
from shared.bus.parking import Parking
from shared.bus.record import Record
from shared.kernel.events import Event
from shared.kernel.ids import uuid7
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.tables import PARKED
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api, serving
from shared.web.app import Service
from tools.examples.settled import Settled
from tools.examples.steps import Step, filled, having_steps, in_order

Recorded = dict[str, dict[str, Any]]
SOURCE = "urn:nld:oin:00000099000000001000:systeem:groeikracht"
TEXT_MAX_CHARACTERS = 600  # of a page or table, of which an example shows the beginning
LIST_MAX_ROWS = 30  # within an answer; of a longer list too


class NotPlayed(Exception):
    """A step was refused; the message says which, and why."""


async def recorded(name: str, settings: Settings) -> Recorded:
    """Every operation of a service with the example of its request and of its answer."""
    service: Service = importlib.import_module(f"services.{name}.app").SERVICE
    engine = connect(name, settings)
    async with serving(service, settings) as api:
        play = Play(service, api, sessions(engine))
        for steps in (in_order(name, _slices(service)), play.reads()):
            for step in steps:
                await play.take(step)
    await engine.dispose()
    if play.refused:
        raise NotPlayed("\n".join(play.refused))
    return play.recorded


def _slices(service: Service) -> list[str]:
    """The slices of a service in the order of its document, then those that have no route."""
    modules = (route.endpoint.__module__ for router in service.routers for route in router.routes)  # type: ignore[attr-defined]
    routed = ["/".join(module.split(".")[-3:-1]) for module in modules]
    return list(dict.fromkeys([*routed, *having_steps(service.name)]))


class Play:
    """One play of all steps: who does what to which operation, and what was answered."""

    def __init__(self, service: Service, api: Api, rows: Sessions) -> None:
        document = service.api().openapi()
        self._operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        }
        self._service, self._api, self._rows = service, api, rows
        self._steps = in_order(service.name, _slices(service))
        self._settled = Settled(" ".join(map(repr, self._steps)))
        self._answers: dict[str, Any] = {}
        self._offsets, self._numbers = count(4711), count()
        self.recorded: Recorded = {}
        self.refused: list[str] = []

    async def take(self, step: Step) -> None:
        """Take one step; what was refused is told at the end, without the steps that build on it."""
        if not step.needs <= self._answers.keys():
            self.refused.append(
                f"left out: {step.call} {step.name} needs {step.needs - self._answers.keys()}"
            )
        elif step.parked:
            await self._park(step)
        elif step.told:
            await self._tell(step)
        elif step.timer:
            await self._pass(step)
        else:
            await self._call(step)

    def reads(self) -> Iterator[Step]:
        """What is still to be read when all is done: lists, and the first of each list."""
        plain = {
            n: p for n, (m, p, _) in self._operations.items() if m == "GET" and _takes_no_more_than_id(p)
        }
        unread = {name: path for name, path in plain.items() if name not in self.recorded}
        makers = {step.call: step for step in reversed(self._steps)}
        by = {p.split("/")[1]: makers[n] for n, (m, p, _) in self._operations.items() if n in makers}
        for name, path in sorted(unread.items(), key=lambda each: "{" in each[1]):
            made = by.get(path.split("/")[1], Step())
            query = {"limit": 1} if "limit" in self._keys(name) else {}
            of = self._first_of(path.split("/{")[0]) if "{id}" in path else ""
            yield Step(call=name, by=made.by, at=self._steps[-1].at, of=of, query=query)

    def _keys(self, name: str) -> set[str]:
        return {each["name"] for each in self._operations[name][2].get("parameters", ())}

    def _first_of(self, collection: str) -> str:
        """The id of the first thing in a list that was read before."""
        for name, (method, path, _) in self._operations.items():
            if method == "GET" and path == collection and name in self._answers:
                return str(next(iter(self._answers[name]["items"]), {"id": "$nothing"})["id"])
        return ""

    async def _call(self, step: Step) -> None:
        method, path, operation = self._operations[step.call]
        address = filled(step.addressed, self._answers)
        body, query = filled(step.body, self._answers), filled(dict(step.query), self._answers)
        headers = {**self._caller(step, operation), "Idempotency-Key": f'"{uuid4()}"', "If-Match": "*"}
        headers |= {"Business-Time": step.at} | ({"Content-Type": _kind(operation)} if step.content else {})
        sent: dict[str, Any] = {"content": step.content.encode()} if step.content else {"json": body}
        answer = await self._api.http.request(
            method, path.format_map(address), params=query, headers=headers, **sent
        )
        if answer.status_code not in (200, 201, 202):
            self.refused.append(f"{step.call} {step.name or step.of}: {answer.status_code} {answer.text}")
            return
        shown = _shown(answer)
        self._answers |= {step.call: shown, step.name: shown}
        place = self._settled.settle(f"{self._service.name}/{step.call}/{step.name}/{step.of}", step.at)
        self._settled.meet(place, shown)
        example = {"path": address, "query": query, "request": step.content or body, "answer": _short(shown)}
        if step.call not in self.recorded:
            kept = {name: held for name, held in example.items() if held not in (None, {})}
            self.recorded[step.call] = self._settled.settle(kept, step.at)

    def _caller(self, step: Step, operation: dict[str, Any]) -> dict[str, str]:
        """Whoever holds the one scope of the operation; another person for each scope, as four eyes ask."""
        scopes = [scope for need in operation["security"] for each in need.values() for scope in each]
        acts = (scope.partition(":")[2] for scope in scopes)
        person = step.person or "-".join((step.by, *acts)).replace(":", "-")
        return caller(step.by, *scopes, *step.scopes, "clock:set", subject=person)

    async def _pass(self, step: Step) -> None:
        (timer,) = (each for each in self._worker().TIMERS if each.__name__ == step.timer)
        async with begin(self._rows, "timer") as tx:
            await timer(tx)

    def _worker(self) -> Any:
        return importlib.import_module(f"services.{self._service.name}.worker")

    async def _tell(self, step: Step) -> None:
        worker = self._worker()
        kinds = {kind.type(): kind for each in worker.SUBSCRIPTIONS for kind in each.reactions}
        event = kinds[step.told].model_validate(filled(step.body, self._answers))
        topic = step.by if step.by.startswith("groeikracht.") else f"groeikracht.{step.told.split('.')[2]}"
        await Inbox(self._rows, worker.SUBSCRIPTIONS).deliver(self._record(event, topic, step.at))
        async with self._rows() as session:
            errors = select(PARKED.c.error).where(PARKED.c.type == step.told)
            self.refused += [f"{step.told}: {error}" for error in await session.scalars(errors)]

    def _record(self, event: Event, topic: str, at: str) -> Record:
        fact = envelope(
            id=uuid7(),
            type=event.type(),
            subject=event.subject,
            data=event.payload(),
            schema_path=event.schema_path(),
            time=datetime.fromisoformat(at),
            sequence=next(self._numbers) + 1,
            source=f"{SOURCE}-{event.type().split('.')[2]}",
            public_url="https://api.groeikracht.example",
        )
        return Record(topic, 0, next(self._offsets), *encode(fact))

    async def _park(self, step: Step) -> None:
        key = str(uuid7()).encode()
        record = Record("groeikracht.agenda", 0, next(self._offsets), key, b"{}", [])
        await Parking(self._rows).park(record, step.parked, tries=1)


def _takes_no_more_than_id(path: str) -> bool:
    return "{" not in path.replace("{id}", "")


def _kind(operation: dict[str, Any]) -> str:
    (found,) = operation["requestBody"]["content"]
    return str(found)


def _shown(answer: httpx.Response) -> Any:
    """JSON as it is, the beginning of a text; nothing of what is neither."""
    kind = answer.headers["content-type"]
    if "json" in kind:
        return answer.json()
    return answer.text[:TEXT_MAX_CHARACTERS] if kind.startswith("text/") else None


def _short(shown: Any) -> Any:
    """A list by its first row, and of what fills pages (a catalogue, a year's changes) its beginning."""
    if isinstance(shown, dict):
        rows = {"items": shown["items"][:1]} if isinstance(shown.get("items"), list) else {}
        return {name: _short(held) for name, held in {**shown, **rows}.items()}
    if isinstance(shown, list):
        return [_short(held) for held in (shown[:2] if len(shown) > LIST_MAX_ROWS else shown)]
    return shown


def written(found: Recorded) -> str:
    """The file that the service reads its examples from."""
    return json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n"
