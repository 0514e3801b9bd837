"""What each refusal means, in English or Dutch: the address in the `type` of a problem leads here."""

import json
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.web.languages import DUTCH, preferred

LANGUAGES = ("en", "nl")


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_bytes())
    return found


RULES = _read("rules.json")


async def explain(request: Request) -> Response:
    """The rule with this code, in the language that the reader prefers: what must hold, and how to mend."""
    code = request.path_params["code"]
    if code not in RULES:
        raise HTTPException(404, "There is no rule with this code; docs/rules.md lists them all.")
    wanted = preferred(",".join(request.headers.getlist("accept-language")), LANGUAGES)
    dutch = DUTCH.get(code) if wanted == "nl" else None
    told = RULES[code] if dutch is None else {**RULES[code], **dutch}
    language = "en" if dutch is None else "nl"
    return JSONResponse(told, headers={"Content-Language": language, "Vary": "Accept-Language"})
