"""What each refusal means: the address in the `type` of a problem leads here."""

import json
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

RULES: dict[str, Any] = json.loads(files(__package__).joinpath("rules.json").read_bytes())


async def explain(request: Request) -> Response:
    """The rule with this code: what must hold, why, and how to mend a refusal."""
    code = request.path_params["code"]
    if code not in RULES:
        raise HTTPException(404, "There is no rule with this code; docs/rules.md lists them all.")
    return JSONResponse(RULES[code])
