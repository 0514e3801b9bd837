"""How the principal of a loan moved."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from services.loans.lending.loans.models import Direction, Movement


def moved_of(loan_ids: Collection[UUID]) -> Select[UUID, date, Any]:
    """The days on which principal of loans was paid out or repaid, with by how much it grew or fell."""
    grown = case(
        (Movement.direction == Direction.DISBURSEMENT, Movement.amount_cents), else_=-Movement.amount_cents
    )
    days = select(Movement.loan_id, Movement.moved_on, func.sum(grown))
    return days.where(Movement.loan_id.in_(loan_ids)).group_by(Movement.loan_id, Movement.moved_on)
