"""How applications are found by more than a column's value, and what they ask for together."""

from sqlalchemy import ColumnElement, Select, func, not_, or_, select, text, true

from services.funding.applications.applications.models import WAITING, Application
from services.funding.cofunding.projects.models import Project
from shared.store.tenancy import closed


def taken_part_in_by(kvk_number: str | None) -> ColumnElement[bool]:
    """Applications it leads or joins, or for projects with it in the consortium; all of them for None."""
    if kvk_number is None:
        return true()
    projects = select(Project.id).where(Project.participants.contains([kvk_number]))
    leads = Application.lead_applicant["kvk_number"].astext == kvk_number
    joins = Application.participants.contains([kvk_number])
    return or_(leads, joins, Application.project_id.in_(projects))


def asked_ahead_of(application: Application) -> Select[int]:
    """What the undecided applications of its tranche ask for that were complete before this one, in cents."""
    earlier = Application.complete_at < (application.complete_at or application.received_at)
    asked = select(func.sum(Application.requested_cents)).filter_by(tranche_id=application.tranche_id)
    return asked.where(text(WAITING), earlier)  # as its index says it


def open_to(subject: str) -> ColumnElement[bool]:
    """Files in which this person has no interest."""
    return not_(closed(Application, subject))
