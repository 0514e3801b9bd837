"""Selections of projects and of what they are linked to."""

from datetime import date

from sqlalchemy import ColumnElement, and_, true

from services.agenda.projects.models import Project, Reach, Status
from shared.store.words import found_by


def approved_in(year: int | None) -> ColumnElement[bool]:
    """Projects approved in a year, or ever for None, that were not cancelled."""
    approved = and_(Project.reach == Reach.PUBLIC, Project.status != Status.CANCELLED)
    if year is None:
        return approved
    return and_(approved, Project.approved_on.between(date(year, 1, 1), date(year, 12, 31)))


def matching(
    *,
    participant: str | None,
    topsector: str | None,
    theme: str | None,
    policy_domain: str | None,
    partner_region: str | None,
    words: str | None,
) -> ColumnElement[bool]:
    """Projects whose lists hold all that was asked, and that have the words."""
    asked = (
        (Project.participants, participant),
        (Project.topsectors, topsector),
        (Project.themes, theme),
        (Project.policy_domains, policy_domain),
        (Project.partner_regions, partner_region),
    )
    fits = [column.contains([value]) for column, value in asked if value is not None]
    if words is not None:
        fits.append(found_by(Project.search, words))
    return and_(true(), *fits)
