"""Which alteration of an award is pending, and which awards of a project stand."""

from uuid import UUID

from sqlalchemy import Select, func, select

from services.funding.applications.applications.models import STANDING, Application
from services.funding.awards.alterations.models import PENDING, AwardAlteration


def pending(application_id: UUID) -> Select[AwardAlteration]:
    """The alteration of an award that was announced, and neither decided nor dropped."""
    mine = select(AwardAlteration).filter_by(application_id=application_id)
    return mine.where(AwardAlteration.status.in_(PENDING))


def last_other_award(application: Application) -> Select[int | None]:
    """Where the last award of its project that stands beside it came among all of them; 0 without one."""
    last = select(func.coalesce(func.max(Application.awarded_in_all_cents), 0))
    of_project = last.filter_by(project_id=application.project_id)
    stands = Application.status.in_(STANDING), Application.awarded_cents > 0
    return of_project.where(Application.id != application.id, *stands)
