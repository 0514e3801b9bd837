"""Which demand of an award is open, and what was received on a demand."""

from uuid import UUID

from sqlalchemy import Select, select

from services.funding.settlement.demands.models import Demand, DemandPayment, Status


def opened(application_id: UUID) -> Select[Demand]:
    """The demand of an award that was opened, and neither decided nor dropped."""
    return select(Demand).filter_by(application_id=application_id, status=Status.OPENED)


def standing(demand_id: UUID) -> Select[DemandPayment]:
    """What was received on a demand and did not come back, in the order of its days."""
    found = select(DemandPayment).filter_by(demand_id=demand_id, reversed_on=None)
    return found.order_by(DemandPayment.received_on, DemandPayment.id)


def under(reference: str) -> Select[DemandPayment]:
    """The payment under a reference of the bank, on whichever demand, that did not come back."""
    return select(DemandPayment).filter_by(reference=reference, reversed_on=None)
