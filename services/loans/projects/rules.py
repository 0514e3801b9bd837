"""What the loans service keeps of an approved project."""

from services.loans.projects.models import Project
from shared.contracts.agenda.projects import ProjectApproved


def remember(event: ProjectApproved, known: Project | None) -> list[Project]:
    """The project an event tells of, unless it is known already."""
    if known is not None:
        return []
    project = Project(
        id=event.project_id,
        owner=f"region:{event.region_code}",
        title=event.title,
        region_code=event.region_code,
        participants=event.participants,
    )
    return [project]
