"""Conditions on applications that are more than a column's value."""

from sqlalchemy import ColumnElement, select, true

from services.funding.applications.models import Application
from services.funding.projects.models import Project


def taken_part_in_by(kvk_number: str | None) -> ColumnElement[bool]:
    """Applications for projects with this undertaking in the consortium; all of them for None."""
    if kvk_number is None:
        return true()
    projects = select(Project.id).where(Project.participants.contains([kvk_number]))
    return Application.project_id.in_(projects)
