"""The OpenAPI documents as they are committed: tests/contracts/test_generated.py holds them against the code.

To read them takes no time; to make them anew takes each process of a run of all tests many seconds.
"""

import json
from functools import cache
from typing import Any

from deploy.local.program import CHECKOUT


@cache
def openapi_documents() -> dict[str, dict[str, Any]]:
    """Each service's document by its name."""
    found = sorted((CHECKOUT / "docs/openapi").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in found}
