"""What each refusal means, in English or Dutch: the address in the `type` of a problem leads here."""

import html
import json
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from shared.kernel.rules import DUTCH
from shared.kernel.sentences import Sentence
from shared.web.languages import spoken
from shared.web.problems import Unserved

HTML = "text/html"
NO_SUCH_RULE = Sentence(
    "There is no rule with this code; /guides/rules lists them all.",
    "Er is geen regel met deze code; /guides/regels noemt ze allemaal.",
)
PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body>
<h1>{title}</h1>
<p>{statement}</p>
<p>{mend}</p>
<p><small>{code} &middot; {status} &middot; {source}</small></p>
</body>
</html>
"""


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_bytes())
    return found


RULES = _read("rules.json")


async def explain(request: Request) -> Response:
    """The rule with this code, in the language that the reader prefers: what must hold, and how to mend."""
    code = request.path_params["code"]
    if code not in RULES:
        raise Unserved(404, NO_SUCH_RULE)
    dutch = DUTCH.get(code) if spoken() == "nl" else None
    told = RULES[code] if dutch is None else _in_dutch(RULES[code], dutch)
    language = "en" if dutch is None else "nl"
    headers = {"Content-Language": language, "Vary": "Accept-Language, Accept"}
    if HTML in request.headers.get("accept", ""):  # a browser; whoever takes anything gets JSON
        shown = {name: html.escape(str(value)) for name, value in told.items()}
        return HTMLResponse(PAGE.format(language=language, **shown), headers=headers)
    return JSONResponse(told, headers=headers)


def _in_dutch(rule: dict[str, Any], dutch: dict[str, str]) -> dict[str, Any]:
    return {
        **rule,
        "title": dutch["refusal"],
        "statement": dutch["statement"],
        "mend": dutch["mend"],
    }
