"""Which budget year a guarantee counts in."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantee_years.models import GuaranteeYear


def of_scheme(scheme: str, year: int) -> Select[GuaranteeYear]:
    """The budget year of a scheme."""
    return select(GuaranteeYear).filter_by(scheme=scheme, year=year)


def of_reservation(year_id: UUID | None) -> Select[GuaranteeYear]:
    """The year in which a guarantee was reserved; none when it was not."""
    return select(GuaranteeYear).where(GuaranteeYear.id == year_id)


def running(scheme: str, on: date) -> Select[GuaranteeYear]:
    """The latest year opened by that day: its outstanding amount is the one that a lapse lowers."""
    years = select(GuaranteeYear).where(GuaranteeYear.scheme == scheme, GuaranteeYear.year <= on.year)
    return years.order_by(GuaranteeYear.year.desc()).limit(1)
