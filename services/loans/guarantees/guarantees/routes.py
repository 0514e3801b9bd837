"""Guarantees over HTTP.

Everybody who changes a guarantee locks its loan first, then the guarantee, then the scheme.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field

from services.loans.codes import Scheme
from services.loans.guarantees.calculations import rules as calculations
from services.loans.guarantees.calculations.rules import Regimes, Terms
from services.loans.guarantees.guarantees import rules
from services.loans.guarantees.guarantees.models import Guarantee, Status
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans import rules as loans
from services.loans.lending.loans.models import Loan
from shared.kernel.identifiers import KvkNumber, RomCode
from shared.kernel.mandates import decided
from shared.kernel.money import Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.decisions import ITSELF, DecidingBody, DecisionIn, Mandate, MandateRegime
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Line, Read, Uuid, Wire, Write

router = Router("guarantees")


class GuaranteeIn(Write):
    loan_id: Annotated[Uuid, Names(Loan)]
    scheme: Scheme = "GROEIFACILITEIT"
    guaranteed_principal_cents: PositiveCents
    guarantee_percent: Percent
    premium_percent: Percent
    term_years: Annotated[int, Field(ge=1, le=50)]


class RefusalIn(Write):
    reason: Line


class PlannedPremiumOut(Wire):
    quarter: int
    guaranteed_cents: int
    premium_cents: int


class GuaranteeOut(Read):
    rom_code: str
    loan_id: UUID
    kvk_number: str
    scheme: str
    regime: str
    aid_regime: str
    guaranteed_principal_cents: int
    guarantee_percent: Percent
    premium_percent: Percent
    term_years: int
    guaranteed_cents: Annotated[int, Field(description="On the whole principal.")]
    share_percent: Annotated[Percent, Field(description="Of the outstanding principal.")]
    premiums: list[PlannedPremiumOut]
    first_year_premium_cents: int
    minimum_premium_cents: int
    safe_harbour_percent: Percent
    aid_cents: Annotated[int, Field(description="Gross grant equivalent.")]
    status: Status
    guarantee_year_id: UUID | None
    reserved_regime: str | None
    reserved_on: date | None
    contract_due_on: date | None
    aid_expires_at: datetime | None
    issued_on: date | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    ends_on: Annotated[date | None, Field(description="The day on which the term of the guarantee is over.")]
    current_guaranteed_cents: Annotated[int, Field(description="On what is outstanding now.")]
    exposure_cents: Annotated[int, Field(description="On what is outstanding or may still be drawn.")]
    premium_next_on: Annotated[
        date | None, Field(description="The first day of the quarter whose premium is charged next.")
    ]
    premium_charged_cents: Annotated[int, Field(description="All that was invoiced and stands.")]
    premium_paid_cents: int
    suspended_on: Annotated[
        date | None, Field(description="Since when its cover is suspended, or last was: a premium is unpaid.")
    ]
    cure_due_on: Annotated[
        date | None, Field(description="What is unpaid is paid by this day, or the guarantee lapses.")
    ]
    ended_at: datetime | None
    end_reason: str | None


class GuaranteeQuery(PageQuery):
    rom_code: RomCode | None = None
    loan_id: UUID | None = None
    kvk_number: KvkNumber | None = None
    status: Status | None = None


@router.post(
    "",
    response_model=GuaranteeOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, loans.LIFE.rule, *calculations.LIMITS),
)
async def request_guarantee(
    body: GuaranteeIn, tx: Transaction, officer: Principal = allow("loans:guarantee")
) -> Guarantee:
    """Ask the State to guarantee an approved loan of the caller's own ROM."""
    loan = await tx.get(Loan, body.loan_id, by=OWNER, lock=True)
    regime = await tx.regime(body.scheme.lower(), tx.today)
    aid = await tx.regime(calculations.AID, tx.today)
    terms = Terms(**body.model_dump(exclude={"loan_id", "scheme"}))
    guarantee = tx.add(rules.request(loan, terms, body.scheme, Regimes(regime, aid), officer, tx.today))
    tx.audit("guarantee.requested", guarantee.id, body.model_dump(mode="json"))
    return guarantee


@router.get("", response_model=Page[GuaranteeOut])
async def list_guarantees(
    request: Request,
    query: Annotated[GuaranteeQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Guarantee]:
    """The caller's own guarantees; the State sees all."""
    return await page(request, tx, Guarantee, query)


@router.get("/{id}", response_model=GuaranteeOut, responses=problems(NOT_FOUND))
async def get_guarantee(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> Guarantee:
    """One guarantee."""
    return await tx.get(Guarantee, id)


@router.post(
    "/{id}/reservations",
    response_model=GuaranteeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, *rules.RESERVE),
)
async def reserve_guarantee(
    id: UUID, tx: Transaction, if_match: IfMatch, officer: Principal = allow("loans:decide")
) -> Guarantee:
    """Reserve room under both ceilings; funding is asked for the State-aid room by event."""
    guarantee = await tx.get(Guarantee, id, by=rules.BY_STATE, if_match=if_match)
    loan = await tx.get(Loan, guarantee.loan_id, lock=True)
    scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
    regime = await tx.regime(guarantee.scheme.lower(), tx.today)
    tx.emit(*rules.reserve(Cover(guarantee, loan, scheme), regime, officer, tx.moment))
    tx.audit(
        "guarantee.reserved",
        guarantee.id,
        {"guaranteed_cents": guarantee.guaranteed_cents, "regime": regime.reference},
    )
    return guarantee


@router.post(
    "/{id}/refusals",
    response_model=GuaranteeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.STATE_DECIDES, rules.LIFE.rule),
)
async def refuse_guarantee(
    id: UUID,
    body: RefusalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:decide"),
) -> Guarantee:
    """Refuse a guarantee; what was reserved for it is free again."""
    guarantee = await tx.get(Guarantee, id, by=rules.BY_STATE, if_match=if_match)
    loan = await tx.get(Loan, guarantee.loan_id, lock=True)
    scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
    tx.emit(*rules.refuse(Cover(guarantee, loan, scheme), body.reason, tx.moment))
    return guarantee


@router.post(
    "/{id}/issues",
    response_model=GuaranteeOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, *rules.ISSUE),
)
async def issue_guarantee(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    officer: Principal = allow("loans:decide"),
) -> Guarantee:
    """Issue a reserved guarantee on the contract of its loan, as the minister or under a mandate (B10)."""
    guarantee = await tx.get(Guarantee, id, by=rules.BY_STATE, if_match=if_match)
    loan = await tx.get(Loan, guarantee.loan_id, lock=True)
    scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
    mandates = await tx.regime(rules.MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, guarantee.guaranteed_cents, mandates)
    tx.emit(rules.issue(Cover(guarantee, loan, scheme), decision, tx.moment))
    return guarantee
