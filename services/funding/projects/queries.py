"""Conditions on projects that are more than a column's value."""

from sqlalchemy import ColumnElement, true

from services.funding.projects.models import Project


def taken_part_in_by(kvk_number: str | None) -> ColumnElement[bool]:
    """Projects with this undertaking in the consortium; all of them for None."""
    return true() if kvk_number is None else Project.participants.contains([kvk_number])
