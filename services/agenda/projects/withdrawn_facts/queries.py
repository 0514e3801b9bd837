"""Which project a withdrawn fact was about."""

from uuid import UUID

from sqlalchemy import Select, or_, select

from services.agenda.projects.projects.models import Project


def told_of(subject_id: UUID) -> Select[Project]:
    """The project of this id, or the one with an application of it."""
    applied = Project.applications.contains([{"application_id": str(subject_id)}])
    return select(Project).where(or_(Project.id == subject_id, applied))
