"""What the suite and the State tell a ROM about what is recovered after a claim was paid."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.contracts.claims import IDS, ClaimEvent
from shared.contracts.known import CLOSING, RECOVERY
from shared.kernel.events import Event


class RecoveryEvent(ClaimEvent):
    """A fact about one receipt on a loan whose loss was paid; `reference` is the ROM's own for it."""

    recovery_id: UUID
    reference: str


class RecoveryBooked(RecoveryEvent):
    """A recovery was booked: `state_share_cents` of it is remitted by `remit_due_on` (3.21; O19a).

    The day is null when no cent of it is the State's. `recovered_cents` is all that was recovered so far.
    """

    fact = "recovery-booked"

    amount_cents: int
    state_share_cents: int
    received_on: date
    remit_due_on: date | None
    recovered_cents: int


class RecoveryWithdrawn(RecoveryEvent):
    """A recovery was reported by mistake: nothing of it is owed (domain.md 3.21)."""

    fact = "recovery-withdrawn"

    recovered_cents: int
    withdrawn_on: date


class RecoveryRemitted(RecoveryEvent):
    """The ROM says that it paid the State its part (afdracht; domain.md 3.21)."""

    fact = "recovery-remitted"

    state_share_cents: int
    remitted_on: date
    remittance_reference: str


class RemittanceMissed(RecoveryEvent):
    """The State does not find the payment: its part is owed as before (domain.md 3.21)."""

    fact = "remittance-missed"

    state_share_cents: int
    remit_due_on: date | None
    missed_on: date
    reason: str


class RecoveryReceived(RecoveryEvent):
    """The State has its part; `received_cents` is what it has of all recoveries so far (domain.md 3.21)."""

    fact = "recovery-received"

    state_share_cents: int
    received_cents: int
    arrived_on: date


class ClosingEvent(ClaimEvent):
    """A fact about the end of the recovery of a loss."""

    closing_id: UUID


class ClosingRequested(ClosingEvent):
    """The ROM expects nothing more and asks the State to close the guarantee (domain.md 3.21)."""

    fact = "closing-requested"

    requested_on: date


class ClosingDeclined(ClosingEvent):
    """The State does not close the guarantee: the ROM goes on collecting (domain.md 3.21)."""

    fact = "closing-declined"

    declined_on: date
    reason: str


class GuaranteeClosed(ClosingEvent):
    """The State closed a guarantee: no more is expected of its loan (domain.md 3.16, 3.21)."""

    fact = "guarantee-closed"

    recovered_cents: int
    received_cents: int
    closed_on: date
    deciding_body: str
    mandate: str | None


class GuaranteeReopened(ClosingEvent):
    """Something came in after all: what is recovered is reported again (domain.md 3.21)."""

    fact = "guarantee-reopened"

    reopened_on: date
    reason: str


EVENTS: list[type[Event]] = [
    RecoveryBooked,
    RecoveryWithdrawn,
    RecoveryRemitted,
    RemittanceMissed,
    RecoveryReceived,
    ClosingRequested,
    ClosingDeclined,
    GuaranteeClosed,
    GuaranteeReopened,
]
RECEIPT: dict[str, Any] = {"rom_code": "BOM", **IDS, "recovery_id": RECOVERY, "reference": "BOM-2018-0087"}
OF_CLOSING: dict[str, Any] = {"rom_code": "BOM", **IDS, "closing_id": CLOSING}
EXAMPLES: list[Event] = [
    RecoveryBooked(
        **RECEIPT,
        amount_cents=300_000_00,
        state_share_cents=150_000_00,
        received_on=date(2018, 2, 1),
        remit_due_on=date(2018, 3, 3),
        recovered_cents=300_000_00,
    ),
    RecoveryWithdrawn(**RECEIPT, recovered_cents=0, withdrawn_on=date(2018, 2, 5)),
    RecoveryRemitted(
        **RECEIPT,
        state_share_cents=150_000_00,
        remitted_on=date(2018, 2, 20),
        remittance_reference="BOM/RVO/2018-4",
    ),
    RemittanceMissed(
        **RECEIPT,
        state_share_cents=150_000_00,
        remit_due_on=date(2018, 3, 3),
        missed_on=date(2018, 2, 26),
        reason="No payment with this reference came in.",
    ),
    RecoveryReceived(
        **RECEIPT,
        state_share_cents=150_000_00,
        received_cents=150_000_00,
        arrived_on=date(2018, 2, 21),
    ),
    ClosingRequested(**OF_CLOSING, requested_on=date(2019, 6, 3)),
    ClosingDeclined(**OF_CLOSING, declined_on=date(2019, 6, 11), reason="A suit of the curator still runs."),
    GuaranteeClosed(
        **OF_CLOSING,
        recovered_cents=300_000_00,
        received_cents=150_000_00,
        closed_on=date(2019, 6, 17),
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
    GuaranteeReopened(
        **OF_CLOSING, reopened_on=date(2020, 3, 2), reason="The curator distributes a last amount."
    ),
]
