"""Selections of score sheets."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, not_, or_, select

from services.funding.applications.applications.models import Application, Status
from services.funding.applications.scores.models import ScoreSheet
from shared.store.tenancy import closed


def readable_by(subject: str) -> ColumnElement[bool]:
    """A reader's own sheets, and of files without its interest those of others when all have scored."""
    of = exists().where(Application.id == ScoreSheet.application_id)
    open_to = of.where(Application.status != Status.ASSESSMENT, not_(closed(Application, subject)))
    return or_(ScoreSheet.assessor == subject, open_to)


def by(application_id: UUID, subject: str) -> Select[ScoreSheet]:
    """The sheet of an assessor for an application."""
    return select(ScoreSheet).filter_by(application_id=application_id, assessor=subject)


def one(id: UUID, subject: str) -> Select[ScoreSheet]:
    """The sheet of an id, if this reader may see it."""
    return select(ScoreSheet).filter_by(id=id).where(readable_by(subject))
