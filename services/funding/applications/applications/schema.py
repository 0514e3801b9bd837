"""What an application looks like over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.applications.applications.models import Ground, Outcome, Status
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.identifiers import KvkNumber, LandsdeelCode, RegionCode, SaNumber
from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate
from shared.web.decisions import DecidingBody, Mandate, MandateRegime
from shared.web.named import Names
from shared.web.schema import AS_TEXT, STORED, Code, Date, Line, Prose, Read, Uuid, Write


class OutputTarget(Write):
    """What the plan promises, as a count of people who keep the result for a minimum time (B32)."""

    kind: Code
    count: Annotated[int, Field(ge=1, le=10**6)]
    target_group: Line
    period_months: Annotated[int, Field(ge=1, le=120)]
    minimum_months: Annotated[int, Field(ge=0, le=120)] = 0


class LeadApplicant(Write):
    """The organisation that applies for the consortium (hoofdaanvrager, B30)."""

    name: Line
    kvk_number: KvkNumber


class ApplicationIn(Write):
    """An application for an approved project, or for a plan that states its own cost."""

    tranche_id: Annotated[Uuid, Names(Tranche)]
    region_code: RegionCode
    project_id: Annotated[Uuid | None, Names(Project)] = None
    landsdeel_code: Annotated[
        LandsdeelCode | None, Field(description="Only for a labour market region, which may lie in several.")
    ] = None
    title: Line
    measures: list[Code] = Field(default_factory=list, max_length=20)
    total_cost_cents: PositiveCents | None = None
    requested_cents: PositiveCents
    output_targets: list[OutputTarget] = Field(default_factory=list, max_length=50)
    lead_applicant: LeadApplicant
    participants: list[KvkNumber] = Field(
        default_factory=list,
        max_length=200,
        description="Undertakings of the plan beside its lead; a project has its own.",
    )
    accepts_partial: Annotated[
        bool,
        Field(
            description="Whether it is feasible with a part of what it asks; a ranking gives it none else."
        ),
    ] = False


class RefusalIn(Write):
    ground: Annotated[Ground, AS_TEXT]
    reason: Prose
    heard_on: PastDate | None = None


class OutputTargetOut(OutputTarget):
    model_config = STORED


class LeadApplicantOut(LeadApplicant):
    model_config = STORED


class RecipientIn(Write):
    """What part of an award an undertaking receives, and what that is in State-aid law (B41)."""

    kvk_number: KvkNumber
    amount_cents: PositiveCents
    basis: Annotated[
        Outcome,
        AS_TEXT,
        Field(
            description="`NO_AID` and `SGEI` ask for a reason, `GBER` for its measure, `NOTIFIED` for the "
            "Commission's decision and its day, `DE_MINIMIS` for nothing more."
        ),
    ]
    measure: Annotated[
        Code | None, Field(description="Of the general block exemption: one of the regime `gber`.")
    ] = None
    commission_decision: SaNumber | None = None
    approved_on: PastDate | None = None
    reason: Prose | None = None


class ConclusionIn(Write):
    advice: Prose
    recipients: list[RecipientIn] = Field(
        default_factory=list,
        max_length=200,
        description="Who would receive what of the whole request: what a decision in a batch books, each in "
        "proportion where a part is awarded.",
    )


class InterestIn(Write):
    explanation: Line


class RecipientOut(RecipientIn):
    model_config = STORED

    regime: Annotated[
        str | None, Field(description="The rules that make the aid lawful; null where there is no aid.")
    ]
    publication_due_on: Annotated[
        Date | None, Field(description="The last day to publish it, where it passes the threshold (TAM).")
    ]


class ApplicationOut(Read):
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    landsdeel_code: str
    title: str
    measures: list[str]
    total_cost_cents: int
    requested_cents: int
    maximum_cents: int
    output_targets: list[OutputTargetOut]
    lead_applicant: LeadApplicantOut
    participants: list[str]
    regime: str
    received_at: datetime
    status: Status
    complete_at: datetime | None
    assessment_opened_at: datetime | None
    concluded_at: datetime | None
    accepts_partial: bool
    place: Annotated[int | None, Field(description="In the confirmed ranking of its tranche.")]
    ranked_cents: Annotated[int | None, Field(description="What that ranking gives it, at most.")]
    decided_at: datetime | None
    deciding_body: DecidingBody
    mandate: Mandate
    mandate_regime: MandateRegime
    recipients: Annotated[
        list[RecipientOut] | None, Field(description="Null for awards of before this was asked.")
    ]
    awarded_on: date | None
    awarded_cents: int | None
    advance_at_approval_cents: int | None
    advance_ceiling_cents: int | None
    refusal_ground: Ground | None
    refusal_reason: str | None
    withdrawn_at: datetime | None
