"""Versions of the reference data in the matrix."""

from typing import Any

from services.agenda.places.reference_versions.models import ReferenceVersion
from shared.kernel.ids import uuid7
from shared.store.engine import Sessions
from tests.routes.matrix import EVERYONE, Kept, Slice


async def numbered(rows: Sessions, owner: str) -> dict[str, Any]:
    """A number of its own, far from those that are loaded."""
    return {"number": uuid7().int % 10**15 + 10**15}


SLICE = Slice(
    kept=(Kept("agenda", "reference-versions", ReferenceVersion, ("state",), EVERYONE),),
    parents={ReferenceVersion: numbered},
    public="list_reference_versions get_reference_version list_nuts_codes",
)
