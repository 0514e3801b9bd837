"""A published event never changes in a way that somebody's reader, or a replay, would trip over."""

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, create_model

from shared.contracts.data_schema import data_schema, mode
from shared.contracts.publish import EVENTS, FOLDER
from shared.kernel.events import Event
from tools.compatibility import breaks, incompatibilities, respelled

Schema = dict[str, Any]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type())
def test_every_event_agrees_with_every_published_version(event: type[Event]) -> None:
    assert incompatibilities(event, FOLDER / "schemas") == []


# --- the change table of standards.md 5.5, which was established with jsoncompat and other tools ------------


def schema(*required: str, closed: bool = False, **properties: Schema) -> Schema:
    shape = {"type": "object", "properties": properties, "required": list(required)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **shape,
        **({"additionalProperties": False} if closed else {}),
    }


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
A = schema("a", a=TEXT)
NESTED = schema("a", a={"$ref": "#/$defs/A"}) | {"$defs": {"A": A}}

# change: (published, current, may still be written, may still be read)
CHANGES: dict[str, tuple[Schema, Schema, bool, bool]] = {
    "description": (A, A | {"description": "new"}, True, True),
    "definition renamed": (NESTED, schema("a", a={"$ref": "#/$defs/B"}) | {"$defs": {"B": A}}, True, True),
    "optional property added": (A, schema("a", a=TEXT, b=TEXT), True, True),
    "nested optional property added": (
        NESTED,
        schema("a", a={"$ref": "#/$defs/A"}) | {"$defs": {"A": schema("a", a=TEXT, b=TEXT)}},
        True,
        True,
    ),
    "required property added": (A, schema("a", "b", a=TEXT, b=TEXT), True, False),
    "optional becomes required": (schema(a=TEXT), A, True, False),
    "property removed": (A, schema(), False, True),
    "required becomes optional": (A, schema(a=TEXT), False, True),
    "enum value added": (schema("a", a={"enum": ["x"]}), schema("a", a={"enum": ["x", "y"]}), False, True),
    "enum value removed": (schema("a", a={"enum": ["x", "y"]}), schema("a", a={"enum": ["x"]}), True, False),
    "const changed": (schema("a", a={"const": "x"}), schema("a", a={"const": "y"}), False, False),
    "longer text": (
        schema("a", a=TEXT | {"maxLength": 5}),
        schema("a", a=TEXT | {"maxLength": 9}),
        False,
        True,
    ),
    "shorter text": (
        schema("a", a=TEXT | {"maxLength": 9}),
        schema("a", a=TEXT | {"maxLength": 5}),
        True,
        False,
    ),
    "integer to number": (schema("a", a=WHOLE), schema("a", a={"type": "number"}), False, True),
    "text to integer": (A, schema("a", a=WHOLE), False, False),
    "null added": (A, schema("a", a={"anyOf": [TEXT, {"type": "null"}]}), False, True),
    "null dropped": (schema("a", a={"anyOf": [TEXT, {"type": "null"}]}), A, True, False),
    "object closed": (A, schema("a", a=TEXT, closed=True), True, False),
    "optional added to a closed object": (
        schema("a", a=TEXT, closed=True),
        schema("a", a=TEXT, b=TEXT, closed=True),
        False,
        True,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_judged_as_the_table_says(change: str) -> None:
    published, current, writes, reads = CHANGES[change]
    assert (breaks(published, current, "serializer") == []) is writes
    assert (breaks(published, current, "deserializer") == []) is reads
    assert respelled(published, current) == []


RESPELLINGS: dict[str, tuple[Schema, Schema]] = {
    "pattern added": (TEXT, TEXT | {"pattern": "^x"}),
    "pattern changed": (TEXT | {"pattern": "^x"}, TEXT | {"pattern": "^y"}),
    "format removed": (TEXT | {"format": "uuid"}, TEXT),
    "date to date-time": (TEXT | {"format": "date"}, TEXT | {"format": "date-time"}),
}


@pytest.mark.parametrize("change", RESPELLINGS)
@pytest.mark.parametrize(
    "place",
    [
        lambda held: schema("a", a=held),
        lambda held: schema("a", a={"anyOf": [held, {"type": "null"}]}),
        lambda held: schema("a", a={"type": "array", "items": held}),
        lambda held: schema("a", a={"type": "object", "additionalProperties": held}),
        lambda held: schema("a", a={"$ref": "#/$defs/A"}) | {"$defs": {"A": held}},
    ],
    ids=["itself", "optional", "in a list", "in a map", "by reference"],
)
def test_what_jsoncompat_does_not_see_is_seen(change: str, place: Callable[[Schema], Schema]) -> None:
    before, now = RESPELLINGS[change]
    assert breaks(place(before), place(now), "serializer") == []
    assert len(respelled(place(before), place(now))) == 1


def test_making_a_date_optional_is_no_respelling() -> None:
    day = TEXT | {"format": "date"}
    assert respelled(schema("a", a=day), schema("a", a={"anyOf": [day, {"type": "null"}]})) == []


# --- the gate as a whole ----------------------------------------------------------------------------------


class Category(StrEnum):
    """The categories of the published version."""

    INNOVATION = "INNOVATION"


class MoreCategories(StrEnum):
    """One more than its readers know."""

    INNOVATION = "INNOVATION"
    HUMAN_CAPITAL = "HUMAN_CAPITAL"


class Partner(BaseModel):
    """A nested model, as an event may have."""

    kvk_number: str


FIELDS: dict[str, Any] = {
    "project_id": (UUID, ...),
    "category": (Category, ...),
    "starts_on": (date, ...),
    "ends_on": (date | None, ...),
    "amount_cents": (int, ...),
    "partners": (list[Partner], ...),
}


def version(service: str = "agenda", semver: str = "1.1.0", **changed: Any) -> type[Event]:
    """The event with some of its fields changed; None removes one."""
    fields = {name: field for name, field in (FIELDS | changed).items() if field is not None}
    event: type[Event] = create_model(
        "ProjectStarted", __base__=Event, __doc__="A project started.", **fields
    )
    event.service, event.fact, event.aggregate, event.semver = service, "started", "project_id", semver
    return event


def publish(event: type[Event], folder: Path) -> None:
    path = folder / event.schema_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data_schema(event, mode(event))))


