"""What is undone of a project when funding lost, with its database, the fact that led to it."""

from uuid import UUID

from services.agenda.projects.projects.models import Project
from services.agenda.projects.runs import rules as runs
from shared.contracts.funding.cofunding import ProjectCofundingCompleted, ProjectCofundingLost
from shared.contracts.withdrawn import FundingFactWithdrawn


def undo(project: Project | None, fact: FundingFactWithdrawn) -> list[Project]:
    """Undo what a fact of funding did to a project; the project, when it did something."""
    if project is None or fact.fact_type not in UNDONE:
        return []
    return [project] if UNDONE[fact.fact_type](project, fact) else []


def _undo_cofunding(project: Project, fact: FundingFactWithdrawn) -> bool:
    """What was told before it holds again; of a project told of before facts were kept, its opposite."""
    left = [each for each in project.cofunding_told if each["fact"] != str(fact.fact_id)]
    if len(left) == len(project.cofunding_told) and left:
        return False
    lost = fact.fact_type == ProjectCofundingLost.type()
    runs.lead_by_cofunding(project, complete=left[-1]["complete"] if left else lost)
    project.cofunding_told = left
    return True


def _undo_application(project: Project, fact: FundingFactWithdrawn) -> bool:
    """Forget what was said by a fact of an application, and the application when nothing is left of it."""
    part = runs.PARTS[fact.fact_type]
    known = {each["application_id"]: each for each in project.applications}
    found = known[str(fact.subject_id)]
    if not _is_said_by(found.get("facts", {}).get(part), fact.fact_id):
        return False
    unsaid = {**found, **dict.fromkeys(runs.SAID[part]), "facts": {**found.get("facts", {}), part: None}}
    unsaid["awarded_cents"] = unsaid["awarded_cents"] or 0
    known[found["application_id"]] = unsaid
    said = (unsaid["received_on"], unsaid["awarded_on"], unsaid["ended_on"])
    if not any(said):
        del known[found["application_id"]]
    project.applications = [known[each] for each in sorted(known)]
    runs.follow_awards(project)
    return True


def _undo_lowering(project: Project, fact: FundingFactWithdrawn) -> bool:
    """An award that was withdrawn or lowered is what it was before."""
    lowered = {
        each["application_id"]: [told for told in each["lowerings"] if told["fact"] != str(fact.fact_id)]
        for each in project.applications
        if "lowerings" in each
    }
    left = [
        {**each, "lowerings": lowered[each["application_id"]]} if each["application_id"] in lowered else each
        for each in project.applications
    ]
    if left == project.applications:
        return False
    project.applications = left
    runs.follow_awards(project)
    return True


def _is_said_by(kept: str | None, fact: UUID) -> bool:
    return kept in (None, str(fact))


UNDONE = {
    ProjectCofundingCompleted.type(): _undo_cofunding,
    ProjectCofundingLost.type(): _undo_cofunding,
    **dict.fromkeys(runs.PARTS, _undo_application),
    **dict.fromkeys(runs.LOWERED, _undo_lowering),
}
