"""Which budget year a guarantee counts in."""

from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantee_years.models import GuaranteeYear


def of_scheme(scheme: str, year: int) -> Select[GuaranteeYear]:
    """The budget year of a scheme."""
    return select(GuaranteeYear).filter_by(scheme=scheme, year=year)


def of_reservation(year_id: UUID | None) -> Select[GuaranteeYear]:
    """The year in which a guarantee was reserved; none when it was not."""
    return select(GuaranteeYear).where(GuaranteeYear.id == year_id)
