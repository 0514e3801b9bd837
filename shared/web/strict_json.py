"""JSON bodies read strictly: what is wrong with one is a 400 that says so (performance.md 7)."""

import json
from typing import Any

from fastapi import Request

from shared.kernel.strict_json import parse


class StrictRequest(Request):
    """A request whose JSON body means the same to every reader."""

    async def json(self) -> Any:
        """The body; a fault is told without any of the body in it."""
        try:
            return parse(await self.body())
        except ValueError as fault:
            # the one error FastAPI turns into a validation problem here; the text stays out of it
            raise json.JSONDecodeError(fault.args[0], "", 0) from None
