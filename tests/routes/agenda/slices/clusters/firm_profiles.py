"""Profiles of firms in the matrix."""

from typing import Any

from services.agenda.clusters.firm_profiles.models import FirmProfile, Status
from services.agenda.partners.organisations.models import Organisation
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, ROMS, Kept, Slice


async def organisation(rows: Sessions, owner: str) -> dict[str, Any]:
    """The firm that is profiled."""
    return {"organisation_id": (await stored(rows, Organisation, owner=owner)).id}


SLICE = Slice(
    kept=tuple(
        Kept(
            "agenda",
            "firm-profiles",
            FirmProfile,
            (*REGIONS, *ROMS, "state"),
            EVERYONE,
            values={"status": status},
        )
        for status in Status
    ),
    parents={FirmProfile: organisation},
    changes={"agenda:contribute": "profile_firm"},
    public="list_profiles get_profile",
)
