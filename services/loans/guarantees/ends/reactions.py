"""What time makes of guarantees that were issued.

Everybody who changes a guarantee locks its loan first, then the guarantee, then the scheme.
"""

from services.loans.guarantees.ends import queries, rules
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans.models import Loan
from shared.store.tx import Tx


async def end_terms(tx: Tx) -> None:
    """End the guarantee whose term is over; its exposure is free from that day (domain.md 3.22)."""
    for found in await tx.all(queries.term_over(tx.today)):
        loan = await tx.get(Loan, found.loan_id, lock=True)
        for guarantee in await tx.all(queries.term_over(tx.today).where(Guarantee.id == found.id), lock=True):
            scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
            tx.emit(rules.end_term(Cover(guarantee, loan, scheme), tx.now))
