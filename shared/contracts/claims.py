"""What the State and the suite tell a ROM about the default of a guaranteed loan and the claim on it."""

from datetime import date
from uuid import UUID

from shared.contracts.known import CLAIM, GUARANTEE, LOAN
from shared.contracts.of_loans import RomEvent
from shared.kernel.events import Event


class ClaimEvent(RomEvent):
    """A fact about a claim, with the guarantee and the loan that it is on."""

    aggregate = "claim_id"

    claim_id: UUID
    guarantee_id: UUID
    loan_id: UUID


class DefaultBooked(ClaimEvent):
    """The default of a guaranteed loan was noted; `reported_late` says that its term had passed (2.14)."""

    fact = "default-booked"

    loss_event: str
    occurred_on: date
    reported_on: date
    reported_late: bool
    claim_due_on: date


class DefaultWithdrawn(ClaimEvent):
    """The default was cured or reported by mistake: the guarantee goes on as before (domain.md 3.16)."""

    fact = "default-withdrawn"

    withdrawn_on: date


class ClaimReceived(ClaimEvent):
    """A loss claim (verliesdeclaratie), or what was asked beside it, came in (domain.md 3.20).

    The State decides by `decision_due_on`.
    """

    fact = "claim-received"

    outstanding_cents: int
    proceeds_cents: int
    loss_cents: int
    filed_on: date
    decision_due_on: date


class ClaimSupplementRequested(ClaimEvent):
    """The State asks for what is missing; its term stands still until that is in (domain.md 3.20)."""

    fact = "claim-supplement-requested"

    question: str
    asked_on: date


class ClaimDecided(ClaimEvent):
    """The State decided on a claim: `GRANT`, on `grounds` for less, or `REFUSE` (domain.md 3.20)."""

    fact = "claim-decided"

    outcome: str
    grounds: list[str]
    loss_cents: int
    payout_cents: int
    decided_on: date
    deciding_body: str
    mandate: str | None


class ClaimPaid(ClaimEvent):
    """The State paid a claim; from now on its part of what is recovered is the State's (O19a)."""

    fact = "claim-paid"

    payout_cents: int
    paid_on: date
    reference: str


EVENTS: list[type[Event]] = [
    DefaultBooked,
    DefaultWithdrawn,
    ClaimReceived,
    ClaimSupplementRequested,
    ClaimDecided,
    ClaimPaid,
]
IDS = {"claim_id": CLAIM, "guarantee_id": GUARANTEE, "loan_id": LOAN}
EXAMPLES: list[Event] = [
    DefaultBooked(
        rom_code="BOM",
        **IDS,
        loss_event="BANKRUPTCY",
        occurred_on=date(2017, 3, 1),
        reported_on=date(2017, 3, 20),
        reported_late=False,
        claim_due_on=date(2017, 9, 1),
    ),
    DefaultWithdrawn(rom_code="BOM", **IDS, withdrawn_on=date(2017, 4, 3)),
    ClaimReceived(
        rom_code="BOM",
        **IDS,
        outstanding_cents=2_600_000_00,
        proceeds_cents=200_000_00,
        loss_cents=2_400_000_00,
        filed_on=date(2017, 6, 1),
        decision_due_on=date(2017, 8, 31),
    ),
    ClaimSupplementRequested(
        rom_code="BOM",
        **IDS,
        question="Which proceeds does the curator still expect?",
        asked_on=date(2017, 6, 12),
    ),
    ClaimDecided(
        rom_code="BOM",
        **IDS,
        outcome="GRANT",
        grounds=[],
        loss_cents=2_400_000_00,
        payout_cents=1_200_000_00,
        decided_on=date(2017, 7, 10),
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
    ClaimPaid(
        rom_code="BOM",
        **IDS,
        payout_cents=1_200_000_00,
        paid_on=date(2017, 7, 20),
        reference="RVO-2017-00412",
    ),
]
