"""What was received on a demand, and under which reference."""

from uuid import UUID

from sqlalchemy import Select, select

from services.funding.settlement.receipts.models import DemandPayment


def standing(demand_id: UUID) -> Select[DemandPayment]:
    """What was received on a demand and did not come back, in the order of its days."""
    found = select(DemandPayment).filter_by(demand_id=demand_id, reversed_on=None)
    return found.order_by(DemandPayment.received_on, DemandPayment.id)


def under(reference: str) -> Select[DemandPayment]:
    """The payment under a reference of the bank, on whichever demand, that did not come back."""
    return select(DemandPayment).filter_by(reference=reference, reversed_on=None)
