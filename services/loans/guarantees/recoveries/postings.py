"""What is recovered, in the books of the ROM: what came in, what is owed to the State, what is its own."""

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.recoveries.models import GuaranteeRecovery
from services.loans.ledger.ledger import rules as ledger
from shared.ledger.postings import Act, Days


def book_receipt(claim: GuaranteeClaim, recovery: GuaranteeRecovery, days: Days) -> None:
    """The money came in: the State's part is owed to it, the rest lowers the ROM's own loss."""
    _move_receipt(claim, recovery, "recovery.report", 1, days)


def book_withdrawal(claim: GuaranteeClaim, recovery: GuaranteeRecovery, days: Days) -> None:
    """It did not come in after all."""
    _move_receipt(claim, recovery, "recovery.withdraw", -1, days)


def book_remittance(claim: GuaranteeClaim, recovery: GuaranteeRecovery, days: Days) -> None:
    """The State has its part."""
    share = recovery.state_share_cents
    claim.received_cents += share
    _move(claim, recovery, "recovery.confirm", days, ("cash", "owed", share))


def _move_receipt(
    claim: GuaranteeClaim, recovery: GuaranteeRecovery, act: str, sign: int, days: Days
) -> None:
    amount, share = sign * recovery.amount_cents, sign * recovery.state_share_cents
    claim.recovered_cents += amount
    claim.state_share_cents += share
    _move(claim, recovery, act, days, ("owed", "cash", share), ("kept", "cash", amount - share))


def _move(
    claim: GuaranteeClaim, recovery: GuaranteeRecovery, act: str, days: Days, *moves: tuple[str, str, int]
) -> None:
    why = Act(claim.owner, act, claim.id, days, str(recovery.id))
    for source, target, cents in moves:
        of = ledger.of_claim(claim.id, source), ledger.of_claim(claim.id, target)
        claim.postings.add_all(ledger.move(why, *of, cents))
