"""What requests and answers about settlements of awards hold."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.settlement.awards.models import Status
from services.funding.settlement.settlements.costs import LowerGround
from services.funding.settlement.settlements.schema import CutIn, DeclaredIn, FindingIn
from shared.kernel.money import Cents, PositiveCents
from shared.web.dates import PastDate
from shared.web.decisions import DecidingBody, Mandate, MandateRegime
from shared.web.schema import STORED, Code, Prose, Read, Wire, Write


class SettlementCallIn(Write):
    ended_on: Annotated[PastDate, Field(description="On which the activities of the award ended.")]


class CostMadeIn(Write):
    code: Annotated[Code, Field(description="Of the kind of cost.")]
    declared_cents: PositiveCents


class SourceIn(Write):
    code: Annotated[Code, Field(description="Of who paid, beside the State.")]
    paid_cents: Cents


class SettlementRequestIn(Write):
    """What the applicant asks to be settled: its costs, and what others than the State paid of them."""

    ended_on: Annotated[PastDate, Field(description="On which the activities of the award ended.")]
    costs: list[CostMadeIn] = Field(min_length=1, max_length=1000)
    sources: list[SourceIn] = Field(min_length=1, max_length=50)


class SettlementAssessmentIn(Write):
    costs: list[DeclaredIn] = Field(
        min_length=1,
        max_length=1000,
        description="Those that were declared, with what was found of each. Of office, those that are known: "
        "one of 0 cents when none is, beside a deduction on NOT_DONE.",
    )
    others_cents: Annotated[
        Cents | None, Field(description="What others really paid; if left out, what the applicant said.")
    ] = None
    deductions: list[CutIn] = Field(default_factory=list, max_length=20)
    good_grounds: Annotated[
        bool, Field(description="Whether too little realised lowers in proportion instead of to nil.")
    ] = False
    reasons: Prose


class SettlementViewsIn(Write):
    views: Annotated[
        Prose | None, Field(description="What the applicant says to it; null when it waives that.")
    ]


class SettlementDropIn(Write):
    reason: Prose


class StoredSourceOut(SourceIn):
    model_config = STORED


class StoredFindingOut(FindingIn):
    model_config = STORED


class StoredCostOut(Wire):
    code: str
    declared_cents: int
    findings: list[StoredFindingOut]


class StoredCutOut(CutIn):
    model_config = STORED


class StoredStepOut(Wire):
    ground: LowerGround
    article: Annotated[str | None, Field(description="Of the law; null where it is how the grant counts.")]
    amount_cents: Annotated[int, Field(description="By which the grant becomes lower.")]
    grant_cents: Annotated[int, Field(description="After it.")]


class AwardSettlementOut(Read):
    application_id: UUID
    tranche_id: UUID
    title: str
    status: Status
    ended_on: date
    ex_officio: Annotated[bool, Field(description="Settled of office: nobody asked within the term.")]
    apply_by: Annotated[date | None, Field(description="The last day of the term to ask for settlement.")]
    term_regime: str
    received_at: datetime | None
    sources: list[StoredSourceOut]
    costs: list[StoredCostOut]
    decide_by: date | None
    deductions: list[StoredCutOut]
    others_cents: int | None
    good_grounds: bool
    reasons: str | None
    assessed_at: datetime | None
    regime: Annotated[str | None, Field(description="By which the figures were calculated.")]
    awarded_before_cents: int | None
    declared_cents: int | None
    accepted_cents: int | None
    doubtful_cents: int | None
    lowered: list[StoredStepOut]
    proposed_cents: Annotated[int | None, Field(description="What it comes to as it was assessed.")]
    respond_by: Annotated[
        date | None, Field(description="Until when the applicant may answer; null where the law asks none.")
    ]
    views: str | None
    responded_at: datetime | None
    settled_cents: int | None
    freed_cents: int | None
    refilled_cents: Annotated[
        int | None, Field(description="What of it is room of its tranche and year again.")
    ]
    undue_cents: Annotated[
        int | None,
        Field(description="All that was paid above what was settled, also what demands claimed back before."),
    ]
    balance_cents: Annotated[int | None, Field(description="What of the settled sum is still to be paid.")]
    balance_due_on: date | None
    decided_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    drop_reason: str | None
    dropped_at: datetime | None
