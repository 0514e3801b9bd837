"""JSON bodies read strictly: no duplicate names, no NaN, no endless numbers, no lone surrogates, no NUL."""

import json
import math
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

BODY_MAX_BYTES = 1024 * 1024
DEPTH_MAX = 32


class StrictRequest(Request):
    """A request whose JSON body means the same to every reader (performance.md 7)."""

    async def json(self) -> Any:
        """The body; every fault is a 400 that says what is wrong."""
        body = await self.body()
        if len(body) > BODY_MAX_BYTES:
            raise _fault("too_large", f"the body is larger than {BODY_MAX_BYTES} bytes")
        try:
            return parse(body)
        except ValueError as fault:
            raise _fault("json_invalid", str(fault)) from None


def parse(body: bytes) -> Any:
    """Read JSON text; ValueError, without any of the input in it, when it is not strict JSON."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("the body is not UTF-8") from None
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_short
        )
    except json.JSONDecodeError as fault:
        raise ValueError(f"the body is not JSON: {fault.msg} at character {fault.pos}") from None
    except RecursionError:
        raise ValueError("the body is nested too deeply") from None
    _sound(found, DEPTH_MAX)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice in one JSON object")
    return found


def _no_constant(_: str) -> None:
    raise ValueError("NaN and Infinity are not JSON numbers")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _short(digits: str) -> int:
    if len(digits) > 19:
        raise ValueError("a number has too many digits")
    return int(digits)


def _sound(node: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError("the body is nested too deeply")
    if isinstance(node, str):
        if "\x00" in node or any(0xD800 <= ord(c) <= 0xDFFF for c in node):
            raise ValueError("a text holds a NUL or half a surrogate pair")
    elif isinstance(node, dict):
        for name, value in node.items():
            _sound(name, depth - 1)
            _sound(value, depth - 1)
    elif isinstance(node, list):
        for value in node:
            _sound(value, depth - 1)


def _fault(kind: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body",), "type": kind, "msg": message}])
