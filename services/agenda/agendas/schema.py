"""What an agenda and its partners look like over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.agenda.agendas.models import Driver, Helix, Status
from shared.kernel.identifiers import KvkNumber, RegionCode
from shared.web.schema import AS_TEXT, STORED, Date, Line, Prose, Read, Write


class UrgencyDriver(Write):
    driver: Annotated[Driver, AS_TEXT]
    text: Prose
    source: Line


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
    name: Line
    policy_domain: Annotated[str, Field(pattern="^(ECONOMIC|INNOVATION|SPATIAL)$", description="A5")]


class AgendaContent(Write):
    title: Line
    starts_on: Date
    ends_on: Date
    urgency: Annotated[list[UrgencyDriver], Field(max_length=20)]
    goals: Annotated[list[Goal], Field(max_length=50)]
    actions: Annotated[list[Action], Field(max_length=100)]
    economic_chapter: Prose | None = None
    spatial_chapter: Prose | None = None


class AgendaIn(AgendaContent):
    region_code: RegionCode


class PartnerIn(Write):
    name: Line
    kvk_number: KvkNumber
    helix: Annotated[Helix, AS_TEXT]
    joined_on: Date


class ConsultationIn(Write):
    closes_on: Date


class AdoptionIn(Write):
    deciding_body: Line


class RejectionIn(Write):
    reason: Line


class UrgencyDriverOut(UrgencyDriver):
    model_config = STORED


class GoalOut(Goal):
    model_config = STORED


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


class PartnerOut(Read):
    agenda_id: UUID
    name: str
    kvk_number: str
    helix: Helix
    joined_on: date
