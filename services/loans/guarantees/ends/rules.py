"""How a guarantee ends with its term."""

from datetime import datetime

from services.loans.guarantees.arrears import rules as arrears
from services.loans.guarantees.guarantees.rules import LIFE, Cover, let_go, released
from services.loans.lending.loans import rules as loans
from services.loans.lending.loans.models import Status as LoanStatus
from shared.contracts.loans import GuaranteeReleased
from shared.kernel.calendar import legal_date
from shared.ledger.postings import Days


def end_term(cover: Cover, at: datetime) -> GuaranteeReleased:
    """The term is over (looptijd): from that day the State no longer stands for the loan (domain.md 3.22).

    A loan that was never paid out under it is not paid out without one either, until its committee says so.
    """
    guarantee, loan = cover.guarantee, cover.loan
    assert guarantee.ends_on is not None  # noqa: S101 - what was issued has its last day
    status = LIFE.after(guarantee.status, "expire")
    if loan.status is LoanStatus.CONTRACTED:
        loans.lose_guarantee(loan)
    guarantee.status = status
    guarantee.ended_at = at
    guarantee.end_reason = "term-ended"
    arrears.lift(guarantee)
    freed = let_go(cover, Days(guarantee.ends_on, legal_date(at)))
    return released(guarantee, freed, "term-ended", at)
