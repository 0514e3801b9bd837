"""Which claim, and which recovery of it, a report is about."""

from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.claims.models import Status as ClaimStatus
from services.loans.guarantees.recoveries.models import GuaranteeRecovery, Status


def paid(guarantee_id: UUID) -> Select[GuaranteeClaim]:
    """The claim on a guarantee that the State paid."""
    return select(GuaranteeClaim).where(
        GuaranteeClaim.guarantee_id == guarantee_id, GuaranteeClaim.status == ClaimStatus.PAID
    )


def of_reference(guarantee_id: UUID, reference: str) -> Select[GuaranteeRecovery]:
    """What was recovered on a guarantee under a reference of the ROM, unless it was withdrawn."""
    return select(GuaranteeRecovery).where(
        GuaranteeRecovery.guarantee_id == guarantee_id,
        GuaranteeRecovery.reference == reference,
        GuaranteeRecovery.status != Status.WITHDRAWN,
    )
