"""What funding does when the agenda service approves a project."""

from sqlalchemy import select

from services.funding.projects import rules
from services.funding.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved
from shared.kernel.calendar import legal_date
from shared.store.tx import Tx


async def remember_project(event: ProjectApproved, tx: Tx) -> None:
    """Remember an approved project, with its cost split by the regime of the day it was approved."""
    known = await tx.find(select(Project).where(Project.id == event.project_id))
    regime = await tx.regime(rules.SPLITTING, legal_date(event.approved_at))
    tx.session.add_all(rules.remember(event, known, regime))
