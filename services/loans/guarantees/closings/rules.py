"""When a ROM asks to close a guarantee of which it expects nothing more, and what the State answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.closings.models import GuaranteeClosing, Status
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.models import Status as GuaranteeStatus
from services.loans.guarantees.guarantees.rules import LIFE as GUARANTEE_LIFE
from shared.contracts.recoveries import (
    ClosingDeclined,
    ClosingRequested,
    GuaranteeClosed,
    GuaranteeReopened,
)
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.rules import FourEyes, Rule

PAID_OUT = (GuaranteeStatus.PAID_OUT, GuaranteeStatus.RECOVERING)

LIFE = Lifecycle(
    "guarantee-closing",
    Status.REQUESTED,
    {
        (Status.REQUESTED, "decline"): Status.DECLINED,
        (Status.REQUESTED, "close"): Status.CLOSED,
        (Status.CLOSED, "reopen"): Status.REOPENED,
    },
    source="domain.md 3.16, 3.21",
)
AFTER_PAYOUT = Rule(
    "guarantee-closing.after-payout",
    "A guarantee is closed after its claim was paid, and once.",
    source="domain.md 3.16, 3.21",
    mend="Look up the state of the guarantee: before the payout it ends in another way.",
    refusal="No claim on this guarantee was paid, or it is closed",
)
ONE_REQUEST = Rule(
    "guarantee-closing.one-request",
    "The State answers a request to close a guarantee before there is another.",
    source="domain.md 3.21",
    mend="Wait for the answer to the request that is there.",
    refusal="A request to close this guarantee waits for its answer",
)
ALL_RECEIVED = Rule(
    "guarantee-closing.all-received",
    "A guarantee is closed when the State has its part of all that was recovered.",
    source="domain.md 3.21, 3.26",
    mend="Have the ROM remit what it owes, and confirm it.",
    refusal="A part of what was recovered is still owed to the State",
)
FOUR_EYES = FourEyes(
    "guarantee-closing.four-eyes",
    "Whoever asked to close a guarantee is not the one who decides on it.",
    source="domain.md 3.21; B10",
    mend="Have an officer of the State decide who did not ask for it.",
    refusal="You asked to close this guarantee",
)
REQUEST = (AFTER_PAYOUT, ONE_REQUEST)
CLOSE = (LIFE.rule, FOUR_EYES, ALL_RECEIVED, *DECIDE)


@dataclass(frozen=True)
class Prospect:
    """Why nothing more is expected, with references to the evidence, and who says so."""

    reasons: str
    evidence: Sequence[str]
    author: str


@dataclass(frozen=True)
class Paid:
    """A guarantee, and the claim on it that was paid."""

    guarantee: Guarantee
    claim: GuaranteeClaim


def request(
    guarantee: Guarantee,
    claim: GuaranteeClaim | None,
    waiting: GuaranteeClosing | None,
    prospect: Prospect,
    today: date,
) -> tuple[GuaranteeClosing, Event]:
    """Ask the State to close a guarantee; `waiting` is the request that has no answer yet, if any."""
    AFTER_PAYOUT.require(guarantee.status in PAID_OUT, status=guarantee.status)
    ONE_REQUEST.require(waiting is None, closing_id=waiting and waiting.id)
    assert claim is not None  # noqa: S101 - it was paid
    closing = GuaranteeClosing(
        owner=guarantee.owner,
        rom_code=guarantee.rom_code,
        claim_id=claim.id,
        guarantee_id=guarantee.id,
        loan_id=guarantee.loan_id,
        evidence=[*dict.fromkeys(prospect.evidence)],
        reasons=prospect.reasons,
        requested_on=today,
        written_by=[prospect.author],
    )
    return closing, ClosingRequested(**_of(closing), requested_on=today)


def decline(closing: GuaranteeClosing, reason: str, today: date) -> Event:
    """More may come in: the ROM goes on collecting."""
    closing.status = LIFE.after(closing.status, "decline")
    closing.answer, closing.decided_on = reason, today
    return ClosingDeclined(**_of(closing), declined_on=today, reason=reason)


def close(closing: GuaranteeClosing, paid: Paid, decision: Decision, when: Moment) -> Event:
    """End the guarantee: what the State did not get back by now, it gives up."""
    status = LIFE.after(closing.status, "close")
    FOUR_EYES.require_another(decision.officer, *closing.written_by)
    guarantee, claim = paid.guarantee, paid.claim
    owed = claim.state_share_cents - claim.received_cents
    ALL_RECEIVED.require(owed == 0, owed_cents=owed)
    guarantee.status = GUARANTEE_LIFE.after(guarantee.status, "close")
    guarantee.ended_at, guarantee.end_reason = when.at, "closed"

    closing.status, closing.given_up_cents = status, given_up_cents(claim)
    closing.decided_by, closing.decided_on = decision.officer.subject, when.today
    closing.deciding_body, closing.mandate, closing.mandate_regime = decision.named
    return GuaranteeClosed(
        **_of(closing),
        recovered_cents=claim.recovered_cents,
        received_cents=claim.received_cents,
        closed_on=when.today,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )


def reopen(closing: GuaranteeClosing, guarantee: Guarantee, reason: str, today: date) -> Event:
    """Something came in after all: the ROM reports it as before."""
    status = LIFE.after(closing.status, "reopen")
    guarantee.status = GUARANTEE_LIFE.after(guarantee.status, "reopen")
    guarantee.ended_at = guarantee.end_reason = None
    closing.status, closing.answer = status, reason
    return GuaranteeReopened(**_of(closing), reopened_on=today, reason=reason)


def given_up_cents(claim: GuaranteeClaim) -> int:
    """What the State paid for a loss and did not get back, in cents."""
    return claim.payout_cents - claim.received_cents


def _of(closing: GuaranteeClosing) -> dict[str, Any]:
    return {
        "rom_code": closing.rom_code,
        "claim_id": closing.claim_id,
        "guarantee_id": closing.guarantee_id,
        "loan_id": closing.loan_id,
        "closing_id": closing.id,
    }
