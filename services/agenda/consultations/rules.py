"""How a consultation between State and region is concluded."""

from datetime import date
from typing import Any

from services.agenda import agreed_actions
from services.agenda.consultations.models import Consultation, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "consultation",
    Status.PLANNED,
    {
        (Status.PLANNED, "conclude"): Status.CONCLUDED,
        (Status.PLANNED, "cancel"): Status.CANCELLED,
        (Status.CONCLUDED, "complete_action"): Status.CONCLUDED,
    },
    source="B19",
)
HELD = Rule(
    "consultation.held",
    "A consultation is concluded when it has been held, and what it agreed is due later.",
    source="B19",
    mend="Wait until the day, or correct the dates.",
)
ACTION = Rule(
    "consultation.known-action",
    "An action that is completed is one of those agreed, and was not completed before.",
    source="B19",
    mend="Give the number of an open action.",
)


def plan(consultation: Consultation, region_code: str | None) -> Consultation:
    """Plan a consultation (B19); the region that takes part reads along."""
    consultation.invited = None if region_code is None else f"region:{region_code}"
    return consultation


def conclude(
    consultation: Consultation, conclusions: str, actions: list[dict[str, Any]], today: date
) -> None:
    """Conclude a consultation with what was agreed, by whom and until when (B19)."""
    status = LIFE.after(consultation.status, "conclude")
    HELD.require(consultation.held_on <= today, held_on=consultation.held_on)
    early = [action for action in actions if action["due_on"] < str(consultation.held_on)]
    HELD.require(not early, held_on=consultation.held_on)
    consultation.status = status
    consultation.conclusions = conclusions
    consultation.actions = agreed_actions.agreed(actions)
    consultation.actions_due_on = agreed_actions.first_due(consultation.actions)


def complete(consultation: Consultation, number: int, today: date) -> None:
    """Record that an action was completed (B19); actions are numbered from one."""
    LIFE.after(consultation.status, "complete_action")
    open_ones = agreed_actions.still_open(consultation.actions)
    ACTION.require(number in open_ones, open=open_ones)
    consultation.actions = agreed_actions.completed(consultation.actions, number, today)
    consultation.actions_due_on = agreed_actions.first_due(consultation.actions)


def cancel(consultation: Consultation) -> None:
    """Cancel a consultation that was planned."""
    consultation.status = LIFE.after(consultation.status, "cancel")
