"""What the agenda service tells of MIRT items."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import MIRT_ITEM
from shared.kernel.events import Event


class MirtPhaseChanged(AgendaEvent):
    """A MIRT item went to its next phase, or was stopped, by a dated decision (A19; domain.md 2.19)."""

    fact = "mirt-phase-changed"
    aggregate = "mirt_item_id"

    mirt_item_id: UUID
    code: str
    title: str
    region_codes: list[str]
    former_phase: str
    phase: str
    decided_on: date


EVENTS: list[type[Event]] = [MirtPhaseChanged]
EXAMPLES: list[Event] = [
    MirtPhaseChanged(
        mirt_item_id=MIRT_ITEM,
        code="A67-LEENDERHEIDE",
        title="A67 Leenderheide–Zaarderheiken",
        region_codes=["CR36"],
        former_phase="PROPOSED",
        phase="EXPLORATION",
        decided_on=date(2016, 12, 1),
    )
]
