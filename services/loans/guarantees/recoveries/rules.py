"""When a ROM reports what it recovered, remits the State's part, and the State has it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import LIFE as GUARANTEE_LIFE
from services.loans.guarantees.recoveries import postings
from services.loans.guarantees.recoveries.amounts import Borne, share_cents
from services.loans.guarantees.recoveries.models import GuaranteeRecovery, Status
from shared.contracts.recoveries import (
    RecoveryBooked,
    RecoveryReceived,
    RecoveryRemitted,
    RecoveryWithdrawn,
    RemittanceMissed,
)
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule
from shared.ledger.postings import Days

REMIT_MODEL = "REMIT"

LIFE = Lifecycle(
    "guarantee-recovery",
    Status.OWED,
    {
        (Status.OWED, "withdraw"): Status.WITHDRAWN,
        (Status.OWED, "settle"): Status.SETTLED,
        (Status.OWED, "remit"): Status.REMITTED,
        (Status.REMITTED, "miss"): Status.OWED,
        (Status.REMITTED, "confirm"): Status.SETTLED,
    },
    source="domain.md 2.14, 3.21",
)
FINANCIER_COLLECTS = Rule(
    "guarantee-recovery.financier-collects",
    "After the payout the ROM collects and remits, where the scheme leaves the claim with it.",
    source="domain.md 2.14, 3.20",
    mend="Under this scheme the State took over the claim; ask it who collects.",
    refusal="Under this scheme the State itself collects",
)
RECEIVED_DATED = Rule(
    "guarantee-recovery.received-dated",
    "A recovery came in on or after the day its loss was claimed, and is reported when it has come in.",
    source="domain.md 2.14, 3.21",
    mend="Correct receivedOn; tell the State of proceeds of before the claim that are missing in it.",
    refusal="It came in before the loss was claimed, or is yet to come",
)
REPORTED_ONCE = Rule(
    "guarantee-recovery.reported-once",
    "A receipt is reported once, whatever way it is told.",
    source="domain.md 3.21, 3.25",
    mend="Look up the recovery of this reference; another receipt needs a reference of its own.",
    refusal="A recovery of this reference was reported already",
)
WITHIN_LOSS = Rule(
    "guarantee-recovery.within-loss",
    "Recoveries together are never more than the loss that was claimed.",
    source="domain.md 2.14, 3.26; O19a",
    mend="Check whether this receipt was reported before under another reference, and correct the amount.",
    refusal="More is recovered than was lost",
    audited=True,
)
REMITTED_DATED = Rule(
    "guarantee-recovery.remitted-dated",
    "The State's part is remitted on or after the day it came in, and told when it was remitted.",
    source="domain.md 3.21",
    mend="Correct remittedOn.",
    refusal="It was remitted before it came in, or is yet to be",
)
ARRIVED_DATED = Rule(
    "guarantee-recovery.arrived-dated",
    "The State's part arrives on or after the day it was remitted, and is confirmed when it has arrived.",
    source="domain.md 3.21",
    mend="Correct arrivedOn.",
    refusal="It arrived before it was remitted, or is yet to arrive",
)
FOUR_EYES = FourEyes(
    "guarantee-recovery.four-eyes",
    "Whoever reported or remitted a recovery is not the one who confirms that the State has its part.",
    source="domain.md 3.21; B10",
    mend="Have another officer of the State confirm it.",
    refusal="You reported or remitted this recovery",
)
REPORT = (GUARANTEE_LIFE.rule, FINANCIER_COLLECTS, RECEIVED_DATED, REPORTED_ONCE, WITHIN_LOSS)
REMIT = (LIFE.rule, REMITTED_DATED)
CONFIRM = (LIFE.rule, FOUR_EYES, ARRIVED_DATED)


@dataclass(frozen=True)
class Receipt:
    """What came in, in cents, on which day, under which reference of the ROM, and who says so."""

    amount_cents: int
    received_on: date
    reference: str
    author: str


@dataclass(frozen=True)
class Standing:
    """A guarantee, the claim on it, and the recovery of the same reference, if any was reported."""

    guarantee: Guarantee
    claim: GuaranteeClaim | None
    same: GuaranteeRecovery | None


def regime_of(guarantee: Guarantee) -> str:
    """The regime of recoveries under the scheme of a guarantee."""
    return f"{guarantee.scheme.lower()}-recoveries"


def report(
    standing: Standing, receipt: Receipt, regime: Regime, when: Moment
) -> tuple[GuaranteeRecovery, Event]:
    """Share what came in between the State and the ROM; the State's part is owed from now on."""
    guarantee, claim, on = standing.guarantee, standing.claim, receipt.received_on
    status = GUARANTEE_LIFE.after(guarantee.status, "recover")
    model = regime.text("recovery_model")
    FINANCIER_COLLECTS.require(model == REMIT_MODEL, recovery_model=model)
    assert claim is not None and claim.filed_on is not None  # noqa: S101, PT018 - a claim was paid
    RECEIVED_DATED.require(claim.filed_on <= on <= when.today, filed_on=claim.filed_on, today=when.today)
    same = standing.same
    REPORTED_ONCE.require(same is None, recovery_id=same and same.id)
    left = claim.loss_cents - claim.recovered_cents
    WITHIN_LOSS.require(receipt.amount_cents <= left, left_cents=left)

    guarantee.status = status
    recovery = _shared(claim, receipt, regime, when)
    postings.book_receipt(claim, recovery, Days(on, when.today))
    return recovery, _booked(claim, recovery)


