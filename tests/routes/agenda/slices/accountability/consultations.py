"""Consultations between State and region in the matrix."""

from services.agenda.accountability.consultations import rules
from services.agenda.accountability.consultations.models import Consultation, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

OWNERS = (*REGIONS, "state")
SLICE = Slice(
    kept=(
        Kept("agenda", "consultations", Consultation, OWNERS, state_acts=True),
        Kept(
            "agenda",
            "consultations",
            Consultation,
            OWNERS,
            state_acts=True,
            values={"status": Status.CANCELLED},
        ),
        Kept(
            "agenda",
            "consultations",
            Consultation,
            OWNERS,
            state_acts=True,
            values={"status": Status.PROPOSED},
        ),
        Kept("agenda", "consultations", Consultation, OWNERS, EVERYONE, True, {"status": Status.CONCLUDED}),
    ),
    changes={
        "agenda:contribute": "plan_consultation conclude_consultation accept_conclusions cancel_consultation "
        "complete_agreed_action"
    },
    bodies={
        "conclude_consultation": {"conclusions": "One plan of action.", "actions": []},
        "cancel_consultation": {"reason": "No quorum"},
        "complete_agreed_action": {"action": 1},
    },
    steps=(
        Steps(
            rules.LIFE,
            Consultation,
            "consultations",
            {
                "conclude": "conclude_consultation",
                "propose": "conclude_consultation",
                "accept": "region:CR36:accept_conclusions",
                "cancel": "cancel_consultation",
                "complete_action": "complete_agreed_action",
            },
            owner="state",
            values={"invited": "region:CR36"},
        ),
    ),
    public="list_consultations get_consultation",
)
