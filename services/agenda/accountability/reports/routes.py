"""Yearly reports over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.accountability.reports import queries, rules
from services.agenda.accountability.reports.models import Report, ReportVersion, Status, SubjectKind
from services.agenda.agendas.agendas.models import Agenda
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.kernel.voices import OWN_WORD
from shared.web.auth import allow, anybody
from shared.web.dates import PlannedDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, STORED, Code, Line, Prose, Read, Uuid, Wire, Write

router = Router("reports")

Year = Annotated[int, Field(ge=1990, le=2200)]


class ReportIn(Write):
    subject_kind: Annotated[SubjectKind, AS_TEXT]
    subject_code: Annotated[Code, Field(description="Region, programme or ROM.")]
    agenda_id: Annotated[Uuid | None, Names(Agenda)] = None
    title: Line
    year: Year
    due_on: PlannedDate


class Section(Write):
    heading: Line
    text: Prose


class SectionsIn(Write):
    sections: Annotated[list[Section], Field(min_length=1, max_length=50)]


class AdoptionIn(Write):
    deciding_body: Line


class RevisionIn(Write):
    reason: Prose


class SectionOut(Section):
    model_config = STORED


class Figure(Wire):
    """A figure as it was stored when it was collected; `change` is its difference from the year before."""

    name: str
    unit: str
    value: int
    change: int | None


class ReportOut(Read):
    subject_kind: SubjectKind
    subject_code: str
    agenda_id: UUID | None
    title: str
    year: int
    due_on: date
    status: Status
    edition: int
    collected_at: datetime | None
    figures: list[Figure]
    digest: str | None
    sections: list[SectionOut]
    deciding_body: str | None
    adopted_on: date | None
    reason: str | None


class ReportVersionOut(Read):
    report_id: UUID
    edition: int
    title: str
    year: int
    figures: list[Figure]
    digest: str
    sections: list[SectionOut]
    deciding_body: str
    published_on: date
    reason: str | None


class ReportQuery(PageQuery):
    subject_kind: SubjectKind | None = None
    subject_code: Code | None = None
    agenda_id: UUID | None = None
    year: Year | None = None
    status: Status | None = None
    sort: Literal["year", "-year", "id", "-id"] | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=ReportOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_WORD, NOT_FOUND, rules.SUBJECT, rules.ONCE),
)
async def plan_report(
    body: ReportIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Report:
    """Plan the report of a year on an agenda, a programme or a ROM (B5)."""
    report = Report(owner=str(author.tenant), written_by=[author.subject], **body.model_dump())
    alike = await tx.all(queries.alike(report))
    agenda = await tx.find(queries.agenda(body.agenda_id, report.owner))
    tx.add(rules.plan(report, alike, agenda))
    tx.audit("report.planned", report.id, body.model_dump(mode="json"))
    return report


@router.get("", response_model=Page[ReportOut])
async def list_reports(
    request: Request,
    query: Annotated[ReportQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Report]:
    """Reports that were published, and the caller's own (B5)."""
    return await page(request, tx, Report, query)


@router.get("/{id}", response_model=ReportOut, responses=problems(NOT_FOUND))
async def get_report(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Report:
    """One report (B5)."""
    return await tx.get(Report, id)


@router.post(
    "/{id}/collections", response_model=ReportOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def collect_report(
    id: UUID, tx: Transaction, if_match: IfMatch, author: Principal = allow("agenda:contribute")
) -> Report:
    """Take the figures of the report's agenda as stored now, beside those of the year before (B5).

    A programme or a ROM has none in this service: funding and loans keep its money.
    """
    report = await tx.get(Report, id, by=OWNER, if_match=if_match)
    found: list[Any] = list((await tx.session.execute(queries.figures(report, tx.today))).all())
    before = await tx.find(queries.year_before(report))
    rules.collect(report, found, getattr(before, "figures", []), tx.now)
    tx.audit("report.collected", report.id, {"digest": report.digest})
    return report


@router.post("/{id}/drafts", response_model=ReportOut, dependencies=[idempotent], responses=problems(*STEP))
async def write_report(
    id: UUID,
    body: SectionsIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Report:
    """Write the sections beside the figures (B5)."""
    report = await tx.get(Report, id, by=OWNER, if_match=if_match)
    rules.write(report, body.model_dump(mode="json")["sections"], author)
    tx.audit("report.written", report.id, body.model_dump(mode="json"))
    return report


@router.post(
    "/{id}/adoptions",
    response_model=ReportOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.ADOPT),
)
async def adopt_report(
    id: UUID,
    body: AdoptionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:contribute"),
) -> Report:
    """Adopt a report by another person than who wrote it, after its year has ended (B5, B10)."""
    report = await tx.get(Report, id, by=OWNER, if_match=if_match)
    rules.adopt(report, body.deciding_body, officer, tx.today)
    tx.audit("report.adopted", report.id, body.model_dump(mode="json"))
    return report


@router.post(
    "/{id}/publications", response_model=ReportOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def publish_report(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("agenda:contribute")
) -> Report:
    """Publish an adopted report; this version stays readable for ever (B5)."""
    report = await tx.get(Report, id, by=OWNER, if_match=if_match)
    version, told = rules.publish(report, tx.today)
    tx.add(version)
    tx.emit(told)
    return report


@router.post(
    "/{id}/revisions", response_model=ReportOut, dependencies=[idempotent], responses=problems(*STEP)
)
async def revise_report(
    id: UUID,
    body: RevisionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Report:
    """Begin the next version of a published report (B5)."""
    report = await tx.get(Report, id, by=OWNER, if_match=if_match)
    rules.revise(report, body.reason, author)
    tx.audit("report.revised", report.id, body.model_dump(mode="json"))
    return report


versions = Router("report-versions")
routers = (router, versions)


class ReportVersionQuery(PageQuery):
    report_id: UUID | None = None
    year: Year | None = None


@versions.get("", response_model=Page[ReportVersionOut])
async def list_report_versions(
    request: Request,
    query: Annotated[ReportVersionQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[ReportVersion]:
    """Published versions of reports, earlier ones too (B5)."""
    return await page(request, tx, ReportVersion, query)


@versions.get("/{id}", response_model=ReportVersionOut, responses=problems(NOT_FOUND))
async def get_report_version(
    id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")
) -> ReportVersion:
    """One published version, as it was (B5)."""
    return await tx.get(ReportVersion, id)
