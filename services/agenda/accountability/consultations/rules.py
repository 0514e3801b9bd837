"""How a consultation between State and region is concluded."""

from datetime import date
from typing import Any

from services.agenda.accountability.agreed_actions import rules as agreed_actions
from services.agenda.accountability.consultations.models import Consultation, Status
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Tenant, TenantKind
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "consultation",
    Status.PLANNED,
    {
        (Status.PLANNED, "conclude"): Status.CONCLUDED,
        (Status.PLANNED, "propose"): Status.PROPOSED,
        (Status.PROPOSED, "accept"): Status.CONCLUDED,
        (Status.PLANNED, "cancel"): Status.CANCELLED,
        (Status.PROPOSED, "cancel"): Status.CANCELLED,
        (Status.CONCLUDED, "complete_action"): Status.CONCLUDED,
    },
    source="B19",
)
HELD = Rule(
    "consultation.held",
    "A consultation is concluded when it has been held, and what it agreed is due later.",
    source="B19",
    mend="Wait until the day, or correct the dates.",
    refusal="The consultation has not been held, or an action is due before it",
)
SIDES = Rule(
    "consultation.sides",
    "A consultation of State and region is planned by one of them, and names the other as its other side.",
    source="B19, B7",
    mend="Have the State or the region itself plan it; a region leaves out regionCode.",
    refusal="The consultation is not planned by one side and with the other",
    status=403,
    audited=True,
)
OTHER_SIDE = Rule(
    "consultation.accepted-by-the-other-side",
    "What one side of a consultation wrote down is accepted by the other side.",
    source="B19, B7, B10",
    mend="Have an officer of the other side accept the conclusions.",
    refusal="Your side wrote this down, so that the other side accepts it",
    status=403,
    audited=True,
)
ACTION = Rule(
    "consultation.known-action",
    "An action that is completed is one of those agreed, and was not completed before.",
    source="B19",
    mend="Give the number of an open action.",
    refusal="No such action was agreed, or it was completed before",
)


def plan(consultation: Consultation, region_code: str | None) -> Consultation:
    """Plan a consultation (B19); the other side reads along, and accepts what is concluded."""
    planner = Tenant.parse(consultation.owner)
    by_region = planner.kind is TenantKind.REGION and region_code in (None, planner.code)
    SIDES.require(planner.kind is TenantKind.STATE or by_region)
    named = None if region_code is None else f"region:{region_code}"
    consultation.invited = str(TenantKind.STATE) if by_region else named
    return consultation


def other_sides(consultation: Consultation, body: str) -> set[str]:
    """Whoever has to agree with what one side writes down; a consultation within the State has one side."""
    return {consultation.owner, consultation.invited or TenantKind.STATE} - {body}


def conclude(
    consultation: Consultation, conclusions: str, actions: list[dict[str, Any]], body: str, today: date
) -> None:
    """Conclude a consultation with what was agreed, by whom and until when (B19), or propose that."""
    event = "propose" if other_sides(consultation, body) else "conclude"
    status = LIFE.after(consultation.status, event)
    HELD.require(consultation.held_on <= today, held_on=consultation.held_on)
    early = [action for action in actions if action["due_on"] < str(consultation.held_on)]
    HELD.require(not early, held_on=consultation.held_on)
    consultation.status = status
    consultation.conclusions = conclusions
    consultation.actions = agreed_actions.agreed(actions)
    consultation.actions_due_on = agreed_actions.first_due(consultation.actions)
    consultation.proposed_by = body


def accept(consultation: Consultation, body: str) -> None:
    """Accept (instemmen) the conclusions that the other side wrote down: now they are agreed (B19)."""
    status = LIFE.after(consultation.status, "accept")
    OTHER_SIDE.require(consultation.proposed_by != body)
    consultation.status = status


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
