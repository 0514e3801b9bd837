"""Which settlement of an award stands."""

from uuid import UUID

from sqlalchemy import Select, select

from services.funding.settlement.awards.models import AwardSettlement, Status


def standing(application_id: UUID) -> Select[AwardSettlement]:
    """The settlement of an award that was not dropped."""
    mine = select(AwardSettlement).filter_by(application_id=application_id)
    return mine.where(AwardSettlement.status != Status.DROPPED)
