"""Which demand of an award is open."""

from uuid import UUID

from sqlalchemy import Select, select

from services.funding.settlement.demands.models import Demand, Status


def opened(application_id: UUID) -> Select[Demand]:
    """The demand of an award that was opened, and neither decided nor dropped."""
    return select(Demand).filter_by(application_id=application_id, status=Status.OPENED)
