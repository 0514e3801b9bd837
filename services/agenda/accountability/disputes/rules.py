"""Who may dispute a record that is another body's by coming first, and what the State's decision does."""

from collections.abc import Sequence
from datetime import date

from services.agenda.accountability.disputes.models import Dispute, Status
from services.agenda.entity import Entity
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "dispute",
    Status.OPEN,
    {(Status.OPEN, "uphold"): Status.UPHELD, (Status.OPEN, "reject"): Status.REJECTED},
    source="A9, B5, B7",
)
OF_ANOTHER = Rule(
    "dispute.of-another",
    "A body disputes a record of another body, and disputes it once at a time.",
    source="A9, B5, B7",
    mend="Change your own record yourself; await the decision on the dispute that the answer names.",
    refusal="The record is your own, or your body disputes it already",
)
RAISE = (OF_ANOTHER,)


def raise_dispute(dispute: Dispute, subject: Entity, alike: Sequence[Dispute]) -> Dispute:
    """Dispute (betwisten) a record; `alike` are the open ones of the same body about it."""
    OF_ANOTHER.require(
        subject.owner != dispute.owner and not alike, disputes=[str(other.id) for other in alike]
    )
    dispute.keeper = subject.owner
    return dispute


def decide(
    dispute: Dispute, records: Sequence[Entity], reasons: str, officer: Principal, on: date, *, upheld: bool
) -> None:
    """Decide a dispute for one of the two, by the State; whoever wins it keeps the records from now on."""
    status = LIFE.after(dispute.status, "uphold" if upheld else "reject")
    for record in records if upheld else ():
        record.owner = dispute.owner
    dispute.status = status
    dispute.decision = reasons
    dispute.decided_by = officer.subject
    dispute.decided_on = on
