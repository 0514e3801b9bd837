"""Commitments to parliament in the matrix."""

from services.agenda.accountability.commitments import rules
from services.agenda.accountability.commitments.models import Commitment, Status
from tests.routes.matrix import EVERYONE, Kept, Slice, Steps

COMMITMENT = {
    "kind": "COMMITMENT",
    "title": "Inform parliament",
    "text": "I will inform your House this year if possible.",
    "kamerstuk": "27406-214",
    "madeOn": "2014-10-20",
    "minister": "Minister of Economic Affairs",
    "leadMinistry": "EZ",
    "ministries": [],
    "dueOn": "2014-12-31",
    "soft": True,
    "linked": [],
}
SLICE = Slice(
    kept=tuple(
        Kept("agenda", "commitments", Commitment, ("state",), EVERYONE, values={"status": status})
        for status in Status
    ),
    changes={
        "agenda:govern": "register_commitment remind_of_commitment fulfil_commitment withdraw_commitment"
    },
    bodies={
        "remind_of_commitment": {"event": "pass_due"},
        "fulfil_commitment": {"document": "32637-160", "fulfilledOn": "2016-01-04"},
        "withdraw_commitment": {"reason": "Parliament no longer asks."},
    },
    made=(("state", "/commitments", COMMITMENT),),
    steps=(
        Steps(
            rules.LIFE,
            Commitment,
            "commitments",
            {
                "come_due": "state:remind_of_commitment",
                "pass_due": "state:remind_of_commitment",
                "fulfil": "state:fulfil_commitment",
                "withdraw": "state:withdraw_commitment",
            },
            owner="state",
            bodies={"come_due": {"event": "come_due"}},
        ),
    ),
    public="list_commitments get_commitment",
)
