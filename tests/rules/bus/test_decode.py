"""The gate in: every valid CloudEvent, nothing else, and a refusal never repeats what was sent."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.bus.cloudevent import CONTENT_TYPE, SIZE_MAX, CloudEvent, NotAnEvent, decode

STRUCTURED = [("content-type", CONTENT_TYPE.encode())]


def minimal(**changed: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "A-1", "source": "/elsewhere", "type": "com.example.thing"} | changed


def read(event: object) -> CloudEvent:
    return decode(event if isinstance(event, bytes) else json.dumps(event).encode(), STRUCTURED)


def refused(value: bytes | None, headers: list[tuple[str, bytes | None]]) -> str:
    with pytest.raises(NotAnEvent) as refusal:
        decode(value, headers)
    return str(refusal.value.reason)


# --- in: structured --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        minimal(),
        minimal(source="urn:nld:kvknr:17024155:systeem:rom-bom"),
        minimal(source="https://example.com/a?b=c#d"),
        minimal(time="2026-11-21T17:31:00Z"),
        minimal(time="2026-11-21t17:31:00z"),  # RFC 3339 5.6: small letters too
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
    assert refused(json.dumps(event).encode(), [*STRUCTURED]) == f"{missing}: is missing"


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
        (b"", "not JSON from character 1 on"),
        (b"SECRET", "not JSON from character 1 on"),
        (b"\xff\xfeS", "not UTF-8"),
        (b" \xef\xbb\xbf{}", "not JSON from character 2 on"),
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
        b" application/cloudevents+json ; charset = utf8 ",
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


@pytest.mark.parametrize(
    "content_type", [b"application/json; charset=iso-8859-1", b"text/x+json;charset=utf-16"]
)
def test_json_in_another_coding_than_it_has_is_refused(content_type: bytes) -> None:
    assert "another charset" in refused(b"{}", [*BINARY, ("content-type", content_type)])


def test_every_reason_is_told_in_dutch_too() -> None:
    wrong: list[dict[str, Any]] = [
        minimal(time="2016-08-01"),
        minimal(myExt="x"),
        minimal(ext=1.5),
        minimal(ext="\x01"),
        minimal(data=1, data_base64="AA=="),
    ]
    for event in wrong:
        with pytest.raises(NotAnEvent) as found:
            decode(json.dumps(event).encode(), STRUCTURED)
        assert found.value.reason.told("nl") != found.value.reason.told("en")


def test_headers_of_others_do_not_matter() -> None:
    assert decode(b"{}", [*BINARY, ("x", None), ("x", b"\xff"), ("traceparent", b"?")]).id == "A-1"
