"""Which scheme is held while its budget years change."""

from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.years.models import GuaranteeScheme, GuaranteeYear


def scheme(code: str) -> Select[GuaranteeScheme]:
    """A guarantee scheme with its budget years."""
    return select(GuaranteeScheme).where(GuaranteeScheme.code == code)


def scheme_of(year_id: UUID) -> Select[GuaranteeScheme]:
    """The scheme that a budget year belongs to."""
    of_year = select(GuaranteeYear.scheme).where(GuaranteeYear.id == year_id)
    return select(GuaranteeScheme).where(GuaranteeScheme.code.in_(of_year))
