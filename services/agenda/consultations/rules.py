"""How a consultation between State and region is concluded."""

from datetime import date
from typing import Any

from services.agenda.consultations.models import Consultation, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "consultation",
    Status.PLANNED,
    {(Status.PLANNED, "conclude"): Status.CONCLUDED, (Status.PLANNED, "cancel"): Status.CANCELLED},
    source="B19",
)
HELD = Rule(
    "consultation.held",
    "A consultation is concluded when it has been held, and what it agreed is due later.",
    source="B19",
    mend="Wait until the day, or correct the dates.",
)


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
    consultation.actions = actions


def cancel(consultation: Consultation) -> None:
    """Cancel a consultation that was planned."""
    consultation.status = LIFE.after(consultation.status, "cancel")
