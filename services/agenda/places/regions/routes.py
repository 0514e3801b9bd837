"""Regions and memberships over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request
from pydantic import AfterValidator, Field

from services.agenda.places.regions import queries, rules
from services.agenda.places.regions.models import Kind, Membership, Region, Status
from shared.kernel.capitals import InCapitals
from shared.kernel.identifiers import MunicipalityForm, with_kind
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.kernel.voices import OWN_WORD
from shared.web.auth import allow, anybody
from shared.web.dates import PeriodDate
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Date, Filter, Line, Read, Wire, Write

router = Router("regions")
memberships = Router("memberships")
overlaps = Router("region-overlaps", "Regions that share municipalities on a day.")
routers = (router, memberships, overlaps)

AnyCode = Annotated[
    str,
    InCapitals("^[A-Z0-9][A-Z0-9-]{1,39}$"),
    AfterValidator(with_kind),
    Field(description="The code of any region."),
]
UrbanCode = Annotated[str, InCapitals("^SR[0-9]{2,4}$"), Field(description="SR and 2 to 4 digits.")]


Begin = Annotated[date, Field(description="1900-01-01 where it is not known when it began.")]


class UrbanRegionIn(Write):
    code: UrbanCode
    name: Line
    valid_from: PeriodDate
    municipalities: Annotated[list[MunicipalityForm], Field(min_length=1, max_length=600)]


class MembershipIn(Write):
    municipality_code: MunicipalityForm
    valid_from: PeriodDate


class EndIn(Write):
    valid_until: PeriodDate


class RegionOut(Read):
    code: str
    name: str
    kind: Kind
    valid_from: Begin
    valid_until: date | None
    status: Status


class MembershipOut(Read):
    member_code: str
    member_kind: Kind
    region_code: str
    kind: Kind
    valid_from: Begin
    valid_until: date | None
    status: Status


class OverlapOut(Wire):
    """The municipalities that two regions share on a day."""

    reference_date: date
    municipalities: list[str]
    count: int
    first_within_second: bool
    second_within_first: bool


class RegionQuery(PageQuery):
    conditions = frozenset({"within", "reference_date", "words"})

    code: AnyCode | None = None
    kind: Kind | None = None
    status: Status | None = None
    within: Annotated[AnyCode | None, Field(description="Members of this region.")] = None
    reference_date: Annotated[
        Date | None, Field(description="Members on this day; with `within`, today unless given.")
    ] = None
    words: Annotated[Line | None, Field(description="Dutch words of the name.")] = None
    sort: Literal["name", "-name", "code", "-code", "id", "-id"] | None = None


class MembershipQuery(PageQuery):
    conditions = frozenset({"reference_date"})

    member_code: AnyCode | None = None
    region_code: AnyCode | None = None
    kind: Annotated[Kind | None, Field(description="Kind of the larger region.")] = None
    member_kind: Kind | None = None
    reference_date: Annotated[Date | None, Field(description="Only those that hold on this day.")] = None


class OverlapQuery(Filter):
    first: AnyCode
    second: AnyCode
    reference_date: Annotated[Date | None, Field(description="Today unless given.")] = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=RegionOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_WORD, OWN_OBJECTS, rules.ONCE, rules.MUNICIPALITIES),
)
async def make_region(
    body: UrbanRegionIn, tx: Transaction, author: Principal = allow("agenda:write")
) -> Region:
    """Put an urban region (stedelijke regio) together of municipalities (A4)."""
    known = await tx.all(queries.with_codes([body.code, *body.municipalities]))
    named = body.model_dump(exclude={"municipalities"})
    region = tx.add(Region(owner=str(author.tenant), kind=Kind.URBAN_REGION, **named))
    for member in rules.make(region, body.municipalities, known):
        tx.add(member)
    tx.audit("region.made", region.id, body.model_dump(mode="json"))
    return region


@router.get("", response_model=Page[RegionOut], responses=problems(rules.MEMBERS_KNOWN))
async def list_regions(
    request: Request,
    query: Annotated[RegionQuery, Query()],
    tx: Transaction,
    reader: Principal = anybody("agenda:read"),
) -> Listing[Region]:
    """Regions of every kind, from municipality to landsdeel, and groupings (A4, B7, B15, B23, B29)."""
    on = query.reference_date
    rules.require_members_known(query.within, on or tx.today)
    within = queries.within(query.within, on or tx.today)
    named = queries.named(query.words, reader.tenant)
    return await page(request, tx, Region, query, within, queries.there_on(on), named)


@router.get("/{id}", response_model=RegionOut, responses=problems(NOT_FOUND))
async def get_region(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Region:
    """One region (A4)."""
    return await tx.get(Region, id)


@router.post(
    "/{id}/memberships",
    response_model=RegionOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.URBAN, rules.MUNICIPALITIES, rules.DATES),
)
async def join_region(
    id: UUID,
    body: MembershipIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Region:
    """Let a municipality join an urban region from a day on (A4)."""
    region = await tx.get(Region, id, by=OWNER, if_match=if_match, lock=True)
    found = await tx.find(queries.with_codes([body.municipality_code]))
    members = await tx.all(queries.members_of(region.code))
    tx.add(rules.join(region, found, body.valid_from, members))
    tx.audit("region.joined", region.id, body.model_dump(mode="json"))
    return region


@router.post(
    "/{id}/ends",
    response_model=RegionOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES),
)
async def end_region(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Region:
    """End an urban region; it stays readable with its members (A4)."""
    region = await tx.get(Region, id, by=OWNER, if_match=if_match, lock=True)
    rules.end(region, await tx.all(queries.members_of(region.code)), body.valid_until)
    tx.audit("region.ended", region.id, body.model_dump(mode="json"))
    return region


@memberships.get("", response_model=Page[MembershipOut])
async def list_memberships(
    request: Request,
    query: Annotated[MembershipQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Membership]:
    """Which region belongs to which, on a day if asked (A4)."""
    return await page(request, tx, Membership, query, queries.on_day(query.reference_date))


@memberships.get("/{id}", response_model=MembershipOut, responses=problems(NOT_FOUND))
async def get_membership(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Membership:
    """One membership."""
    return await tx.get(Membership, id)


@memberships.post(
    "/{id}/ends",
    response_model=MembershipOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.MEMBERSHIP_LIFE.rule, rules.URBAN, rules.DATES),
)
async def end_membership(
    id: UUID,
    body: EndIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:write"),
) -> Membership:
    """End the membership of a municipality in an urban region (A4)."""
    membership = await tx.get(Membership, id, by=OWNER, if_match=if_match)
    rules.end_membership(membership, body.valid_until)
    tx.audit("membership.ended", membership.id, body.model_dump(mode="json"))
    return membership


@overlaps.get("", response_model=OverlapOut, responses=problems(rules.KNOWN, rules.MEMBERS_KNOWN))
async def compare_regions(
    query: Annotated[OverlapQuery, Query()], tx: Transaction, _: Principal = anybody("agenda:read")
) -> dict[str, Any]:
    """The municipalities that two regions share on a day, and whether one lies within the other (A4)."""
    known = {region.code: region for region in await tx.all(queries.with_codes([query.first, query.second]))}
    rules.KNOWN.require({query.first, query.second} <= known.keys())
    on = query.reference_date or tx.today
    first, second = [
        rules.members_on(known[code], await tx.all(queries.municipalities_of(code, on)), on)
        for code in (query.first, query.second)
    ]
    return {"reference_date": on, **rules.overlap(first, second)}
