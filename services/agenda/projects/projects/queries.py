"""Selections of projects and of what they are linked to."""

from datetime import date

from sqlalchemy import ColumnElement, and_, true

from services.agenda.projects.projects.models import Project, Reach, Status
from shared.kernel.principal import Tenant
from shared.store.words import asked, found_by


def approved_in(year: int | None) -> ColumnElement[bool]:
    """Projects approved in a year, or ever for None, that were not cancelled."""
    approved = and_(Project.reach == Reach.PUBLIC, Project.status != Status.CANCELLED)
    if year is None:
        return approved
    return and_(approved, Project.approved_on.between(date(year, 1, 1), date(year, 12, 31)))


def named(words: str | None, reader: Tenant) -> ColumnElement[bool]:
    """Projects that have these words; all of them for None."""
    return true() if words is None else found_by(Project, asked(words, reader))
