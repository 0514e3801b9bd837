"""Selections of evaluations."""

from datetime import date

from sqlalchemy import Select, select

from services.agenda.accountability.evaluations.models import BEFORE_DELIVERY, Evaluation

AT_ONCE = 100


def to_announce(today: date, notice_day: date) -> Select[Evaluation]:
    """Evaluations that are due within the term of notice and were not announced yet.

    What was due before it was recorded here is on the list of tasks, but is not announced anew.
    """
    return (
        select(Evaluation)
        .where(
            Evaluation.announced.is_(False),
            Evaluation.status.in_(BEFORE_DELIVERY),
            Evaluation.due_on.between(today, notice_day),
        )
        .order_by(Evaluation.due_on)
        .limit(AT_ONCE)
    )
