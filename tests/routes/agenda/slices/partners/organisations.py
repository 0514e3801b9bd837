"""Organisations and their mandates in the matrix."""

from typing import Any

from services.agenda.partners.organisations import rules
from services.agenda.partners.organisations.models import Mandate, MandateStatus, Organisation, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, ROMS, Kept, Slice, Steps

RIGHT = {
    "name": "Brainport Development",
    "namedSince": "2011-01-01",
    "role": "TRIPLE_HELIX",
    "lei": "724500VKKSH9QOLTFR81",
    "reason": "The name was false.",
}
OWNERS = (*REGIONS, *ROMS, "state")


async def organisation(rows: Sessions, owner: str) -> dict[str, Any]:
    """The organisation that a mandate was given to."""
    return {"organisation_id": (await stored(rows, Organisation, owner=owner)).id}


SLICE = Slice(
    kept=(
        *(
            Kept(
                "agenda", "organisations", Organisation, OWNERS, EVERYONE, "agenda:govern", {"status": status}
            )
            for status in Status
        ),
        *(
            Kept("agenda", "mandates", Mandate, OWNERS, EVERYONE, values={"status": status})
            for status in MandateStatus
        ),
    ),
    parents={Mandate: organisation},
    changes={
        "agenda:contribute": "register_organisation rename_organisation merge_organisation "
        "end_organisation give_mandate end_mandate",
        "agenda:govern": "correct_organisation",
    },
    bodies={
        "rename_organisation": {"name": "Brainport Development", "since": "2016-01-01"},
        "merge_organisation": {
            "intoId": "018f0000-0000-7000-8000-000000000000",
            "mergedOn": "2016-01-01",
        },
        "correct_organisation": RIGHT,
        "end_organisation": {"endedOn": "2016-01-01"},
        "end_mandate": {"endedOn": "2016-01-01"},
    },
    steps=(
        Steps(
            rules.LIFE,
            Organisation,
            "organisations",
            {
                "rename": "rename_organisation",
                "merge": "merge_organisation",
                "end": "end_organisation",
                "correct": "state:correct_organisation",
                "revive": "state:correct_organisation",
            },
            bodies={"revive": {**RIGHT, "actsAgain": True}},
        ),
        Steps(rules.MANDATE_LIFE, Mandate, "mandates", {"end": "end_mandate"}),
    ),
    public="list_organisations get_organisation list_mandates get_mandate",
)