HARMLESS: dict[str, Any] = {
    "nothing": {},
    "a field with a default": {"note": (str, "")},
    "an optional field": {"note": (str | None, None)},
}
BREAKING: dict[str, Any] = {
    "a field that old events lack": {"note": (str, ...)},
    "a field removed": {"amount_cents": None},
    "a field renamed": {"amount_cents": None, "cents": (int, 0)},
    "cents become euros": {"amount_cents": (float, ...)},
    "a date becomes a time": {"starts_on": (datetime, ...)},
    "a category more": {"category": (MoreCategories, ...)},
    "a category less": {"category": (Literal["OTHER"], ...)},
    "null allowed": {"amount_cents": (int | None, ...)},
    "null forbidden": {"ends_on": (date, ...)},
    "an id becomes any text": {"project_id": (str, ...)},
    "a smaller ceiling": {"amount_cents": (int, Field(le=10))},
}


@pytest.mark.parametrize("change", HARMLESS)
def test_a_harmless_change_passes_the_gate(change: str, tmp_path: Path) -> None:
    publish(version(semver="1.0.0"), tmp_path)
    assert incompatibilities(version(**HARMLESS[change]), tmp_path) == []


@pytest.mark.parametrize("change", BREAKING)
def test_a_breaking_change_is_stopped(change: str, tmp_path: Path) -> None:
    publish(version(semver="1.0.0"), tmp_path)
    stopped = incompatibilities(version(**BREAKING[change]), tmp_path)
    assert stopped
    assert all(problem.startswith("nl.groeikracht.agenda.started against 1.0.0: ") for problem in stopped)


def test_every_published_version_of_the_major_counts_and_no_other(tmp_path: Path) -> None:
    publish(version(semver="1.0.0"), tmp_path)
    publish(version(semver="1.1.0", note=(str, "")), tmp_path)
    removed = version(semver="1.2.0")
    assert [problem.partition(":")[0] for problem in incompatibilities(removed, tmp_path)] == [
        "nl.groeikracht.agenda.started against 1.1.0"
    ]
    assert incompatibilities(version(semver="2.0.0", amount_cents=None), tmp_path) == []


def test_a_rom_may_be_allowed_more_but_never_less(tmp_path: Path) -> None:
    publish(version("rom", "1.0.0"), tmp_path)
    assert incompatibilities(version("rom", amount_cents=(int | None, None)), tmp_path) == []
    assert incompatibilities(version("rom", category=(MoreCategories, ...)), tmp_path) == []
    assert incompatibilities(version("rom", note=(str, ...)), tmp_path)
    assert incompatibilities(version("rom", starts_on=(datetime, ...)), tmp_path)
