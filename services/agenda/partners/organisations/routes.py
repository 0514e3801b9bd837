"""Organisations and their mandates over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.agenda.partners.organisations import queries, rules
from services.agenda.partners.organisations.models import Mandate, MandateStatus, Organisation, Role, Status
from shared.kernel.identifiers import KvkNumber, Lei, Oin, Rsin
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER, STATE
from shared.web.auth import allow, anybody
from shared.web.dates import PastDate, PeriodDate, SoonDate
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Date, Line, Prose, Read, Uuid, Wire, Write

router = Router("organisations")
mandates = Router("mandates")
routers = (router, mandates)


Body = Annotated[str, Field(pattern="^(state|region:(PV|LD|CR|AM)[0-9]{2}|rom:[A-Z]{2,12})$")]


class OrganisationIn(Write):
    name: Line
    named_since: PastDate
    role: Annotated[Role, AS_TEXT]
    kvk_number: KvkNumber | None = None
    rsin: Rsin | None = None
    oin: Oin | None = None
    lei: Lei | None = None


class RenamingIn(Write):
    name: Line
    since: SoonDate


class CorrectionIn(OrganisationIn):
    """All that holds of an organisation, as it should have been."""

    kept_by: Annotated[Body | None, Field(description="Who keeps it up to date from now on.")] = None
    acts_again: Annotated[bool, Field(description="Whether its merger or its end was wrong.")] = False
    reason: Prose


class MergerIn(Write):
    into_id: Annotated[Uuid, Names(Organisation)]
    merged_on: SoonDate


class EndIn(Write):
    ended_on: SoonDate


class MandateIn(Write):
    organisation_id: Annotated[Uuid, Names(Organisation)]
    given_by: Line
    matter: Line
    starts_on: PeriodDate
    ends_on: PeriodDate | None = None


class FormerName(Wire):
    name: str
    first_day: Annotated[date, Field(validation_alias="from")]
    last_day: Annotated[date, Field(validation_alias="until")]


class OrganisationOut(Read):
    name: str
    named_since: date
    former_names: list[FormerName]
    role: Role
    kvk_number: str | None
    rsin: str | None
    oin: str | None
    lei: str | None
    status: Status
    merged_into_id: UUID | None
    ended_on: date | None


class MandateOut(Read):
    organisation_id: UUID
    given_by: str
    matter: str
    starts_on: date
    ends_on: date | None
    status: MandateStatus


class OrganisationQuery(PageQuery):
    kvk_number: KvkNumber | None = None
    rsin: Rsin | None = None
    oin: Oin | None = None
    lei: Lei | None = None
    role: Role | None = None
    status: Status | None = None
    sort: Literal["name", "-name", "id", "-id"] | None = None


class MandateQuery(PageQuery):
    conditions = frozenset({"reference_date"})

    organisation_id: UUID | None = None
    reference_date: Annotated[Date | None, Field(description="Only those that hold on this day.")] = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=OrganisationOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(*rules.REGISTER),
)
async def register_organisation(
    body: OrganisationIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Organisation:
    """Register an organisation with its identifiers (A9)."""
    organisation = Organisation(owner=str(author.tenant), **body.model_dump())
    alike = await tx.all(queries.alike(organisation))
    tx.add(rules.register(organisation, alike))
    tx.audit("organisation.registered", organisation.id, body.model_dump(mode="json"))
    return organisation


@router.get("", response_model=Page[OrganisationOut])
async def list_organisations(
    request: Request,
    query: Annotated[OrganisationQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Organisation]:
    """Every organisation (A9)."""
    return await page(request, tx, Organisation, query)


@router.get("/{id}", response_model=OrganisationOut, responses=problems(NOT_FOUND))
async def get_organisation(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Organisation:
    """One organisation, with the names it had and the one it merged into."""
    return await tx.get(Organisation, id)


@router.post(
    "/{id}/names",
    response_model=OrganisationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.LATER),
)
async def rename_organisation(
    id: UUID,
    body: RenamingIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Organisation:
    """Give an organisation another name from a day on; the former one stays readable (A9)."""
    organisation = await tx.get(Organisation, id, by=OWNER, if_match=if_match)
    tx.emit(rules.rename(organisation, body.name, body.since))
    return organisation


@router.post(
    "/{id}/corrections",
    response_model=OrganisationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.REGISTER),
)
async def correct_organisation(
    id: UUID,
    body: CorrectionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("agenda:govern"),
) -> Organisation:
    """Correct what somebody registered wrongly, with the reason, by the State (A9)."""
    organisation = await tx.get(Organisation, id, by=STATE, if_match=if_match)
    content = body.model_dump(exclude={"kept_by", "acts_again", "reason"})
    right = Organisation(id=id, owner=body.kept_by or organisation.owner, **content)
    alike = await tx.all(queries.alike(right))
    tx.emit(rules.correct(organisation, right, alike, acts_again=body.acts_again))
    tx.audit("organisation.corrected", organisation.id, body.model_dump(mode="json"))
    return organisation


@router.post(
    "/{id}/mergers",
    response_model=OrganisationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.OTHER_ACTIVE, rules.LATER),
)
async def merge_organisation(
    id: UUID,
    body: MergerIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Organisation:
    """Let an organisation go on in another one; its own record and history stay readable (A9)."""
    organisation = await tx.get(Organisation, id, by=OWNER, if_match=if_match)
    into = await tx.known(Organisation, body.into_id, lock=True)  # it may not merge away at the same moment
    tx.emit(rules.merge(organisation, into, body.merged_on))
    return organisation


@router.post(
    "/{id}/ends",
    response_model=OrganisationOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.LATER),
)
async def end_organisation(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Organisation:
    """Record that an organisation ended (A9)."""
    organisation = await tx.get(Organisation, id, by=OWNER, if_match=if_match)
    tx.emit(rules.end(organisation, body.ended_on))
    return organisation


@mandates.post(
    "",
    response_model=MandateOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, rules.ACTIVE, rules.MANDATE_PERIOD),
)
async def give_mandate(
    body: MandateIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Mandate:
    """Record the mandate of an organisation, with its first and perhaps its last day (A9, B10)."""
    organisation = await tx.get(Organisation, body.organisation_id, by=OWNER, lock=True)
    mandate = Mandate(owner=str(author.tenant), recorded_on=tx.recorded_on, **body.model_dump())
    tx.add(rules.give_mandate(organisation, mandate, tx.today))
    tx.audit("mandate.given", mandate.id, body.model_dump(mode="json"))
    return mandate


@mandates.get("", response_model=Page[MandateOut])
async def list_mandates(
    request: Request,
    query: Annotated[MandateQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Mandate]:
    """Mandates, of one organisation or on one day if asked (A9)."""
    return await page(request, tx, Mandate, query, queries.in_force(query.reference_date))


@mandates.get("/{id}", response_model=MandateOut, responses=problems(NOT_FOUND))
async def get_mandate(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Mandate:
    """One mandate."""
    return await tx.get(Mandate, id)


@mandates.post(
    "/{id}/ends",
    response_model=MandateOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.MANDATE_LIFE.rule, rules.MANDATE_PERIOD),
)
async def end_mandate(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Mandate:
    """Take a mandate back on its last day (A9, B10)."""
    mandate = await tx.get(Mandate, id, by=OWNER, if_match=if_match)
    rules.end_mandate(mandate, body.ended_on)
    tx.audit("mandate.ended", mandate.id, body.model_dump(mode="json"))
    return mandate
