"""What time makes of a premium that is not paid, and of its guarantee.

Everybody who changes a guarantee locks its loan first, then the guarantee, then its premiums or the scheme.
"""

from services.loans.guarantees.arrears import queries, rules
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.premiums import queries as premiums
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans.models import Loan
from shared.store.tx import Tx


async def remind_unpaid(tx: Tx) -> None:
    """Remind the ROM of premiums whose due date passed; nothing but the premium changes."""
    for premium in await tx.all(queries.to_remind(tx.today), lock=True):
        guarantee = await tx.get(Guarantee, premium.guarantee_id)
        regime = await tx.regime(rules.regime_of(guarantee), tx.today)
        tx.emit(rules.remind(premium, regime, tx.today))


async def suspend_unpaid(tx: Tx) -> None:
    """Suspend the cover of a guarantee whose premium is unpaid after its reminder."""
    for found in await tx.all(queries.to_suspend(tx.today)):
        await tx.get(Loan, found.loan_id, lock=True)
        for guarantee in await tx.all(
            queries.to_suspend(tx.today).where(Guarantee.id == found.id), lock=True
        ):
            regime = await tx.regime(rules.regime_of(guarantee), tx.today)
            invoices = await tx.all(premiums.standing(guarantee.id), lock=True)
            tx.emit(rules.suspend(guarantee, invoices, regime, tx.today))


async def lapse_unpaid(tx: Tx) -> None:
    """End the guarantee whose cover stayed suspended to the end of the term; its exposure is free."""
    for found in await tx.all(queries.to_lapse(tx.today)):
        loan = await tx.get(Loan, found.loan_id, lock=True)
        for guarantee in await tx.all(queries.to_lapse(tx.today).where(Guarantee.id == found.id), lock=True):
            scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
            tx.emit(rules.lapse(Cover(guarantee, loan, scheme), tx.moment))
