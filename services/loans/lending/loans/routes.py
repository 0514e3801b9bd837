"""Loans over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from pydantic import Field
from sqlalchemy import select

from services.loans.codes import Rating
from services.loans.lending.loans import rules
from services.loans.lending.loans.models import Direction, Loan, Movement, Repayment, Status, Undertaking
from services.loans.origination.credit_lines.models import CreditLine
from services.loans.origination.projects.models import Project
from services.loans.origination.terms.rules import LENDING
from shared.kernel.identifiers import KvkNumber, RomCode
from shared.kernel.mandates import decided
from shared.kernel.money import Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE, NOT_FOUND, OWN_OBJECTS
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.dates import PastDate
from shared.web.decisions import ITSELF, DecidingBody, DecisionIn, Mandate, MandateRegime
from shared.web.gathering import gathered_of
from shared.web.named import Names
from shared.web.paging import Listing, Page, PageQuery, page
from shared.web.places import MunicipalityToday
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import AS_TEXT, Line, Prose, Read, Uuid, Wire, Write

router = Router("loans")


class UndertakingIn(Write):
    kvk_number: KvkNumber
    name: Line
    municipality_code: MunicipalityToday


class LoanIn(Write):
    rom_code: RomCode
    undertaking: UndertakingIn
    project_id: Annotated[Uuid | None, Names(Project)] = None
    purpose: Line
    principal_cents: PositiveCents
    interest_percent: Percent
    term_months: Annotated[int, Field(ge=1, le=600)]
    repayment: Annotated[Repayment, AS_TEXT]
    repayment_per_quarter_cents: PositiveCents | None = None
    rating: Rating
    financing_need_cents: PositiveCents
    guarantee_wanted: bool


class ProposalIn(Write):
    rating_rationale: Prose


class RejectionIn(Write):
    reason: Line


class ContractIn(Write):
    signed_on: PastDate
    subordination_deed_signed_on: PastDate


class UndertakingOut(Wire):
    kvk_number: str
    name: str
    municipality_code: str


class LoanOut(Read):
    rom_code: str
    undertaking: UndertakingOut
    project_id: UUID | None
    purpose: str
    principal_cents: int
    interest_percent: Percent
    term_months: int
    repayment: Repayment
    repayment_per_quarter_cents: int | None
    rating: str
    financing_need_cents: int
    guarantee_wanted: bool
    regime: str
    quarterly_interest_cents: Annotated[int, Field(description="On the whole principal.")]
    arrangement_fee_cents: int
    reference_percent: Annotated[
        Percent | None, Field(description="Below this rate the loan would contain aid; null for older loans.")
    ]
    status: Status
    rating_rationale: str | None
    proposed_at: datetime | None
    approved_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    contract_due_on: date | None
    contract_signed_on: date | None
    subordination_deed_signed_on: date | None
    contract_received_on: date | None
    disbursed_cents: int
    repaid_cents: int
    outstanding_cents: int


class MovementOut(Read):
    direction: Direction
    amount_cents: int
    moved_on: date
    message_id: str


class LoanQuery(PageQuery):
    rom_code: RomCode | None = None
    kvk_number: KvkNumber | None = None
    project_id: UUID | None = None
    status: Status | None = None


class MovementQuery(PageQuery):
    direction: Direction | None = None


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=LoanOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, IN_FORCE, TERM_KNOWN, *rules.RECEIVE),
)
async def receive_loan(body: LoanIn, tx: Transaction, officer: Principal = allow("loans:write")) -> Loan:
    """Record the application of a firm for a subordinated loan with the caller's own ROM (A16, A17)."""
    funds = await tx.regime(rules.FUNDS, tx.today)
    regime = await tx.regime(funds.text(body.rom_code), tx.today)
    lending = await tx.regime(LENDING, tx.today)
    project = await tx.known(Project, body.project_id)
    loan = Loan(
        owner=f"rom:{body.rom_code}",
        undertaking=Undertaking(**body.undertaking.model_dump()),
        regime=regime.reference,
        written_by=[officer.subject],
        **body.model_dump(exclude={"undertaking"}),
    )
    tx.add(rules.receive(loan, regime, lending, project, tx.today))
    tx.audit("loan.received", loan.id, body.model_dump(mode="json"))
    return loan


