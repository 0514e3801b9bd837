"""Selections of commitments."""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select, true

from services.agenda.accountability.commitments.models import Commitment, Status
from shared.kernel.papers import kamerstuk_code

AT_ONCE = 100


def to_step(today: date, notice_day: date) -> Select[Commitment]:
    """Commitments that became due soon, or whose day has passed, since they were last looked at.

    Those whose day had passed when they were entered here are stepped by hand.
    """
    soon = (Commitment.status == Status.OPEN) & (Commitment.due_on <= notice_day)
    past = (Commitment.status == Status.DUE_SOON) & (Commitment.due_on < today)
    return (
        select(Commitment)
        .where(or_(soon, past), Commitment.recorded_on <= Commitment.due_on)
        .order_by(Commitment.due_on)
        .limit(AT_ONCE)
    )


def numbered(kamerstuk: str | None) -> ColumnElement[bool]:
    """Commitments of a Kamerstuk, however its number was printed (D18); all of them for None."""
    return true() if kamerstuk is None else Commitment.kamerstuk_code == kamerstuk_code(kamerstuk)


def answered_by(ministry: str | None) -> ColumnElement[bool]:
    """Commitments that a ministry answers for, leading or not; all of them for None."""
    if ministry is None:
        return true()
    return (Commitment.lead_ministry == ministry) | Commitment.ministries.contains([ministry])
