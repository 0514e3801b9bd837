"""Disputes in the matrix."""

from services.agenda.accountability.disputes import rules
from services.agenda.accountability.disputes.models import Dispute, Status
from tests.routes.matrix import REGIONS, ROMS, Kept, Slice, Steps

DECISION = {"upheld": True, "reasons": "The trade register says so."}
SLICE = Slice(
    kept=tuple(
        Kept(
            "agenda",
            "disputes",
            Dispute,
            (*REGIONS, *ROMS),
            state_acts="agenda:govern",
            values={"status": status},
        )
        for status in Status
    ),
    changes={"agenda:contribute": "raise_dispute", "agenda:govern": "decide_dispute"},
    bodies={"decide_dispute": DECISION},
    steps=(
        Steps(
            rules.LIFE,
            Dispute,
            "disputes",
            {"uphold": "state:decide_dispute", "reject": "state:decide_dispute"},
            bodies={"reject": {**DECISION, "upheld": False}},
        ),
    ),
)
