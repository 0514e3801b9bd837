"""What a project looks like over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.agenda.agendas.agendas.models import Agenda, PolicyDomain
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.instruments.instruments.schema import PolicyLine
from services.agenda.projects.projects.models import SourceGroup, Status
from shared.kernel.identifiers import KvkNumber, RegionCode, TopsectorCode
from shared.kernel.money import PositiveCents
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import AS_TEXT, STORED, Code, Line, Prose, Read, Uuid, Wire, Words, Write


class ProjectContent(Write):
    """What a project would do, with whom and for what; an idea needs no more than its title."""

    title: Line
    purpose: Prose | None = None
    participants: Annotated[list[KvkNumber], Field(max_length=100)] = Field(default_factory=list)
    partner_regions: Annotated[
        list[RegionCode], Field(max_length=40, description="Other regions that partners come from.")
    ] = Field(default_factory=list)
    topsectors: Annotated[list[TopsectorCode], Field(max_length=20)] = Field(default_factory=list)
    themes: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    policy_domains: Annotated[list[Annotated[PolicyDomain, AS_TEXT]], Field(max_length=3)] = Field(
        default_factory=list
    )
    policy_line: PolicyLine | None = None
    total_cost_cents: PositiveCents | None = None
    dedicated_infrastructure: Annotated[
        bool | None, Field(description="Whether infrastructure serves one firm; null is no infrastructure.")
    ] = None
    dedicated_to: KvkNumber | None = None


class ProjectIn(ProjectContent):
    """An idea, or a project that is defined at once: with agenda, cluster, category, cost, participants."""

    region_code: RegionCode
    agenda_id: Annotated[Uuid | None, Names(Agenda)] = None
    cluster_id: Annotated[Uuid | None, Names(Cluster)] = None
    category: Code | None = None
    action: Line | None = None


class DefinitionIn(Write):
    """The agenda and the cluster of a project; `action` is the action of the agenda that it carries out."""

    agenda_id: Annotated[Uuid, Names(Agenda)]
    cluster_id: Annotated[Uuid, Names(Cluster)]
    category: Code
    action: Line | None = None


class Payment(Write):
    """What one instrument or programme pays of a cost."""

    instrument: Line
    source_group: Annotated[SourceGroup, AS_TEXT]
    amount_cents: PositiveCents


class Cost(Write):
    """A cost of a project, and what pays it."""

    name: Line
    amount_cents: PositiveCents
    paid_by: Annotated[list[Payment], Field(max_length=20)]


class FinancingIn(Write):
    costs: Annotated[list[Cost], Field(max_length=50)]


class PaymentOut(Payment):
    model_config = STORED


class CostOut(Wire):
    name: str
    amount_cents: int
    paid_by: list[PaymentOut]


class LoweringTold(Wire):
    """What an award was lowered to, 0 when it was withdrawn."""

    cents: int
    decided_on: date


class ApplicationTold(Wire):
    """An application for a project, as far as funding told of it."""

    application_id: UUID
    received_on: date | None
    awarded_on: date | None
    awarded_cents: int
    outcome: Annotated[
        str | None, Field(description="REFUSED or WITHDRAWN, of an application that led to no award.")
    ] = None
    ended_on: date | None = None
    lowerings: list[LoweringTold] = Field(
        default_factory=list, description="Of its award; the least of all these amounts is what stands."
    )


class ProjectOut(Read):
    region_code: str
    title: str
    purpose: str | None
    agenda_id: UUID | None
    cluster_id: UUID | None
    category: str | None
    action: str | None
    total_cost_cents: int | None
    participants: list[str]
    partner_regions: list[str]
    topsectors: list[str]
    themes: list[str]
    policy_domains: list[PolicyDomain]
    policy_line: int | None
    dedicated_infrastructure: bool | None
    dedicated_to: str | None
    cross_over: bool
    supra_regional: bool
    financing: list[CostOut]
    mix: list[PaymentOut]
    overlaps: list[str]
    financed_cents: int
    status: Status
    regime: str | None
    approved_at: datetime | None
    cofunding_complete: bool
    applications: list[ApplicationTold]
    awarded_cents: int
    award_in_question: bool
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    evaluation: str | None


class ProjectQuery(PageQuery):
    conditions = frozenset({"words"})
    holding = frozenset(
        {
            ("participant", "participants"),
            ("topsector", "topsectors"),
            ("theme", "themes"),
            ("policy_domain", "policy_domains"),
            ("partner_region", "partner_regions"),
        }
    )

    participant: Annotated[KvkNumber | None, Field(description="An undertaking of the consortium.")] = None
    topsector: TopsectorCode | None = None
    theme: Code | None = None
    policy_domain: PolicyDomain | None = None
    partner_region: RegionCode | None = None
    words: Words | None = None
    region_code: RegionCode | None = None
    agenda_id: UUID | None = None
    cluster_id: UUID | None = None
    status: Status | None = None
    category: Code | None = None
    policy_line: PolicyLine | None = None
    cross_over: bool | None = None
    supra_regional: bool | None = None
    dedicated_infrastructure: bool | None = None
    award_in_question: bool | None = None