@router.get("", response_model=Page[LoanOut])
async def list_loans(
    request: Request,
    query: Annotated[LoanQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Loan]:
    """The caller's own loans; the State sees all."""
    return await page(request, tx, Loan, query)


@router.get("/{id}", response_model=LoanOut, responses=problems(NOT_FOUND))
async def get_loan(id: UUID, tx: Transaction, _: Principal = allow("loans:read")) -> Loan:
    """One loan."""
    return await tx.get(Loan, id)


@router.get("/{id}/movements", response_model=Page[MovementOut], responses=problems(NOT_FOUND))
async def list_movements(
    request: Request,
    id: UUID,
    query: Annotated[MovementQuery, Query()],
    tx: Transaction,
    _: Principal = allow("loans:read"),
) -> Listing[Movement]:
    """The principal that was paid out and repaid on a loan."""
    loan = await tx.get(Loan, id)
    return await page(request, tx, Movement, query, loan_id=loan.id)


@router.post("/{id}/proposals", response_model=LoanOut, dependencies=[idempotent], responses=problems(*STEP))
async def propose_loan(
    id: UUID,
    body: ProposalIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:write"),
) -> Loan:
    """Put a loan before the credit committee."""
    loan = await tx.get(Loan, id, by=OWNER, if_match=if_match)
    rules.propose(loan, body.rating_rationale, officer, tx.now)
    tx.audit("loan.proposed", loan.id, body.model_dump(mode="json"))
    return loan


@router.post(
    "/{id}/approvals",
    response_model=LoanOut,
    dependencies=[gathered_of(Loan.rom_code), idempotent],
    responses=problems(*STEP, IN_FORCE, TERM_KNOWN, *rules.APPROVE),
)
async def approve_loan(
    id: UUID,
    tx: Transaction,
    if_match: IfMatch,
    body: DecisionIn = ITSELF,
    member: Principal = allow("loans:approve"),
) -> Loan:
    """Approve a loan under the ROM's funding line of this year, itself or under a mandate (A16, B10)."""
    loan = await tx.get(Loan, id, by=OWNER, if_match=if_match)
    project = await tx.known(Project, loan.project_id)
    lines = select(CreditLine).filter_by(rom_code=loan.rom_code, year=tx.today.year)
    line = await tx.find(lines, lock=True)
    lending = await tx.regime(LENDING, tx.today)
    mandates = await tx.regime(rules.MANDATES, tx.today)
    decision = decided(member, body.deciding_body, body.mandate, loan.principal_cents, mandates)
    tx.emit(rules.approve(loan, project, line, lending, decision, tx.moment))
    return loan


@router.post(
    "/{id}/rejections",
    response_model=LoanOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.FOUR_EYES),
)
async def decline_loan(
    id: UUID,
    body: RejectionIn,
    tx: Transaction,
    if_match: IfMatch,
    member: Principal = allow("loans:approve"),
) -> Loan:
    """Decline a proposed loan."""
    loan = await tx.get(Loan, id, by=OWNER, if_match=if_match)
    rules.decline(loan, member)
    tx.audit("loan.declined", loan.id, body.model_dump(mode="json"))
    return loan


@router.post(
    "/{id}/unguaranteed-approvals",
    response_model=LoanOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.FOUR_EYES),
)
async def approve_loan_unguaranteed(
    id: UUID, tx: Transaction, if_match: IfMatch, member: Principal = allow("loans:approve")
) -> Loan:
    """Go on with a loan whose guarantee was refused or lapsed."""
    loan = await tx.get(Loan, id, by=OWNER, if_match=if_match)
    rules.go_without(loan, member)
    tx.audit("loan.approved-unguaranteed", loan.id, {})
    return loan


@router.post(
    "/{id}/contracts",
    response_model=LoanOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.SIGNED, rules.CONTRACT_IN_TIME),
)
async def receive_contract(
    id: UUID,
    body: ContractIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("loans:write"),
) -> Loan:
    """Receive the signed contract and the deed of subordination."""
    loan = await tx.get(Loan, id, by=OWNER, if_match=if_match)
    rules.contract(loan, body.signed_on, body.subordination_deed_signed_on, tx.today)
    tx.audit("loan.contracted", loan.id, body.model_dump(mode="json"))
    return loan
