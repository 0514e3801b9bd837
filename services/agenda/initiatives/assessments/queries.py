"""Selections of assessments."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, not_, select

from services.agenda.initiatives.assessments.models import Assessment
from shared.store.tenancy import closed


def of(initiative_id: UUID) -> Select[Assessment]:
    """The assessments of an initiative, oldest first."""
    return select(Assessment).where(Assessment.initiative_id == initiative_id).order_by(Assessment.id)


def open_to(subject: str) -> ColumnElement[bool]:
    """Files in which this person has no interest."""
    return not_(closed(Assessment, subject))
