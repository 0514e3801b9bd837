"""The gate for events: what passes, what does not, and that a refusal never repeats what was sent."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from shared.bus.cloudevent import (
    CONTENT_TYPE,
    SIZE_MAX,
    CloudEvent,
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
STRUCTURED = [("content-type", CONTENT_TYPE.encode())]


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


def minimal(**changed: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "A-1", "source": "/elsewhere", "type": "com.example.thing"} | changed


def read(event: object) -> CloudEvent:
    return decode(event if isinstance(event, bytes) else json.dumps(event).encode(), STRUCTURED)


def refused(value: bytes | None, headers: list[tuple[str, bytes | None]]) -> str:
    with pytest.raises(NotAnEvent) as refusal:
        decode(value, headers)
    return refusal.value.reason


# --- out -------------------------------------------------------------------------------------------------


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
    assert all(f"{name}: " in refusal.value.reason for name in ("source", "type", "sequence"))
    assert "SECRET" not in refusal.value.reason


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


# --- in: structured --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        minimal(),
        minimal(source="urn:nld:kvknr:17024155:systeem:rom-bom"),
        minimal(source="https://example.com/a?b=c#d"),
        minimal(time="2026-11-21T17:31:00Z"),
        minimal(time="2026-11-21T17:31:00.5+01:00"),
        minimal(datacontenttype="application/vnd.x+json; charset=utf-8"),
        minimal(data=None),
        minimal(data=[1, 2]),
        minimal(data="text"),
        minimal(data_base64="AAEC"),
        minimal(somebodyselse="x", flag=True, count=-(2**31)),
    ],
)
def test_a_valid_cloudevent_comes_in_however_its_sender_spells_it(event: dict[str, Any]) -> None:
    kept = read(event).model_dump(exclude_none=True, exclude={"time"})
    assert kept == {name: value for name, value in event.items() if name != "time" and value is not None}


def test_nanoseconds_are_legal() -> None:
    event = read(minimal(time="2026-11-21T17:31:00.123456789012345Z"))
    assert event.time == datetime(2026, 11, 21, 17, 31, 0, 123456, tzinfo=UTC)


def test_null_is_absent() -> None:
    event = read(minimal(subject=None, time=None, dataschema=None, data_base64=None, someextension=None))
    assert event == read(minimal())
    assert event.extension("someextension") is None


@pytest.mark.parametrize("missing", ["specversion", "id", "source", "type"])
def test_nothing_is_invented_for_a_missing_attribute(missing: str) -> None:
    event = minimal()
    del event[missing]
    assert refused(json.dumps(event).encode(), [*STRUCTURED]) == f"{missing}: Field required"


@pytest.mark.parametrize(
    "changed",
    [
        {"specversion": "0.3"},
        {"specversion": 1.0},
        {"id": ""},
        {"id": 5},
        {"id": True},
        {"source": ""},
        {"source": "two words"},
        {"type": ""},
        {"subject": ""},
        {"time": "2026-11-21T17:31Z"},
        {"time": "2026-11-21T17:31:00"},
        {"time": "2026-11-21T17:31:00+01"},
        {"time": "2026-11-21 17:31:00Z"},
        {"time": "2026-11-21T17:31:00Z\n"},
        {"time": "2026-13-21T17:31:00Z"},
        {"time": "٢٠٢٦-11-21T17:31:00Z"},
        {"time": 1795282260},
        {"datacontenttype": "json"},
        {"dataschema": "relative/schema.json"},
        {"data": {}, "data_base64": "AAEC"},
        {"Extension": "upper case"},
        {"my-extension": "hyphen"},
        {"extension": {"an": "object"}},
        {"extension": [1]},
        {"extension": 1.5},
        {"extension": 2**31},
        {"extension": "line\nbreak"},
        {"subject": "bell\x07"},
    ],
)
def test_an_invalid_cloudevent_does_not_come_in(changed: dict[str, Any]) -> None:
    assert refused(json.dumps(minimal(**changed)).encode(), [*STRUCTURED])


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "the record has no value (a tombstone)"),
        (b"", "not JSON from character 0 on"),
        (b"SECRET", "not JSON from character 0 on"),
        (b"\xff\xfeS", "not UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON from character 0 on"),
        (b"[]", "an event is a JSON object"),
        (b"null", "an event is a JSON object"),
        (b'{"id": "SECRET", "id": "2"}', "a name occurs twice in one JSON object"),
        (b'{"data": {"SECRET": 1, "SECRET": 2}}', "a name occurs twice in one JSON object"),
        (b'{"data": NaN}', "NaN and Infinity are not JSON"),
        (b'{"data": -Infinity}', "NaN and Infinity are not JSON"),
        (b'{"data": 1e400}', "a number in JSON is too large"),
        (b'{"data": ' + b"9" * 20 + b"}", "a number in JSON is too large"),
        (b'{"data": ' + b"9" * 5000 + b"}", "a number in JSON is too large"),
        (b'{"data": "SECRET\\u0000"}', "text in JSON holds a NUL or half a surrogate pair"),
        (b'{"data": {"a": [{"\\uD800SECRET": 1}]}}', "text in JSON holds a NUL or half a surrogate pair"),
        (b'{"data": ' + b"[" * 32 + b"]" * 32 + b"}", "JSON nested too deeply"),
        (b'{"data": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", "JSON nested too deeply"),
        (b'"' + b"x" * SIZE_MAX + b'"', "larger than 65536 bytes"),
        (b'{"SECRET-name": 1}', "attribute names are lower-case letters and digits"),
    ],
)
def test_a_refusal_says_why_and_never_echoes(value: bytes | None, reason: str) -> None:
    assert refused(value, [*STRUCTURED]) == reason


def test_data_may_be_nested_as_far_as_anyone_needs() -> None:
    assert decode(
        json.dumps(minimal()).encode()[:-1] + b', "data": ' + b"[" * 31 + b"]" * 31 + b"}", STRUCTURED
    )


def test_an_escaped_backslash_before_u0000_is_only_text() -> None:
    assert read(minimal(data={"path": "C:\\u0000", "grin": "😀"})).data == {"path": "C:\\u0000", "grin": "😀"}


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/cloudevents+json",
        b"application/cloudevents+json; charset=UTF-8",
        b'Application/CloudEvents+JSON;Charset="utf-8"',
    ],
)
def test_the_content_type_alone_says_structured(content_type: bytes) -> None:
    copied = [("ce_id", b"another"), ("ce_type", b"another"), ("content-type", content_type)]
    assert decode(json.dumps(minimal()).encode(), copied).id == "A-1"


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/cloudevents-batch+json",
        b"application/cloudevents+avro",
        b"application/cloudevents+json; charset=latin-1",
    ],
)
def test_other_formats_are_refused(content_type: bytes) -> None:
    assert "one event per record" in refused(b"[]", [("content-type", content_type)])


# --- in: binary ------------------------------------------------------------------------------------------

BINARY: list[tuple[str, bytes | None]] = [
    ("ce_specversion", b"1.0"),
    ("ce_id", b"A-1"),
    ("ce_source", b"/elsewhere"),
    ("ce_type", b"com.example.thing"),
]


def test_binary_mode_reads_attributes_from_headers_as_they_are() -> None:
    event = decode(
        b'{"amountCents": 123}',
        [
            *BINARY,
            ("content-type", b"application/json"),
            ("ce_count", b"123"),
            ("ce_subject", b"50% \xc3\xa9"),
        ],
    )
    assert event.data == {"amountCents": 123}
    assert event.datacontenttype == "application/json"
    assert event.subject == "50% é"  # Kafka headers are not percent-encoded
    assert event.extension("count") == "123"  # text stays text
    assert event.extension("partitionkey") is None  # nothing is made out of the record's key


def test_binary_mode_without_data_has_no_value() -> None:
    assert "data" not in decode(None, BINARY).model_fields_set
    assert decode(b"null", BINARY).data is None


def test_binary_data_that_is_not_json_stays_bytes() -> None:
    event = decode(b"\x00\x01\x02", [*BINARY, ("content-type", b"application/octet-stream")])
    assert (event.data, event.data_base64) == (None, "AAEC")


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b"{}", []),
        (None, []),
        (b"{}", [("content-type", b"application/json")]),
        (b"{}", [("content-type", None)]),
        (b"{}", [*BINARY, ("ce_subject", None)]),
        (b"{}", [*BINARY, ("ce_subject", b"\xff")]),
        (b"{}", [*BINARY, ("ce_id", b"A-2")]),
        (b"{}", [*BINARY, ("ce_data", b"{}")]),
        (b"{}", [*BINARY, ("ce_datacontenttype", b"text/plain")]),
        (b"{}", BINARY[1:]),
        (b"{", BINARY),
        (b"{}", [*BINARY, ("ce_padding", b"x" * SIZE_MAX)]),
    ],
)
def test_a_broken_binary_record_is_refused(
    value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    assert refused(value, headers)


def test_headers_of_others_do_not_matter() -> None:
    assert decode(b"{}", [*BINARY, ("x", None), ("x", b"\xff"), ("traceparent", b"?")]).id == "A-1"
