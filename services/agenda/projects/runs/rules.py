"""What becomes of an approved project: what funding tells of it, and what its region does."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.agenda.projects.projects.models import Project, Reach, Status
from services.agenda.projects.projects.rules import LIFE
from shared.contracts.agenda.projects import ProjectCancelled, ProjectFinished, ProjectStarted, ProjectStopped
from shared.contracts.funding.applications import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.kernel.calendar import legal_date
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
FACTS_KEPT_MAX = 100
SAID = {
    "received": ("received_on",),
    "awarded": ("awarded_on", "awarded_cents"),
    "ended": ("outcome", "ended_on"),
}
PARTS = {
    ApplicationReceived.type(): "received",
    ApplicationAwarded.type(): "awarded",
    ApplicationRefused.type(): "ended",
    ApplicationWithdrawn.type(): "ended",
}
LOWERED = (AwardWithdrawn.type(), AwardAltered.type())
START = (LIFE.rule, IN_ORDER, AFTER_APPLICATION)
END = (LIFE.rule, IN_ORDER)
LEAVE = (LIFE.rule,)


def note_cofunding(project: Project, event: str, fact: UUID) -> None:
    """Note that the others' parts are firmly pledged (`fund`) or no longer all are (`lose_cofunding`)."""
    told = {"fact": str(fact), "complete": event == "fund"}
    project.cofunding_told = [*project.cofunding_told, told][-FACTS_KEPT_MAX:]
    lead_by_cofunding(project, complete=event == "fund")


def lead_by_cofunding(project: Project, *, complete: bool) -> None:
    """Bring a project where its co-funding is."""
    project.status = LIFE.after(project.status, "fund" if complete else "lose_cofunding")
    project.cofunding_complete = complete


def note_application(project: Project | None, told: ApplicationReceived, fact: UUID) -> list[Project]:
    """Note an application that funding received for a project; a plan without a project is not ours."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    received_on = str(legal_date(told.received_at))
    found.applications = _noted(found, told, fact, received_on=received_on)
    follow_applications(found)
    return [found]


def note_lost_application(
    project: Project | None, told: ApplicationRefused | ApplicationWithdrawn, fact: UUID
) -> list[Project]:
    """Note that an application was refused or withdrawn: without another one the project steps back."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    if isinstance(told, ApplicationRefused):
        outcome, ended_on = "REFUSED", told.refused_on
    else:
        outcome, ended_on = "WITHDRAWN", told.withdrawn_on
    found.applications = _noted(found, told, fact, outcome=outcome, ended_on=str(ended_on))
    follow_applications(found)
    return [found]


def follow_applications(project: Project) -> None:
    """Bring a project where its applications are; one that ended before it was heard of leads nowhere."""
    under_way = any(not (each["awarded_on"] or each.get("ended_on")) for each in project.applications)
    project.status = LIFE.after(project.status, "apply" if under_way else "lose_application")
    if not project.cofunding_complete:
        project.status = LIFE.after(project.status, "lose_cofunding")


