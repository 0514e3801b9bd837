"""Consultations between State and region over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.accountability.consultations import rules
from services.agenda.accountability.consultations.models import Consultation, Kind, Status
from shared.kernel.identifiers import KamerstukNumber, RegionCode
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import EVERY_SIDE
from shared.web.auth import allow, anybody
from shared.web.dates import PlannedDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Line, Prose, Read, Wire, Write

router = Router("consultations")


class ConsultationIn(Write):
    kind: Annotated[Kind, AS_TEXT]
    title: Line
    held_on: PlannedDate
    parties: Annotated[list[Line], Field(min_length=2, max_length=50, description="Organisations.")]
    points: Annotated[list[Line], Field(max_length=50)]
    commitments: Annotated[list[KamerstukNumber], Field(max_length=50)]
    region_code: Annotated[
        RegionCode | None, Field(description="The region that takes part, when the State plans it.")
    ] = None


class AgreedAction(Write):
    """What was agreed, who takes it and until when."""

    action: Line
    responsible: Line
    due_on: PlannedDate


class ConclusionIn(Write):
    conclusions: Prose
    actions: Annotated[list[AgreedAction], Field(max_length=100)]


class CancellationIn(Write):
    reason: Line


class CompletionIn(Write):
    action: Annotated[int, Field(ge=1, le=100)]


class AgreedActionOut(Wire):
    action: str
    responsible: str
    due_on: date
    completed_on: date | None


class ConsultationOut(Read):
    kind: Kind
    title: str
    held_on: date
    parties: list[str]
    points: list[str]
    commitments: list[str]
    invited: str | None
    proposed_by: str | None
    status: Status
    conclusions: str | None
    actions: list[AgreedActionOut]


class ConsultationQuery(PageQuery):
    kind: Kind | None = None
    status: Status | None = None
    sort: Literal["heldOn", "-heldOn", "id", "-id"] | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=ConsultationOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(rules.SIDES),
)
async def plan_consultation(
    body: ConsultationIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Consultation:
    """Plan a consultation between State and region (B19)."""
    planned = Consultation(owner=str(author.tenant), **body.model_dump(exclude={"region_code"}))
    consultation = tx.add(rules.plan(planned, body.region_code))
    tx.audit("consultation.planned", consultation.id, body.model_dump(mode="json"))
    return consultation


@router.get("", response_model=Page[ConsultationOut])
async def list_consultations(
    request: Request,
    query: Annotated[ConsultationQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Consultation]:
    """Consultations that were concluded, and those that the caller's body takes part in (B19)."""
    return await page(request, tx, Consultation, query)


@router.get("/{id}", response_model=ConsultationOut, responses=problems(NOT_FOUND))
async def get_consultation(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Consultation:
    """One consultation."""
    return await tx.get(Consultation, id)


@router.post(
    "/{id}/conclusions",
    response_model=ConsultationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.HELD),
)
async def conclude_consultation(
    id: UUID,
    body: ConclusionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Consultation:
    """Write down what was agreed, who takes it and until when (B19); the other side, if any, accepts it."""
    consultation = await tx.get(Consultation, id, by=EVERY_SIDE, if_match=if_match)
    actions = body.model_dump(mode="json")["actions"]
    rules.conclude(consultation, body.conclusions, actions, str(author.tenant), tx.today)
    tx.audit("consultation.concluded", consultation.id, body.model_dump(mode="json"))
    return consultation


@router.post(
    "/{id}/acceptances",
    response_model=ConsultationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.OTHER_SIDE),
)
async def accept_conclusions(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:contribute")
) -> Consultation:
    """Accept the conclusions that the other side wrote down (B19); from now on everybody reads them."""
    consultation = await tx.get(Consultation, id, by=EVERY_SIDE, if_match=if_match)
    rules.accept(consultation, str(author.tenant))
    tx.audit("consultation.accepted", consultation.id, {"by": str(author.tenant)})
    return consultation


@router.post(
    "/{id}/cancellations",
    response_model=ConsultationOut,
    dependencies=[idempotent],
    responses=problems(*STEP),
)
async def cancel_consultation(
    id: UUID,
    body: CancellationIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Consultation:
    """Cancel a consultation that was planned (B19)."""
    consultation = await tx.get(Consultation, id, by=EVERY_SIDE, if_match=if_match)
    rules.cancel(consultation)
    tx.audit("consultation.cancelled", consultation.id, body.model_dump(mode="json"))
    return consultation


@router.post(
    "/{id}/completions",
    response_model=ConsultationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.ACTION),
)
async def complete_agreed_action(
    id: UUID,
    body: CompletionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Consultation:
    """Record that an action that was agreed was completed (B19)."""
    consultation = await tx.get(Consultation, id, by=EVERY_SIDE, if_match=if_match)
    rules.complete(consultation, body.action, tx.today)
    tx.audit("consultation.action-completed", consultation.id, body.model_dump(mode="json"))
    return consultation
