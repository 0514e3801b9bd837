"""MIRT items and why they matter to a cluster."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import Entity
from services.agenda.projects.projects.models import Project
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable


class Phase(StrEnum):
    """Phases of an item in the MIRT (Spelregels 2022; domain.md 2.19)."""

    PROPOSED = "PROPOSED"
    EXPLORATION = "EXPLORATION"
    PLAN_ELABORATION = "PLAN_ELABORATION"
    REALISATION = "REALISATION"
    MAINTENANCE = "MAINTENANCE"
    STOPPED = "STOPPED"


class Relevance(StrEnum):
    """What became of an argument that an item matters to a cluster."""

    ARGUED = "ARGUED"
    MET = "MET"
    NOT_MET = "NOT_MET"


UNDER_WAY = frozenset({Phase.PROPOSED, Phase.EXPLORATION, Phase.PLAN_ELABORATION, Phase.REALISATION})


class MirtItem(Entity):
    """An item of the Meerjarenprogramma Infrastructuur, Ruimte en Transport, kept by the State (A19).

    `decisions` are those that led from phase to phase, oldest first; `next_decision_on` is when the next
    is due.
    """

    __tablename__ = "mirt_item"
    __table_args__ = (
        Index("uq_mirt_item_code", "code", unique=True),
        Index("ix_mirt_item_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Phase)))
    duties = (Duty("decide", "next_decision_on", UNDER_WAY, "agenda:govern"),)
    speaks = Voices(named=("region_codes",))

    code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    region_codes: Mapped[list[str]]
    fund: Mapped[str]
    next_decision_on: Mapped[date | None]
    status: Mapped[Phase] = mapped_column(default=Phase.PROPOSED)
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    search: Mapped[str] = searchable("title", "description")


class ClusterRelevance(Entity):
    """A region's argument that a MIRT item meets the cluster criterion, and the State's finding (A19).

    `project_id` is the cluster project that the item serves, if there is one.
    """

    __tablename__ = "cluster_relevance"
    tenancy = Tenancy(open_when=("status", frozenset({Relevance.MET, Relevance.NOT_MET})))

    mirt_item_id: Mapped[UUID] = mapped_column(refers_to(MirtItem.id), index=True)
    cluster_id: Mapped[UUID] = mapped_column(refers_to(Cluster.id), index=True)
    project_id: Mapped[UUID | None] = mapped_column(refers_to(Project.id), index=True)
    argument: Mapped[str]
    argued_by: Mapped[str]
    status: Mapped[Relevance] = mapped_column(default=Relevance.ARGUED)
    reasons: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
