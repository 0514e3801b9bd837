"""Which request to close a guarantee waits for an answer."""

from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.closings.models import GuaranteeClosing, Status


def waiting(guarantee_id: UUID) -> Select[GuaranteeClosing]:
    """The request to close a guarantee that the State has yet to answer."""
    return select(GuaranteeClosing).where(
        GuaranteeClosing.guarantee_id == guarantee_id, GuaranteeClosing.status == Status.REQUESTED
    )
