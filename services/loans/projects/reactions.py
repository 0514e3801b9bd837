"""What the loans service remembers of approved projects."""

from services.loans.projects.models import Project
from shared.contracts.agenda import ProjectApproved
from shared.store.tx import Tx


async def remember_project(event: ProjectApproved, tx: Tx) -> None:
    """Keep what loans need of a project; a replay finds it there already."""
    remembered = Project(
        id=event.project_id,
        owner=f"region:{event.region_code}",
        title=event.title,
        region_code=event.region_code,
        participants=event.participants,
    )
    await tx.session.merge(remembered)
