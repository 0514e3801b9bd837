"""What an application looks like over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.applications.models import Ground, Status
from services.funding.projects.models import Project
from services.funding.tranches.models import Tranche
from shared.kernel.identifiers import KvkNumber, LandsdeelCode, RegionCode
from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate
from shared.web.named import Names
from shared.web.schema import AS_TEXT, STORED, Code, Line, Prose, Read, Uuid, Write


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


class ConclusionIn(Write):
    advice: Prose


class RefusalIn(Write):
    ground: Annotated[Ground, AS_TEXT]
    reason: Prose
    heard_on: PastDate | None = None


class OutputTargetOut(OutputTarget):
    model_config = STORED


class LeadApplicantOut(LeadApplicant):
    model_config = STORED


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
    regime: str
    received_at: datetime
    status: Status
    complete_at: datetime | None
    assessment_opened_at: datetime | None
    concluded_at: datetime | None
    decided_at: datetime | None
    awarded_on: date | None
    awarded_cents: int | None
    advance_at_approval_cents: int | None
    advance_ceiling_cents: int | None
    refusal_ground: Ground | None
    refusal_reason: str | None
    withdrawn_at: datetime | None
