"""What the beginning of a quarter makes of guarantees that run.

Everybody who changes a guarantee locks its loan first, then the guarantee; the loans of many in the order of
their ids.
"""

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums import queries, rules
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.moved import moved_by_day
from shared.store.tx import Tx


async def charge_quarters(tx: Tx) -> None:
    """Invoice the premium of a quarter that began, or of a release, of so many guarantees at a time.

    One invoice of each: those of missed quarters follow at the next look.
    """
    seen = await tx.all(queries.to_charge(tx.today))
    loan_ids = {each.loan_id for each in seen}
    await tx.hold(Loan, loan_ids)
    still = queries.to_charge(tx.today).where(Guarantee.id.in_([each.id for each in seen]))
    moved = await moved_by_day(tx, loan_ids)
    for guarantee in await tx.all(still, lock=True):
        loan = await tx.get(Loan, guarantee.loan_id, lock=True)
        regime = await tx.regime(rules.regime_of(guarantee), tx.today)
        for premium, fact in rules.charge(guarantee, loan, moved[loan.id], regime, tx.today):
            tx.add(premium)
            tx.emit(fact)
