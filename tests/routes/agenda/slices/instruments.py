"""The catalogue of instruments in the matrix."""

from typing import Any

from services.agenda.instruments import rules
from services.agenda.instruments.models import Instrument, Status
from shared.store.engine import Sessions
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

CONTENT = {
    "name": "Regeling cofinanciering sectorplannen",
    "description": "Cofinanciering van plannen van sectoren en regio's voor de arbeidsmarkt.",
    "criteria": "Een samenwerkingsverband met een hoofdaanvrager.",
    "level": "NATIONAL",
    "policyLine": 2,
    "kind": "GRANT",
    "generic": True,
    "regionCodes": [],
    "topsectors": [],
    "firmSizes": [],
    "stages": [],
    "themes": ["EDUCATION_LABOUR_MARKET"],
    "aidNature": "NO_AID",
    "countsForCumulation": True,
    "aidReason": "Public money for the same costs.",
    "legalBasis": "BWBR0033761",
    "authority": "Ministerie van SZW",
    "leadMinistry": "SZW",
    "ministries": [],
    "validFrom": "2013-10-01",
}
REGIONAL = {**CONTENT, "level": "REGIONAL", "generic": False, "regionCodes": ["CR36"], "leadMinistry": None}


async def generic(rows: Sessions, owner: str) -> dict[str, Any]:
    """What the constraint asks for."""
    return {"generic": True}


SLICE = Slice(
    kept=(
        Kept("agenda", "instruments", Instrument, (*REGIONS, "state")),
        *(
            Kept(
                "agenda", "instruments", Instrument, (*REGIONS, "state"), EVERYONE, values={"status": status}
            )
            for status in (Status.PUBLISHED, Status.ENDED)
        ),
    ),
    parents={Instrument: generic},
    changes={
        "agenda:catalogue": "describe_instrument revise_instrument publish_instrument announce_window "
        "measure_instrument end_instrument"
    },
    bodies={
        "revise_instrument": REGIONAL,
        "announce_window": {"title": "First", "opensOn": "2015-03-01", "closesOn": "2015-05-31"},
        "measure_instrument": {"leadTimeDays": 60, "onlinePercent": 90, "burdenPercent": 3},
        "end_instrument": {"validUntil": "2016-12-31"},
    },
    made=(),
    steps=(
        Steps(
            rules.LIFE,
            Instrument,
            "instruments",
            {
                "revise": "revise_instrument",
                "publish": "publish_instrument",
                "announce_window": "announce_window",
                "measure": "measure_instrument",
                "end": "end_instrument",
            },
        ),
        Steps(
            rules.WINDOW_LIFE,
            Instrument,
            "instruments",
            {"open": "timer:step_windows", "close": "timer:step_windows"},
        ),
    ),
    public="list_instruments get_instrument list_windows",
)
