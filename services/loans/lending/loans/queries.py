"""How the principal of a loan moved."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from services.loans.lending.loans.models import Direction, Movement


def moved_by_day(loan_id: UUID) -> Select[date, Any]:
    """The days on which principal was paid out or repaid, with by how much it grew or fell."""
    grown = case(
        (Movement.direction == Direction.DISBURSEMENT, Movement.amount_cents), else_=-Movement.amount_cents
    )
    days = select(Movement.moved_on, func.sum(grown)).where(Movement.loan_id == loan_id)
    return days.group_by(Movement.moved_on)
