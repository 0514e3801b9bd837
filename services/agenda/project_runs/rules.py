"""What becomes of an approved project: what funding tells of it, and what its region does."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from services.agenda.projects.models import Project, Reach, Status
from services.agenda.projects.rules import LIFE, require_own
from shared.contracts.agenda.projects import ProjectCancelled, ProjectFinished, ProjectStarted, ProjectStopped
from shared.contracts.funding import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.kernel.calendar import legal_date
from shared.kernel.principal import Principal
from shared.kernel.rules import NOT_FOUND, Rule

AFTER_APPLICATION = Rule(
    "project.starts-after-application",
    "A project starts no earlier than the applications that were awarded for it.",
    source="domain.md 3.6; GBER art. 6",
    mend="Give a day on or after the one that the answer names.",
    refusal="The project would start before an application that was awarded for it",
)
IN_ORDER = Rule(
    "project.in-time-order",
    "A step of a project has been taken by now, and an end comes no earlier than the start.",
    source="domain.md 3.6",
    mend="Correct the day.",
    refusal="A step of the project is in the future, or its end before its start",
)
START = (LIFE.rule, IN_ORDER, AFTER_APPLICATION)
END = (LIFE.rule, IN_ORDER)
LEAVE = (LIFE.rule,)


def note_cofunding(project: Project, event: str) -> None:
    """Note that the others' parts are firmly pledged (`fund`) or no longer all are (`lose_cofunding`)."""
    project.status = LIFE.after(project.status, event)
    project.cofunding_complete = event == "fund"


def note_application(project: Project | None, told: ApplicationReceived) -> list[Project]:
    """Note an application that funding received for a project; a plan without a project is not ours."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    received_on = str(legal_date(told.received_at))
    found.applications = _noted(found.applications, told.application_id, received_on=received_on)
    _follow_applications(found)
    return [found]


def note_lost_application(
    project: Project | None, told: ApplicationRefused | ApplicationWithdrawn
) -> list[Project]:
    """Note that an application was refused or withdrawn: without another one the project steps back."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    if isinstance(told, ApplicationRefused):
        outcome, ended_on = "REFUSED", told.refused_on
    else:
        outcome, ended_on = "WITHDRAWN", told.withdrawn_on
    found.applications = _noted(
        found.applications, told.application_id, outcome=outcome, ended_on=str(ended_on)
    )
    _follow_applications(found)
    return [found]


def _follow_applications(project: Project) -> None:
    """Bring a project where its applications are; one that ended before it was heard of leads nowhere."""
    under_way = any(not (each["awarded_on"] or each.get("ended_on")) for each in project.applications)
    project.status = LIFE.after(project.status, "apply" if under_way else "lose_application")
    if not project.cofunding_complete:
        project.status = LIFE.after(project.status, "lose_cofunding")


def note_award(project: Project | None, told: ApplicationAwarded) -> list[Project]:
    """Note an award: never lost, also when it comes after the project was cancelled, and then in question."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    found.status = LIFE.after(found.status, "award")
    found.applications = _noted(
        found.applications,
        told.application_id,
        awarded_on=str(told.awarded_on),
        awarded_cents=told.amount_cents,
    )
    found.awarded_cents = sum(each["awarded_cents"] for each in found.applications)
    found.award_in_question = found.status is Status.CANCELLED
    return [found]


def start(project: Project, on: date, officer: Principal, today: date) -> ProjectStarted:
    """Start (starten) an awarded project, on or after the day it was applied for."""
    require_own(project, officer)
    status = LIFE.after(project.status, "start")
    IN_ORDER.require(on <= today)
    first = max(_applied_on(project.applications), default=on)
    AFTER_APPLICATION.require(first <= on, first_day=first)

    project.status = status
    project.started_on = on
    return ProjectStarted(project_id=project.id, region_code=project.region_code, started_on=on)


def finish(project: Project, on: date, officer: Principal, today: date) -> ProjectFinished:
    """Finish (afronden) a project that was carried out."""
    require_own(project, officer)
    status = LIFE.after(project.status, "finish")
    _require_order(project, on, today)

    project.status = status
    project.ended_on = on
    return ProjectFinished(project_id=project.id, region_code=project.region_code, ended_on=on)


def stop(project: Project, on: date, reason: str, officer: Principal, today: date) -> ProjectStopped:
    """Stop (stoppen) a running project before its end, with its reason."""
    require_own(project, officer)
    status = LIFE.after(project.status, "stop")
    _require_order(project, on, today)

    project.status = status
    project.ended_on = on
    project.end_reason = reason
    return ProjectStopped(
        project_id=project.id,
        region_code=project.region_code,
        ended_on=on,
        awarded_cents=project.awarded_cents,
    )


def cancel(project: Project, reason: str, officer: Principal, today: date) -> list[ProjectCancelled]:
    """Cancel (laten vervallen) a project that does not run yet; others hear of it when they know it."""
    require_own(project, officer)
    status = LIFE.after(project.status, "cancel")
    project.status = status
    project.ended_on = today
    project.end_reason = reason
    project.award_in_question = project.awarded_cents > 0
    cancelled = ProjectCancelled(
        project_id=project.id,
        region_code=project.region_code,
        ended_on=today,
        awarded_cents=project.awarded_cents,
    )
    return [cancelled] if project.reach is Reach.PUBLIC else []


def evaluate(project: Project, document: str, officer: Principal) -> None:
    """Evaluate (evalueren) a project that ended, with the document that does so, and close it."""
    require_own(project, officer)
    project.status = LIFE.after(project.status, "evaluate")
    project.evaluation = document


def _require_order(project: Project, on: date, today: date) -> None:
    started_on = project.started_on
    IN_ORDER.require(on <= today and (started_on is None or started_on <= on), started_on=started_on)


def _noted(applications: list[dict[str, Any]], id: UUID, **told: Any) -> list[dict[str, Any]]:
    """The applications with what was told of one of them; told again it is the same, in any order."""
    unknown = {
        "received_on": None,
        "awarded_on": None,
        "awarded_cents": 0,
        "outcome": None,
        "ended_on": None,
    }
    known = {each["application_id"]: each for each in applications}
    known[str(id)] = {"application_id": str(id), **unknown, **known.get(str(id), {}), **told}
    return [known[each] for each in sorted(known)]


def _applied_on(applications: list[dict[str, Any]]) -> Iterable[date]:
    """When each awarded application was received; while that is not told, the day of its award is safe."""
    return [
        date.fromisoformat(each["received_on"] or each["awarded_on"])
        for each in applications
        if each["awarded_on"] is not None
    ]
