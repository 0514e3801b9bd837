"""Periods of whole days in the database, as `shared.kernel.periods` has them."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def lasts_to(last: Any, day: Any) -> ColumnElement[bool]:
    """Rows whose period is not over before a day; a day may be a column too."""
    return or_(last.is_(None), last >= day)


def holds_on(first: Any, last: Any, day: date) -> ColumnElement[bool]:
    """Rows whose period holds on a day."""
    return and_(first <= day, lasts_to(last, day))
