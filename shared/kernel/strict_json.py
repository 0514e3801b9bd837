"""JSON that means the same to every reader and can be stored, where Python's own reader lets more pass."""

import codecs
import json
import math
import re
from typing import Any, NoReturn

from shared.kernel.sentences import Sentence

DEPTH_MAX = 32
DIGITS_MAX = 19  # of a whole number: those of a bigint
NAMES_MAX = 200  # of one object; the largest of a contract has fewer than forty
NODES_MAX = 8192  # values and parts of a whole text; the largest that a contract allows has half of that

NOT_UTF8 = Sentence("not UTF-8", "geen UTF-8")
NOT_JSON = Sentence("not JSON from character {place} on", "geen JSON vanaf teken {place}")
TOO_DEEP = Sentence("JSON nested too deeply", "JSON die te diep genest is")
TOO_LARGE = Sentence("a number in JSON is too large", "een getal in de JSON is te groot")
TOO_FULL = Sentence(f"JSON holds more than {NODES_MAX} values", f"de JSON bevat meer dan {NODES_MAX} waarden")
TOO_MANY_NAMES = Sentence(
    f"an object in JSON has more than {NAMES_MAX} names",
    f"een object in de JSON heeft meer dan {NAMES_MAX} namen",
)
TWICE = Sentence("a name occurs twice in one JSON object", "een naam komt tweemaal voor in één JSON-object")
NO_NUMBER = Sentence("NaN and Infinity are not JSON", "NaN en Infinity zijn geen JSON")
NOT_TEXT = Sentence(
    "text in JSON holds a NUL or half a surrogate pair",
    "tekst in de JSON bevat een NUL of een half surrogaatpaar",
)

# A string, or what follows a quote that nothing closes; possessive, so that no text makes it look twice.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
# The beginning of a text with more strings, commas and openings than its values can have: two strings each.
_FULL = re.compile(rb'(?:[^"\[{,]*+(?:%b|[\[{,])){%d}+' % (_STRING.pattern, 3 * NODES_MAX + 3), re.DOTALL)
_UTF_8 = re.compile(r'\s*charset\s*=\s*"?(utf-?8|us-ascii)"?\s*', re.IGNORECASE)  # utf8 is what many write
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL and lone surrogates


def parse(text: bytes) -> Any:
    """Read JSON; ValueError, with a Sentence that never echoes the text, when it is not strict JSON."""
    text = text.removeprefix(codecs.BOM_UTF8)  # as Windows writes it; RFC 8259 8.1 lets it be passed over
    if len(text) > NODES_MAX:  # a shorter one cannot hold more
        full = _FULL.match(text)  # then either too full, or no JSON as far as that
        _require_few(_STRING.sub(b"", full[0] if full else text))
    try:
        found = json.loads(
            text.decode(),
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except UnicodeDecodeError:
        raise ValueError(NOT_UTF8) from None
    except json.JSONDecodeError as fault:
        raise ValueError(NOT_JSON.of(place=fault.pos + 1)) from None
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    _require_storable(found, DEPTH_MAX)
    return found


def in_utf_8(content_type: str) -> bool:
    """Whether a content type leaves JSON in what it always is in: it names no other charset."""
    parameters = content_type.split(";")[1:]
    return all(_UTF_8.fullmatch(each) for each in parameters if each.strip().lower().startswith("charset"))


def _require_few(marks: bytes) -> None:
    """Count what a text holds before any of it is made: each value costs fifty times its bytes."""
    commas, openings = marks.count(b","), marks.count(b"[") + marks.count(b"{")
    if openings > (commas + 1) * DEPTH_MAX:  # then one of them stands inside more than so many
        raise ValueError(TOO_DEEP)
    if commas + openings > NODES_MAX:
        raise ValueError(TOO_FULL)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > NAMES_MAX:
        raise ValueError(TOO_MANY_NAMES)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(TWICE)
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError(NO_NUMBER)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(TOO_LARGE)
    return number


def _short(digits: str) -> int:
    if len(digits.removeprefix("-")) > DIGITS_MAX:
        raise ValueError(TOO_LARGE)
    return int(digits)


def _require_storable(node: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError(TOO_DEEP)
    if isinstance(node, str):
        if _UNSTORABLE.search(node):
            raise ValueError(NOT_TEXT)
    elif isinstance(node, dict):
        for name, held in node.items():
            _require_storable(name, depth)
            _require_storable(held, depth - 1)
    elif isinstance(node, list):
        for held in node:
            _require_storable(held, depth - 1)
