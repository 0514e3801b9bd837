"""The catalogue of instruments in the matrix."""

from typing import Any

from services.agenda.instruments.instruments import rules
from services.agenda.instruments.instruments.models import Instrument, Status, Window
from shared.store.engine import Sessions
from shared.testing.factories import stored
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


async def instrument(rows: Sessions, owner: str) -> dict[str, Any]:
    """The instrument of a window."""
    return {"instrument_id": (await stored(rows, Instrument, owner=owner, generic=True)).id}


SLICE = Slice(
    kept=(
        Kept("agenda", "instruments", Instrument, (*REGIONS, "state")),
        *(
            Kept(
                "agenda", "instruments", Instrument, (*REGIONS, "state"), EVERYONE, values={"status": status}
            )
            for status in (Status.PUBLISHED, Status.ENDED)
        ),
        Kept("agenda", "instrument-windows", Window, (*REGIONS, "state"), EVERYONE),
    ),
    parents={Instrument: generic, Window: instrument},
    changes={
        "agenda:catalogue": "describe_instrument revise_instrument publish_instrument announce_window "
        "withdraw_instrument measure_instrument limit_instrument end_instrument open_window close_window"
    },
    bodies={
        "revise_instrument": REGIONAL,
        "announce_window": {"title": "First", "opensOn": "2015-03-01", "closesOn": "2015-05-31"},
        "measure_instrument": {"leadTimeDays": 60, "onlinePercent": 90, "burdenPercent": 3},
        "withdraw_instrument": {"reason": "It will not be"},
        "limit_instrument": {"validUntil": "2099-12-31"},
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
                "withdraw": "withdraw_instrument",
                "publish": "publish_instrument",
                "announce_window": "announce_window",
                "measure": "measure_instrument",
                "limit": "limit_instrument",
                "end": "end_instrument",
            },
        ),
        Steps(
            rules.WINDOW_LIFE,
            Window,
            "instrument-windows",
            {"open": "open_window", "close": "close_window"},
        ),
    ),
    public="list_instruments get_instrument list_windows list_all_windows get_window",
)
