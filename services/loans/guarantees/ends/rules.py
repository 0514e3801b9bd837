"""How a guarantee ends with its term."""

from datetime import datetime

from services.loans.guarantees.guarantees import exposure
from services.loans.guarantees.guarantees.rules import LIFE, Cover, released
from services.loans.guarantees.years import rules as years
from services.loans.lending.loans import rules as loans
from services.loans.lending.loans.models import Status as LoanStatus
from shared.contracts.loans import GuaranteeReleased
from shared.kernel.calendar import legal_date
from shared.ledger.postings import Days


def end_term(cover: Cover, at: datetime) -> GuaranteeReleased:
    """The term is over (looptijd): from that day the State no longer stands for the loan (domain.md 3.22).

    A loan that was never paid out under it is not paid out without one either, until its committee says so.
    """
    guarantee, loan, scheme = cover.guarantee, cover.loan, cover.scheme
    assert scheme is not None  # noqa: S101 - every guarantee was reserved in a year of a scheme
    assert guarantee.ends_on is not None  # noqa: S101 - what was issued has its last day
    status = LIFE.after(guarantee.status, "expire")
    if loan.status is LoanStatus.CONTRACTED:
        loans.lose_guarantee(loan)
    days = Days(guarantee.ends_on, legal_date(at))
    freed = exposure.become(guarantee, 0, "guarantee.end", days, str(guarantee.id))
    guarantee.status = status
    guarantee.current_guaranteed_cents = 0
    guarantee.ended_at = at
    guarantee.end_reason = "term-ended"
    years.let_go(scheme, guarantee.guarantee_year_id, guarantee.id, freed, days)
    return released(guarantee, freed, "term-ended", at)
