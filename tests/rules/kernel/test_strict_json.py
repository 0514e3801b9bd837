"""How much a JSON text may hold, whoever sends it."""

import json
import time

import pytest

from shared.bus.cloudevent import NotAnEvent, decode
from shared.kernel.strict_json import NAMES_MAX, NODES_MAX, parse


def names(number: int) -> bytes:
    return json.dumps({f"name-{index}": index for index in range(number)}).encode()


def test_an_object_has_a_bound_on_its_names() -> None:
    assert len(parse(names(NAMES_MAX))) == NAMES_MAX
    with pytest.raises(ValueError, match="names"):
        parse(names(NAMES_MAX + 1))


def test_the_names_of_a_part_count_too() -> None:
    with pytest.raises(ValueError, match="names"):
        parse(b'{"a": [' + names(NAMES_MAX + 1) + b"]}")


def test_a_mark_of_order_before_a_text_is_nothing() -> None:
    assert parse(b'\xef\xbb\xbf{"a": "\xef\xbb\xbf"}') == {"a": "\ufeff"}
    with pytest.raises(ValueError, match="not JSON from character 1 on"):
        parse(b"\xef\xbb\xbf" * 2 + b"{}")


@pytest.mark.parametrize(
    "text",
    [
        names(NODES_MAX * 2),
        b"[" + b"0," * NODES_MAX * 2 + b"0]",
        b"[" + b"{}," * NODES_MAX + b"0]",
        json.dumps([["a"] * 100] * 100).encode(),
    ],
)
def test_a_text_has_a_bound_on_its_values(text: bytes) -> None:
    with pytest.raises(ValueError, match="values"):
        parse(text)


@pytest.mark.parametrize("words", ["a, b, [c] and {d}: ", 'he said "yes, yes", ', "a\\, b\\", '\\", ['])
def test_what_stands_in_a_text_is_no_value(words: str) -> None:
    long = {"text": words * NODES_MAX}
    assert parse(json.dumps(long).encode()) == long


@pytest.mark.parametrize("text", [b'"' + b'\\"' * 400_000, b'"\\' * 400_000, b'"' * 800_001])
def test_a_quote_that_nothing_closes_costs_no_more_than_its_length(text: bytes) -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match="not JSON"):
        parse(text)
    assert time.process_time() - began < 5  # each character looked at by each other one takes minutes


@pytest.mark.parametrize("part", [b'"n":1,', b'"",', b'{"":"",'])
def test_of_a_text_that_is_too_full_only_the_beginning_is_looked_at(part: bytes) -> None:
    def cost(text: bytes) -> float:
        began = time.process_time()
        with pytest.raises(ValueError, match="values"):
            parse(text)
        return time.process_time() - began

    short, long = (b"[" + part * NODES_MAX * times for times in (3, 48))
    assert min(cost(long) for _ in range(5)) < 4 * min(cost(short) for _ in range(5))  # not sixteen times


def test_a_message_has_the_same_bounds() -> None:
    event = {"specversion": "1.0", "id": "1", "source": "urn:x", "type": "t"}
    event["data"] = {f"n{index}": 1 for index in range(NAMES_MAX + 1)}  # type: ignore[assignment]
    headers = [("content-type", b"application/cloudevents+json")]
    with pytest.raises(NotAnEvent, match="names"):
        decode(json.dumps(event).encode(), headers)