def note_award(project: Project | None, told: ApplicationAwarded, fact: UUID) -> list[Project]:
    """Note an award: never lost, also when it comes after the project was cancelled, and then in question."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    given = {"awarded_on": str(told.awarded_on), "awarded_cents": told.amount_cents}
    found.applications = _noted(found, told, fact, **given)
    follow_awards(found)
    return [found]


def note_lowered_award(
    project: Project | None, told: AwardWithdrawn | AwardAltered, fact: UUID
) -> list[Project]:
    """Note that an award is less, or nothing: without another one the project steps back."""
    if told.project_id is None:
        return []
    found = NOT_FOUND.present(project, resource="project")
    cents = told.amount_cents if isinstance(told, AwardAltered) else 0
    lowering = {"fact": str(fact), "cents": cents, "decided_on": str(told.decided_on)}
    known, key = _known(found, told.application_id)
    lowerings = [*known[key].get("lowerings", []), lowering][-FACTS_KEPT_MAX:]
    known[key] = {**known[key], "lowerings": lowerings}
    found.applications = _in_order(known)
    follow_awards(found)
    return [found]


def left_of(application: Mapping[str, Any]) -> int:
    """What an award is now, in cents: awards are only ever lowered, so in whatever order that was told."""
    lowered = [each["cents"] for each in application.get("lowerings", [])]
    return int(min([application["awarded_cents"], *lowered]))


def follow_awards(project: Project) -> None:
    """Bring a project where its awards are, and with those its applications."""
    standing = any(left_of(each) for each in project.applications)
    project.status = LIFE.after(project.status, "award" if standing else "lose_award")
    count_awards(project)
    follow_applications(project)


def count_awards(project: Project) -> None:
    """Sum what is awarded; on a project that was cancelled that is in question."""
    project.awarded_cents = sum(left_of(each) for each in project.applications)
    project.award_in_question = project.status is Status.CANCELLED and project.awarded_cents > 0


def start(project: Project, on: date, today: date) -> ProjectStarted:
    """Start (starten) an awarded project, on or after the day it was applied for."""
    status = LIFE.after(project.status, "start")
    IN_ORDER.require(on <= today)
    first = max(_applied_on(project.applications), default=on)
    AFTER_APPLICATION.require(first <= on, first_day=first)

    project.status = status
    project.started_on = on
    return ProjectStarted(project_id=project.id, region_code=project.region_code, started_on=on)


def finish(project: Project, on: date, today: date) -> ProjectFinished:
    """Finish (afronden) a project that was carried out."""
    status = LIFE.after(project.status, "finish")
    _require_order(project, on, today)

    project.status = status
    project.ended_on = on
    return ProjectFinished(project_id=project.id, region_code=project.region_code, ended_on=on)


def stop(project: Project, on: date, reason: str, today: date) -> ProjectStopped:
    """Stop (stoppen) a running project before its end, with its reason."""
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


def cancel(project: Project, reason: str, today: date) -> list[ProjectCancelled]:
    """Cancel (laten vervallen) a project that does not run yet; others hear of it when they know it."""
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


def evaluate(project: Project, document: str) -> None:
    """Evaluate (evalueren) a project that ended, with the document that does so, and close it."""
    project.status = LIFE.after(project.status, "evaluate")
    project.evaluation = document


def _require_order(project: Project, on: date, today: date) -> None:
    started_on = project.started_on
    IN_ORDER.require(on <= today and (started_on is None or started_on <= on), started_on=started_on)


def _noted(
    project: Project,
    told: ApplicationReceived | ApplicationAwarded | ApplicationRefused | ApplicationWithdrawn,
    fact: UUID,
    **said: Any,
) -> list[dict[str, Any]]:
    """The applications with what was told of one of them; told again it is the same, in any order."""
    known, key = _known(project, told.application_id)
    found, part = known[key], PARTS[told.type()]
    known[key] = {**found, **said, "facts": {**found.get("facts", {}), part: str(fact)}}
    return _in_order(known)


def _known(project: Project, application_id: UUID) -> tuple[dict[str, dict[str, Any]], str]:
    """The applications by their id, this one among them even when nothing was told of it yet."""
    known, key = {each["application_id"]: each for each in project.applications}, str(application_id)
    unsaid = dict.fromkeys(name for names in SAID.values() for name in names)
    found: dict[str, Any] = {"application_id": key, **unsaid, "awarded_cents": 0}
    return {**known, key: {**found, **known.get(key, {})}}, key


def _in_order(known: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [known[each] for each in sorted(known)]


def _applied_on(applications: list[dict[str, Any]]) -> Iterable[date]:
    """When each awarded application was received; while that is not told, the day of its award is safe."""
    return [
        date.fromisoformat(each["received_on"] or each["awarded_on"])
        for each in applications
        if each["awarded_on"] is not None and left_of(each)
    ]
