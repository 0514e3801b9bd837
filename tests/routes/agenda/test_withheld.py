"""What a column withholds reaches nobody whom it does not concern, and never the trail (B18; AVG)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import inspect, select

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.agendas.agendas.models import Status as AgendaStatus
from services.agenda.entity import Entity, kinds
from services.agenda.initiatives.initiatives.models import Initiative, PartyTable
from services.agenda.initiatives.initiatives.models import Status as InitiativeStatus
from services.agenda.records.datasets import queries as datasets
from shared.contracts.agenda import EVENTS
from shared.records.search_results import queries as search
from shared.store.engine import Sessions
from shared.store.tables import AUDIT, OUTBOX
from shared.store.withheld import withheld_columns
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored
from tests.routes.documents import openapi_documents
from tests.routes.matrix import Kept
from tests.routes.objects import KEPT, one_of

PATHS: dict[str, Any] = openapi_documents()["agenda"]["paths"]
REGION, OTHER, ROM = "region:CR36", "region:LD01", "rom:BOM"
WRITER = caller(REGION, "agenda:read", "agenda:write", "agenda:contribute")
OTHER_WRITER = caller(OTHER, "agenda:read", "agenda:contribute", "agenda:write")
SECRET = "Kwikstaartje"  # in every text that is withheld, and nowhere else


def named(entity: type[Entity]) -> list[str]:
    """The columns of an entity that withhold text."""
    columns = inspect(entity).columns
    texts = [n for n in withheld_columns(entity) if columns[n].computed is None]
    return [name for name in texts if columns[name].type.python_type in (str, list)]


NAMED = {entity for entity in kinds().values() if named(entity)}
MADE = {kept.entity: kept for kept in KEPT if kept.service == "agenda" and kept.entity in NAMED}


def secret(entity: type[Entity]) -> dict[str, Any]:
    """Values for what is withheld."""
    lists = {name: inspect(entity).columns[name].type.python_type is list for name in named(entity)}
    return {name: [SECRET] if is_list else SECRET for name, is_list in lists.items()}


async def made(entity: type[Entity], rows: Sessions, owner: str) -> tuple[str, str]:
    """A row with the secret in it: its own id, and that of the resource at which it is read."""
    if entity is PartyTable:
        decided = await stored(rows, Initiative, owner=owner, status=InitiativeStatus.DECLINED)
        await stored(rows, entity, owner=owner, initiative_id=decided.id, **secret(entity))
        return "INITIATIVE", str(decided.id)
    kept = MADE[entity]
    values = {**kept.values, **secret(entity)}
    row = await one_of(Kept(kept.service, kept.path, entity, kept.owners, values=values), rows, owner)
    return str(entity.__tablename__).upper(), str(row.id)


def ways_out(kind: str, id: str) -> list[str]:
    """Every address that can be read, of this record and of all."""
    found = []
    for path, operations in PATHS.items():
        if "get" not in operations:
            continue
        for name in datasets.published() if "{name}" in path else [""]:
            found.append(path.replace("{id}", id).replace("{name}", name).replace("{edition}", "1"))
    histories = [f"/histories?subjectKind={kind}&subjectId={id}"]
    newest = [f"{path}?sort=-id&limit=100" for path in found if path == f"/{search.path_of(kind)[1:]}"]
    return [*found, *histories, *newest]


async def telling(api: Api, addresses: Sequence[str], who: dict[str, str]) -> list[str]:
    """The addresses whose answers hold the secret."""
    answers = [(address, await api.http.get(address, headers=who)) for address in addresses]
    assert [address for address, answer in answers if answer.status_code >= 500] == []
    return [address for address, answer in answers if SECRET in answer.text]


@pytest.mark.parametrize("entity", sorted(NAMED, key=str), ids=lambda entity: entity.__name__)
async def test_no_way_out_tells_what_is_withheld(entity: Any, agenda: Api, rows: Sessions) -> None:
    owner = MADE[entity].owners[0] if entity in MADE else REGION
    addresses = ways_out(*await made(entity, rows, owner))
    assert await telling(agenda, addresses, {}) == []
    assert (await agenda.http.get(f"/search-results?words={SECRET}")).json()["items"] == []
    for body in (OTHER, ROM, "state"):
        told = [
            address.split("?")[0] for address in await telling(agenda, addresses, caller(body, "agenda:read"))
        ]
        kind = body.partition(":")[0]
        assert bool(told) == (kind in entity.tenancy.told or body == owner), (body, told)
    assert await telling(agenda, addresses, caller(owner, "agenda:read")) != []
    await erase(rows, entity)


async def erase(rows: Sessions, entity: Any) -> None:
    """Forget the secret, so that other tests of the same database do not find it."""
    async with rows.begin() as session:
        for row in await session.scalars(select(entity)):
            held = [name for name in named(entity) if SECRET in (getattr(row, name) or "")]
            for name in held:
                setattr(row, name, [] if isinstance(getattr(row, name), list) else "-")


def test_nothing_that_is_withheld_is_found_sorted_or_told_by_other_means() -> None:
    """No words of a search, no title of a task, no key of a list, no field of an event."""
    fields = [field for event in EVENTS for field in event.model_fields.items()]
    told = {name for name, field in fields if field.annotation is not int}  # how many came may be told
    for entity in NAMED:
        secrets = set(named(entity))
        assert secrets & {duty.title for duty in entity.duties} == set(), entity
        words = inspect(entity).columns.get("search")
        text = str(words.computed.sqltext) if words is not None and words.computed is not None else ""
        assert [name for name in secrets if f"({name}," in text] == [], entity
        path = PATHS.get(search.path_of(str(entity.__tablename__).upper()), {})
        keys = {parameter["name"] for parameter in path.get("get", {}).get("parameters", ())}
        assert secrets & keys == set(), entity
    assert told & {"party", "attended", "contact"} == set()


async def consulted(rows: Sessions) -> str:
    """An agenda that may be responded to."""
    values = {"status": AgendaStatus.CONSULTATION, "consultation_closes_on": date(2199, 12, 31)}
    return str((await stored(rows, Agenda, owner=REGION, region_code="CR36", **values)).id)


def view(answer: httpx.Response) -> tuple[str | None, str | None, str | None]:
    """Who said what, and what was answered."""
    found = answer.json()
    return found["party"], found["text"], found["answer"]


async def test_a_region_publishes_a_view_and_withdraws_that(agenda: Api, rows: Sessions) -> None:
    text = "My telephone number is 06-12345678."
    said = {"agendaId": await consulted(rows), "party": "J. Jansen, Assen", "text": text}
    sent = await agenda.post("/responses", OTHER_WRITER, said)
    assert sent.status_code == 201, sent.text
    assert view(sent) == ("J. Jansen, Assen", text, None)
    path = f"/responses/{sent.json()['id']}"
    answered = await agenda.post(f"{path}/answers", WRITER, {"followed": True, "answer": "Yes."}, etag="*")
    assert view(answered) == ("J. Jansen, Assen", text, "Yes.")

    async def public() -> tuple[str | None, str | None, str | None]:
        return view(await agenda.http.get(path))

    assert await public() == (None, None, None)
    shown = (await agenda.http.get(path)).json()
    assert (shown["status"], shown["followed"]) == ("ANSWERED", True)
    publish = f"{path}/publications"
    assert (await agenda.post(publish, OTHER_WRITER, {"withName": True}, etag="*")).status_code == 403
    assert (await agenda.post(publish, WRITER, {"withName": False}, etag="*")).status_code == 200
    assert await public() == (None, text, "Yes.")
    assert (await agenda.post(publish, WRITER, {"withName": True}, etag="*")).status_code == 200
    assert await public() == ("J. Jansen, Assen", text, "Yes.")
    withdraw = f"{path}/publication-withdrawals"
    assert (await agenda.post(withdraw, WRITER, etag="*")).status_code == 200
    assert await public() == (None, None, None)
    again = await agenda.post(withdraw, WRITER, etag="*")
    assert again.json()["type"].endswith("/problems/response.published")


async def test_nothing_that_is_withheld_goes_on_the_trail_or_to_others(agenda: Api, rows: Sessions) -> None:
    """The trail cannot be erased: it says which record, never who or what."""
    who, what = "Pietersen-Mus", "Een Winterkoninkje"
    said = {"agendaId": await consulted(rows), "party": who, "text": what}
    sent = await agenda.post("/responses", OTHER_WRITER, said)
    answers = f"/responses/{sent.json()['id']}/answers"
    answered = await agenda.post(answers, WRITER, {"followed": False, "answer": f"{who}: {what}"}, etag="*")
    decided = await stored(rows, Initiative, owner=REGION, status=InitiativeStatus.ASSESSMENT)
    table = {"metOn": "2014-10-03", "invited": ["EZ"], "attended": [who], "outcome": "Agreed"}
    met = await agenda.post(f"/initiatives/{decided.id}/tables", WRITER, table, etag="*")
    office = {
        "landsdeelCode": "LD02",
        "office": "Regio-ambassadeur",
        "contact": who,
        "startsOn": "2094-01-01",
    }
    state = caller("state", "agenda:govern")
    assigned = await agenda.post("/ambassadors", state, {**office, "endsOn": "2094-12-31"})
    assert [each.status_code for each in (sent, answered, met, assigned)] == [201, 200, 200, 201]
    async with rows.begin() as session:
        trail = list(await session.scalars(select(AUDIT.c.content)))
        told = [json.dumps(each) for each in await session.scalars(select(OUTBOX.c.payload))]
    assert any(sent.json()["id"] in entry for entry in trail)
    assert [entry for entry in (*trail, *told) if who in entry or what in entry] == []
