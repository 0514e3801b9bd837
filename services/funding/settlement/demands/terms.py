"""By which rates, and from which sum on, demands bear interest: as they are published now."""

from services.funding.settlement.demands.standing import Terms
from services.funding.settlement.interest.rules import DEBTS, STATUTORY, published
from shared.store.tx import Tx


async def terms(tx: Tx) -> Terms:
    """Load the rates of statutory interest, and the sums of debts (Awb 4:98)."""
    return Terms(published(await tx.versions(STATUTORY)), await tx.regime(DEBTS, tx.today))
