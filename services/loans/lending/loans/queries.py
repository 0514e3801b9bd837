"""How the principal of a loan moved."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from services.loans.lending.loans.models import Direction, Movement

GROWN = case(
    (Movement.direction == Direction.DISBURSEMENT, Movement.amount_cents), else_=-Movement.amount_cents
)


def moved_by_day(loan_id: UUID) -> Select[date, Any]:
    """The days on which principal was paid out or repaid, with by how much it grew or fell."""
    days = select(Movement.moved_on, func.sum(GROWN)).where(Movement.loan_id == loan_id)
    return days.group_by(Movement.moved_on)


def moved_of(loan_ids: Collection[UUID]) -> Select[UUID, date, Any]:
    """The same of several loans."""
    days = select(Movement.loan_id, Movement.moved_on, func.sum(GROWN))
    return days.where(Movement.loan_id.in_(loan_ids)).group_by(Movement.loan_id, Movement.moved_on)
