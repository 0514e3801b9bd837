"""What an agenda and its partners look like over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from services.agenda.agendas.agendas.models import Driver, Helix, Partner, PartnerStatus, PolicyDomain, Status
from services.agenda.partners.organisations.models import Organisation
from shared.kernel.identifiers import KvkNumber, RegionCode, TopsectorCode
from shared.kernel.money import Cents
from shared.web.dates import PeriodDate, PlannedDate, SoonDate
from shared.web.named import Names
from shared.web.schema import AS_TEXT, STORED, ByCode, Code, Line, Prose, Read, Uuid, Wire, Write


class UrgencyDriver(Write):
    """What makes the agenda urgent, with a figure where there is one (A1)."""

    driver: Annotated[Driver, AS_TEXT]
    text: Prose
    source: Line
    value: Line | None = None
    reference_date: SoonDate | None = None


class Goal(Write):
    """A goal with its baseline (nulmeting) and target, as figures in one unit (A2)."""

    name: Line
    unit: Line
    baseline: Annotated[int, Field(ge=-(10**12), le=10**12)]
    baseline_year: Annotated[int, Field(ge=1990, le=2100)]
    target: Annotated[int, Field(ge=-(10**12), le=10**12)]
    target_year: Annotated[int, Field(ge=1990, le=2100)]
    source: Line


class Action(Write):
    """An action with its policy domain (A5), and its budget where there is one."""

    name: Line
    budget_cents: Cents | None = None
    policy_domain: Annotated[PolicyDomain, AS_TEXT]


class AgendaContent(Write):
    title: Line
    starts_on: PeriodDate
    ends_on: PeriodDate
    urgency: Annotated[list[UrgencyDriver], Field(max_length=20)]
    goals: Annotated[list[Goal], Field(max_length=50)]
    actions: Annotated[list[Action], Field(max_length=100)]
    economic_chapter: Prose | None = None
    spatial_chapter: Prose | None = None
    required_bodies: Annotated[
        list[Line], Field(max_length=20, description="Bodies that all must adopt it; none: any one.")
    ] = Field(default_factory=list)
    topsectors: Annotated[list[TopsectorCode], Field(max_length=20)] = Field(default_factory=list)
    themes: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    specialisations: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    policy_framework: Annotated[
        Line | None,
        Field(description="The policy of the State that it carries out, such as Techniekpact 2020."),
    ] = None


def content_of(body: AgendaContent) -> dict[str, Any]:
    """The content of an agenda as it is stored: dates inside lists as text."""
    parts = body.model_dump(mode="json", include={"urgency", "goals", "actions"})
    return {**body.model_dump(include=set(AgendaContent.model_fields)), **parts}


class AgendaIn(AgendaContent):
    region_code: RegionCode


class PartnerIn(Write):
    name: Line
    kvk_number: KvkNumber
    helix: Annotated[Helix, AS_TEXT]
    joined_on: SoonDate
    mandate: Line | None = None
    organisation_id: Annotated[Uuid | None, Names(Organisation)] = None


class LeavingIn(Write):
    partner_id: Annotated[Uuid, Names(Partner)]
    left_on: SoonDate


class ClosureIn(Write):
    closed_on: SoonDate


class EvaluationIn(Write):
    document: Line


class ConsultationIn(Write):
    closes_on: PlannedDate


class AdoptionIn(Write):
    deciding_body: Line
    reference: Annotated[Line | None, Field(description="Number or signature of the decision.")] = None


class RejectionIn(Write):
    reason: Line


class UrgencyDriverOut(UrgencyDriver):
    model_config = STORED


class GoalOut(Goal):
    """A goal with its gap and the growth a year that closes it, in percent; null where there is none (A2)."""

    model_config = STORED

    gap: int | None = None
    growth_percent: str | None = None


class Decision(Wire):
    """What a body decided on the agenda (B10)."""

    body: str
    decided_on: date
    reference: str | None


class ActionOut(Action):
    model_config = STORED


class AgendaOut(Read):
    region_code: str
    title: str
    starts_on: date
    ends_on: date
    urgency: list[UrgencyDriverOut]
    goals: list[GoalOut]
    actions: list[ActionOut]
    economic_chapter: str | None
    spatial_chapter: str | None
    helix: list[Helix]
    status: Status
    consultation_closes_on: date | None
    proposed_at: datetime | None
    adopted_at: datetime | None
    deciding_body: str | None
    required_bodies: list[str]
    decisions: list[Decision]
    topsectors: list[str]
    themes: list[str]
    specialisations: list[str]
    policy_framework: str | None
    budget_cents: int
    open_responses: int
    edition: int
    return_reason: str | None
    ended_on: date | None
    end_reason: str | None
    evaluation: str | None


class PartnersOut(Wire):
    """The number of active partners of each part of the helix on a day (A9)."""

    reference_date: date
    partners: ByCode[int]


class PartnerOut(Read):
    agenda_id: UUID
    name: str
    kvk_number: str
    helix: Helix
    joined_on: date
    mandate: str | None
    organisation_id: UUID | None
    left_on: date | None
    status: PartnerStatus
