"""What schemathesis cannot read in an OpenAPI document, told to it as hooks (see schemathesis.toml)."""

import json
import re
import uuid
from datetime import date
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import RejectedPositiveData

from shared.kernel.written import BEYOND_PATTERNS, prose

KEY = "idempotency-key"
BEYOND_A_PATTERN = {"identifier_value", "cursor", "position"}  # check digits, lists of codes; signatures

YEARS = {"min_value": date(1900, 1, 1), "max_value": date(2200, 12, 31)}  # those of DATE_PATTERN

schemathesis.openapi.format("date", st.dates(**YEARS).map(str))
schemathesis.openapi.format(
    "date-time", st.builds("{}T{:02}:00:00Z".format, st.dates(**YEARS), st.integers(0, 23))
)


@schemathesis.hook
def before_load_schema(context: HookContext, raw_schema: dict[str, Any]) -> None:
    """Tokens are sent as bearer tokens, which schemathesis does not conclude from openIdConnect.

    And Business-Time has a form that generators of clients would take for more than text.
    """
    raw_schema["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    for item in raw_schema["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "Business-Time":
                    parameter["schema"]["format"] = "date-time"


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """A new idempotency key for each request, and what no schema can say about numbers and texts.

    The same key for another request is rightly refused, JSON Schema takes 12.0 for a whole number where an
    amount of money must be written 12, and a pattern cannot name the unseen characters beyond U+FFFF.
    """
    if case.headers and re.fullmatch(r'"[!#-\[\]-~]{1,128}"', str(case.headers.get(KEY))):
        case.headers[KEY] = f'"{uuid.uuid4()}"'
    case.body = _sayable(case.body)


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Keep every failure but two: a text that is too long by what carries nothing, which is taken away,
    and a well-formed value that only its check digit or signature gives away.
    """
    if isinstance(failure, AcceptedNegativeData):
        return "violates `maxLength`" not in failure.message or _kept(case.body) == case.body
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return True
    codes = {error["code"] for error in json.loads(response.content)["errors"]}
    return not codes <= BEYOND_A_PATTERN


def _kept(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _kept(held) for name, held in node.items()}
    return [_kept(held) for held in node] if isinstance(node, list) else prose(node)


def _sayable(node: Any) -> Any:
    if isinstance(node, float) and node.is_integer():
        return int(node)
    if isinstance(node, str):
        return re.sub(f"[{BEYOND_PATTERNS}]", "x", node)
    if isinstance(node, dict):
        return {name: _sayable(held) for name, held in node.items()}
    return [_sayable(held) for held in node] if isinstance(node, list) else node
