"""What is sent about a default and a claim, and what is answered."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.loans.guarantees.claims.models import Outcome, Status
from services.loans.guarantees.claims.rules import EVIDENCE_MAX
from services.loans.guarantees.guarantees.models import Guarantee
from shared.kernel.identifiers import KvkNumber, RomCode
from shared.kernel.money import Cents, Percent, PositiveCents
from shared.web.dates import PastDate
from shared.web.decisions import DecidingBody, Mandate, MandateRegime
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, STORED, Code, Line, Prose, Read, Uuid, Wire, Write

REDUCTIONS_MAX = 20

Evidence = Annotated[
    list[Line],
    Field(min_length=1, max_length=EVIDENCE_MAX, description="References to the documents."),
]


class GuaranteeClaimIn(Write):
    guarantee_id: Annotated[Uuid, Names(Guarantee)]
    loss_event: Annotated[Code, Field(description="One that the regime of claims of the scheme knows.")]
    occurred_on: PastDate


class FilingIn(Write):
    outstanding_cents: Annotated[PositiveCents, Field(description="Principal that was not repaid.")]
    proceeds_cents: Annotated[Cents, Field(description="What came in of it otherwise.")]
    evidence: Evidence


class SupplementIn(Write):
    proceeds_cents: Annotated[Cents, Field(description="Of the whole claim.")]
    evidence: Evidence


class SupplementRequestIn(Write):
    question: Prose


class ReductionIn(Write):
    ground: Code
    percent: Annotated[Percent | None, Field(description="Of the State's part of the loss.")] = None
    amount_cents: PositiveCents | None = None


class AssessmentIn(Write):
    outcome: Annotated[Outcome, AS_TEXT]
    reductions: Annotated[list[ReductionIn], Field(max_length=REDUCTIONS_MAX, default_factory=list)]
    refusal_ground: Code | None = None
    reasons: Prose


class ReasonIn(Write):
    reason: Line


class PaymentIn(Write):
    paid_on: PastDate
    reference: Line


class ReductionOut(Wire):
    model_config = STORED

    ground: str
    percent: Percent | None
    amount_cents: int | None


class GuaranteeClaimOut(Read):
    rom_code: str
    guarantee_id: UUID
    loan_id: UUID
    kvk_number: str
    regime: str
    loss_event: str
    occurred_on: date
    reported_on: date
    report_due_on: date
    reported_late: Annotated[bool, Field(description="A breach, on which the payout may be reduced.")]
    claim_due_on: Annotated[date, Field(description="The last day on which the loss can be claimed.")]
    status: Status
    outstanding_cents: int
    proceeds_cents: int
    loss_cents: int
    evidence: list[str]
    filed_on: date | None
    decision_due_on: Annotated[date | None, Field(description="Null while the term stands still.")]
    supplement_asked_on: date | None
    supplement_question: str | None
    suspended_days: int
    outcome: Outcome | None
    reductions: list[ReductionOut]
    refusal_ground: str | None
    reasons: str | None
    payout_cents: int
    decided_on: date | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    payment_ordered_on: date | None
    paid_on: date | None
    payment_reference: str | None
    ended_at: datetime | None
    recovered_cents: Annotated[int, Field(description="What came in after the payout.")]
    state_share_cents: Annotated[int, Field(description="What of it is the State's.")]
    received_cents: Annotated[int, Field(description="What the State has of its part.")]


class GuaranteeClaimQuery(PageQuery):
    rom_code: RomCode | None = None
    guarantee_id: UUID | None = None
    loan_id: UUID | None = None
    kvk_number: KvkNumber | None = None
    status: Status | None = None
