"""What the State stands for with a guarantee, and what of it is in the books of its ROM."""

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.ledger.ledger import rules as ledger
from shared.ledger.postings import Act, Days


def become(guarantee: Guarantee, cents: int, act: str, days: Days, cause: str) -> int:
    """Set the exposure of a guarantee, off the balance too; how much of it became free, in cents."""
    freed = guarantee.exposure_cents - cents
    why = Act(guarantee.owner, act, guarantee.id, days, cause)
    surety = ledger.of_guarantee(guarantee.id, "surety")
    outstanding = ledger.of_guarantee(guarantee.id, "outstanding")
    guarantee.postings.add_all(ledger.move(why, surety, outstanding, -freed))
    guarantee.exposure_cents = cents
    return freed
