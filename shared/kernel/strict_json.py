"""JSON that means the same to every reader and can be stored, where Python's own reader lets more pass."""

import json
import math
import re
from typing import Any, NoReturn

DEPTH_MAX = 32
DIGITS_MAX = 19  # of a whole number: those of a bigint

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL and lone surrogates


def parse(text: bytes) -> Any:
    """Read JSON; ValueError, with a reason that never echoes the text, when it is not strict JSON."""
    try:
        found = json.loads(
            text.decode(),
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as fault:
        raise ValueError(f"not JSON from character {fault.pos} on") from None
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    _require_storable(found, DEPTH_MAX)
    return found


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice in one JSON object")
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number in JSON is too large")
    return number


def _short(digits: str) -> int:
    if len(digits.removeprefix("-")) > DIGITS_MAX:
        raise ValueError("a number in JSON is too large")
    return int(digits)


def _require_storable(node: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError("JSON nested too deeply")
    if isinstance(node, str):
        if _UNSTORABLE.search(node):
            raise ValueError("text in JSON holds a NUL or half a surrogate pair")
    elif isinstance(node, dict):
        for name, held in node.items():
            _require_storable(name, depth)
            _require_storable(held, depth - 1)
    elif isinstance(node, list):
        for held in node:
            _require_storable(held, depth - 1)
