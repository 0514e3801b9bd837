"""The gate out: only what follows the NL GOV profile for CloudEvents is published."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from shared.bus.cloudevent import (
    SIZE_MAX,
    NotAnEvent,
    decode,
    encode,
    envelope,
    system_urn,
)
from shared.kernel.events import Event

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01"
HOP = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
PROJECT = UUID("5f0c2f0e-3a0a-4d0e-9f0a-1f2e3d4c5b6a")


class ProjectStarted(Event):
    """A fact as the services publish it."""

    service = "agenda"
    fact = "project-started"
    aggregate = "project_id"

    project_id: UUID
    title: str
    starts_on: date


def published(**changed: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": UUID("0193f1d2-7f7a-7c55-8b1e-3b6f0c1d2e3f"),
        "time": datetime(2026, 11, 21, 18, 31, tzinfo=timezone(timedelta(hours=1))),
        "sequence": 1234,
        "source": system_urn("00000099000000001000", "groeikracht-agenda"),
        "public_url": "https://api.groeikracht.example",
    }
    fact = ProjectStarted(project_id=PROJECT, title="Groeiscan — Noord", starts_on=date(2026, 12, 1))
    known |= {"type": fact.type(), "subject": fact.subject, "data": fact.payload()}
    return envelope(schema_path=fact.schema_path(), **known | changed)


def test_a_fact_goes_out_in_the_envelope_of_the_nl_gov_profile() -> None:
    assert published(traceparent=TRACE, causationid="0193f1d2-0000-7c55-8b1e-3b6f0c1d2e3f") == {
        "specversion": "1.0",
        "id": "0193f1d2-7f7a-7c55-8b1e-3b6f0c1d2e3f",
        "source": "urn:nld:oin:00000099000000001000:systeem:groeikracht-agenda",
        "type": "nl.groeikracht.agenda.project-started",
        "subject": "5f0c2f0e-3a0a-4d0e-9f0a-1f2e3d4c5b6a",
        "time": "2026-11-21T17:31:00Z",
        "datacontenttype": "application/json",
        "dataschema": "https://api.groeikracht.example/schemas/agenda/project-started/1.0.0.json",
        "partitionkey": "5f0c2f0e-3a0a-4d0e-9f0a-1f2e3d4c5b6a",
        "sequence": "0000000000000001234",
        "traceparent": TRACE,
        "causationid": "0193f1d2-0000-7c55-8b1e-3b6f0c1d2e3f",
        "data": {
            "projectId": "5f0c2f0e-3a0a-4d0e-9f0a-1f2e3d4c5b6a",
            "title": "Groeiscan — Noord",
            "startsOn": "2026-12-01",
        },
    }


def test_the_record_is_structured_and_keyed_by_the_aggregate() -> None:
    event = published(traceparent=TRACE)
    key, value, headers = encode(event, traceparent=HOP)
    assert key == b"5f0c2f0e-3a0a-4d0e-9f0a-1f2e3d4c5b6a"
    assert headers == [
        ("content-type", b"application/cloudevents+json; charset=UTF-8"),
        ("traceparent", HOP.encode()),
    ]
    assert json.loads(value) == event  # the envelope keeps the first hop's trace
    assert encode(event)[2] == [("content-type", b"application/cloudevents+json; charset=UTF-8")]


def test_a_time_without_offset_is_no_time() -> None:
    with pytest.raises(ValueError, match="offset"):
        published(time=datetime(2026, 11, 21, 18, 31))  # noqa: DTZ001


def test_what_goes_out_comes_in_unchanged() -> None:
    event = published(traceparent=TRACE)
    _, value, headers = encode(event)
    read_back = decode(value, headers)
    assert read_back.model_dump(mode="json", exclude_none=True) == event
    assert read_back.time == datetime(2026, 11, 21, 17, 31, tzinfo=UTC)
    assert read_back.extension("traceparent") == TRACE
    assert read_back.extension("causationid") is None


def test_two_events_share_nothing() -> None:
    first, second = published(), published(sequence=1235)
    first["data"]["title"] = first["id"] = "changed"
    assert second["data"]["title"] == "Groeiscan — Noord"
    assert second["id"] == "0193f1d2-7f7a-7c55-8b1e-3b6f0c1d2e3f"


def test_sequences_compare_as_text() -> None:
    assert published(sequence=9)["sequence"] < published(sequence=10)["sequence"]
    assert published(sequence=2**63 - 1)["sequence"] == "9223372036854775807"


def test_a_malformed_trace_from_outside_never_stops_a_fact() -> None:
    assert "traceparent" not in published(traceparent="00-zz")


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("source", "/agenda"),
        ("source", "urn:nld:oin:123:systeem:groeikracht-agenda"),
        ("type", "com.example.thing"),
        ("type", "nl.groeikracht.agenda.ProjectStarted"),
        ("time", None),
        ("subject", None),
        ("partitionkey", None),
        ("partitionkey", ""),
        ("sequence", "1234"),
        ("dataschema", "schemas/agenda/project-started/1.0.0.json"),
        ("datacontenttype", "text/plain"),
        ("traceparent", "00-zz"),
        ("data", None),
        ("data", [1]),
        ("ourownextra", "x"),
        ("specversion", "0.3"),
    ],
)
def test_nothing_outside_the_profile_goes_out(attribute: str, value: Any) -> None:
    with pytest.raises(NotAnEvent):
        encode(published() | {attribute: value})


def test_a_refusal_names_every_attribute_at_once() -> None:
    with pytest.raises(NotAnEvent) as refusal:
        encode(published() | {"source": "SECRET", "type": "SECRET", "sequence": "SECRET"})
    assert all(f"{name}: " in str(refusal.value.reason) for name in ("source", "type", "sequence"))
    assert "SECRET" not in str(refusal.value.reason)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, "\ud800"])
def test_data_that_is_not_json_does_not_go_out(value: Any) -> None:
    with pytest.raises(NotAnEvent, match="JSON"):
        encode(published() | {"data": {"share": value}})


def test_an_event_is_at_most_64_kibibytes_with_its_envelope() -> None:
    def sized(length: int, more: str = "") -> dict[str, Any]:
        return published() | {"data": {"text": "é" * length + more}}

    room = SIZE_MAX - len(encode(sized(0))[1])
    even = "x" * (room % 2)
    assert len(encode(sized(room // 2, even))[1]) == SIZE_MAX
    with pytest.raises(NotAnEvent, match="65536 bytes"):
        encode(sized(room // 2, even + "x"))
