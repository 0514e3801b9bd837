"""JSON that means the same to every reader and can be stored, where Python's own reader lets more pass."""

import json
import math
import re
from typing import Any, NoReturn

from shared.kernel.sentences import Sentence

DEPTH_MAX = 32
DIGITS_MAX = 19  # of a whole number: those of a bigint

NOT_UTF8 = Sentence("not UTF-8", "geen UTF-8")
NOT_JSON = Sentence("not JSON from character {place} on", "geen JSON vanaf teken {place}")
TOO_DEEP = Sentence("JSON nested too deeply", "JSON die te diep genest is")
TOO_LARGE = Sentence("a number in JSON is too large", "een getal in de JSON is te groot")
TWICE = Sentence("a name occurs twice in one JSON object", "een naam komt tweemaal voor in één JSON-object")
NO_NUMBER = Sentence("NaN and Infinity are not JSON", "NaN en Infinity zijn geen JSON")
NOT_TEXT = Sentence(
    "text in JSON holds a NUL or half a surrogate pair",
    "tekst in de JSON bevat een NUL of een half surrogaatpaar",
)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL and lone surrogates


def parse(text: bytes) -> Any:
    """Read JSON; ValueError, with a Sentence that never echoes the text, when it is not strict JSON."""
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
        raise ValueError(NOT_JSON.of(place=fault.pos)) from None
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    _require_storable(found, DEPTH_MAX)
    return found


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
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
