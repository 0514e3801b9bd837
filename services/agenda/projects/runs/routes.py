"""How a project starts and ends, over HTTP."""

from uuid import UUID

from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.schema import ProjectOut
from services.agenda.projects.runs import rules
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.dates import PastDate
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Write

router = Router("projects")


class StartIn(Write):
    started_on: PastDate


class CompletionIn(Write):
    finished_on: PastDate


class StopIn(Write):
    stopped_on: PastDate
    reason: Line


class CancellationIn(Write):
    reason: Line


class EvaluationIn(Write):
    document: Line


@router.post(
    "/{id}/starts",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.START),
)
async def start_project(
    id: UUID,
    body: StartIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:write"),
) -> Project:
    """Start an awarded project, no earlier than it was applied for (A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    tx.emit(rules.start(project, body.started_on, tx.today))
    return project


@router.post(
    "/{id}/completions",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.END),
)
async def finish_project(
    id: UUID,
    body: CompletionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:write"),
) -> Project:
    """Record that a running project was carried out (A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    tx.emit(rules.finish(project, body.finished_on, tx.today))
    return project


@router.post(
    "/{id}/stops",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.END),
)
async def stop_project(
    id: UUID,
    body: StopIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:write"),
) -> Project:
    """Stop a running project with its reason; funding takes no new money for it (A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    tx.emit(rules.stop(project, body.stopped_on, body.reason, tx.today))
    tx.audit("project.stopped", project.id, body.model_dump(mode="json"))
    return project


@router.post(
    "/{id}/cancellations",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.LEAVE),
)
async def cancel_project(
    id: UUID,
    body: CancellationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:write"),
) -> Project:
    """Cancel a project that does not run yet, with its reason; an award on it is then in question (A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    tx.emit(*rules.cancel(project, body.reason, tx.today))
    tx.audit("project.cancelled", project.id, body.model_dump(mode="json"))
    return project


@router.post(
    "/{id}/evaluations",
    response_model=ProjectOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, *rules.LEAVE),
)
async def evaluate_project(
    id: UUID,
    body: EvaluationIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:write"),
) -> Project:
    """Close a project that ended with the document that evaluates it (A15)."""
    project = await tx.get(Project, id, by=OWNER, if_match=if_match)
    rules.evaluate(project, body.document)
    tx.audit("project.evaluated", project.id, body.model_dump(mode="json"))
    return project