def withdraw(recovery: GuaranteeRecovery, claim: GuaranteeClaim, when: Moment) -> Event:
    """It was reported by mistake, or taken back by the curator, before the State's part was remitted."""
    recovery.status = LIFE.after(recovery.status, "withdraw")
    recovery.ended_at = when.at
    postings.book_withdrawal(claim, recovery, Days(recovery.received_on, when.today))
    return RecoveryWithdrawn(**_of(recovery), recovered_cents=claim.recovered_cents, withdrawn_on=when.today)


def remit(recovery: GuaranteeRecovery, paid: tuple[date, str], author: str, today: date) -> Event:
    """The ROM paid the State its part, on a day under a reference."""
    status = LIFE.after(recovery.status, "remit")
    remitted_on, reference = paid
    since = recovery.received_on
    REMITTED_DATED.require(since <= remitted_on <= today, received_on=since, today=today)

    recovery.status, recovery.remitted_on, recovery.remittance_reference = status, remitted_on, reference
    recovery.written_by = sorted({*recovery.written_by, author})
    return RecoveryRemitted(
        **_of(recovery),
        state_share_cents=recovery.state_share_cents,
        remitted_on=remitted_on,
        remittance_reference=reference,
    )


def miss(recovery: GuaranteeRecovery, reason: str, today: date) -> Event:
    """The State does not find the payment: its part is owed as before."""
    recovery.status = LIFE.after(recovery.status, "miss")
    recovery.remitted_on = recovery.remittance_reference = None
    return RemittanceMissed(
        **_of(recovery),
        state_share_cents=recovery.state_share_cents,
        remit_due_on=recovery.remit_due_on,
        missed_on=today,
        reason=reason,
    )


def confirm(
    recovery: GuaranteeRecovery, claim: GuaranteeClaim, arrived_on: date, officer: Principal, when: Moment
) -> Event:
    """The State has its part of what was recovered."""
    status = LIFE.after(recovery.status, "confirm")
    FOUR_EYES.require_another(officer, *recovery.written_by)
    since = recovery.remitted_on
    ARRIVED_DATED.require(
        since is not None and since <= arrived_on <= when.today, remitted_on=since, today=when.today
    )

    recovery.status, recovery.arrived_on, recovery.ended_at = status, arrived_on, when.at
    recovery.confirmed_by = officer.subject
    postings.book_remittance(claim, recovery, Days(arrived_on, when.today))
    return RecoveryReceived(
        **_of(recovery),
        state_share_cents=recovery.state_share_cents,
        received_cents=claim.received_cents,
        arrived_on=arrived_on,
    )


def _shared(claim: GuaranteeClaim, receipt: Receipt, regime: Regime, when: Moment) -> GuaranteeRecovery:
    borne = Borne(claim.loss_cents, claim.payout_cents, claim.recovered_cents, claim.state_share_cents)
    share = share_cents(borne, receipt.amount_cents)
    term = timedelta(days=regime.whole("remit_days"))
    return GuaranteeRecovery(
        owner=claim.owner,
        rom_code=claim.rom_code,
        claim_id=claim.id,
        guarantee_id=claim.guarantee_id,
        loan_id=claim.loan_id,
        regime=regime.reference,
        reference=receipt.reference,
        amount_cents=receipt.amount_cents,
        state_share_cents=share,
        received_on=receipt.received_on,
        reported_on=when.today,
        remit_due_on=receipt.received_on + term if share else None,
        written_by=[receipt.author],
        status=Status.OWED if share else LIFE.after(Status.OWED, "settle"),
        ended_at=None if share else when.at,
    )


def _booked(claim: GuaranteeClaim, recovery: GuaranteeRecovery) -> Event:
    return RecoveryBooked(
        **_of(recovery),
        amount_cents=recovery.amount_cents,
        state_share_cents=recovery.state_share_cents,
        received_on=recovery.received_on,
        remit_due_on=recovery.remit_due_on,
        recovered_cents=claim.recovered_cents,
    )


def _of(recovery: GuaranteeRecovery) -> dict[str, Any]:
    return {
        "rom_code": recovery.rom_code,
        "claim_id": recovery.claim_id,
        "guarantee_id": recovery.guarantee_id,
        "loan_id": recovery.loan_id,
        "recovery_id": recovery.id,
        "reference": recovery.reference,
    }
