"""Cluster projects, from idea to end."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.agendas.agendas.models import Agenda
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to, searchable


class Status(StrEnum):
    """States of a project (domain.md 3.6, with the approval of the State between its lines)."""

    IDEA = "IDEA"
    DEFINED = "DEFINED"
    APPROVED = "APPROVED"
    FUNDED_IN_PRINCIPLE = "FUNDED_IN_PRINCIPLE"
    APPLIED = "APPLIED"
    AWARDED = "AWARDED"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    STOPPED = "STOPPED"
    CANCELLED = "CANCELLED"
    CLOSED = "CLOSED"


class Reach(StrEnum):
    """Who hears of a project: its region and the State, or everybody since it was approved."""

    OWN = "OWN"
    PUBLIC = "PUBLIC"


class SourceGroup(StrEnum):
    """Whose money it is (A13)."""

    REGION = "REGION"
    STATE = "STATE"
    PRIVATE_KNOWLEDGE = "PRIVATE_KNOWLEDGE"


class Project(Entity):
    """A cluster project (clusterproject) that asks for co-funding (A12, A15).

    `dedicated_infrastructure` says whether the infrastructure it makes serves one firm, `dedicated_to` (A7);
    null is no infrastructure. `cross_over` and `supra_regional` (B52) follow from `topsectors` and
    `partner_regions` whenever those are stored. `financing` has the costs with what pays each, `mix` the sums
    by instrument, `overlaps` the costs that several pay (B36).

    `cofunding_told` are the facts, the last one last, by which funding told that the others' parts are
    pledged or no longer all are. `applications` are those that funding told of; `awarded_cents` is the sum
    of what stands of their awards, and `award_in_question` says that there is one although the project was
    cancelled.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint(
            "status IN ('IDEA', 'CANCELLED')"
            " OR num_nulls(agenda_id, cluster_id, category, total_cost_cents) = 0",
            name="defined",
        ),
        CheckConstraint("financed_cents BETWEEN 0 AND coalesce(total_cost_cents, 0)", name="financed_once"),
        Index("ix_project_approved_on", "approved_on"),
        Index("ix_project_topsectors", "topsectors", postgresql_using="gin"),
        Index("ix_project_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("reach", frozenset({Reach.PUBLIC})))
    speaks = Voices(
        named=("region_code",),
        about=("participants", "partner_regions", "dedicated_to"),
    )

    region_code: Mapped[str]
    title: Mapped[str]
    purpose: Mapped[str | None]
    participants: Mapped[list[str]]
    partner_regions: Mapped[list[str]]
    topsectors: Mapped[list[str]]
    themes: Mapped[list[str]]
    policy_domains: Mapped[list[str]]
    policy_line: Mapped[int | None]
    total_cost_cents: Mapped[int | None]
    dedicated_infrastructure: Mapped[bool | None]
    dedicated_to: Mapped[str | None]
    described_by: Mapped[list[str]]
    agenda_id: Mapped[UUID | None] = mapped_column(refers_to(Agenda.id), index=True, default=None)
    cluster_id: Mapped[UUID | None] = mapped_column(refers_to(Cluster.id), index=True, default=None)
    category: Mapped[str | None] = mapped_column(default=None)
    action: Mapped[str | None] = mapped_column(default=None)
    defined_by: Mapped[str | None] = mapped_column(default=None)
    regime: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.IDEA)
    reach: Mapped[Reach] = mapped_column(default=Reach.OWN, info=WITHHELD)
    cross_over: Mapped[bool] = mapped_column(default=False)
    supra_regional: Mapped[bool] = mapped_column(default=False)
    financing: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    mix: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    overlaps: Mapped[list[str]] = mapped_column(default_factory=list)
    financed_cents: Mapped[int] = mapped_column(default=0)
    approved_by: Mapped[str | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_on: Mapped[date | None] = mapped_column(default=None)
    cofunding_complete: Mapped[bool] = mapped_column(default=False)
    cofunding_told: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    applications: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    awarded_cents: Mapped[int] = mapped_column(default=0)
    award_in_question: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    evaluation: Mapped[str | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "purpose")
