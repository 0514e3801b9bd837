"""What the loans service remembers of approved projects."""

from services.loans.projects import rules
from services.loans.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved
from shared.store.tx import Tx


async def remember_project(event: ProjectApproved, tx: Tx) -> None:
    """Remember an approved project, which a loan may name."""
    known = await tx.known(Project, event.project_id)
    tx.session.add_all(rules.remember(event, known))
