"""Cluster projects under an agenda."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.agendas.models import Agenda
from services.agenda.clusters.models import Cluster
from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.store.entity import Tenancy, refers_to


class Status(StrEnum):
    """States of a project as far as the agenda service decides them (domain.md 3.6)."""

    DEFINED = "DEFINED"
    APPROVED = "APPROVED"


class Project(Entity):
    """A cluster project (clusterproject) that asks for co-funding (A12, A15)."""

    __tablename__ = "project"
    tenancy = Tenancy(acts=frozenset({TenantKind.STATE}), open_when=("status", frozenset({Status.APPROVED})))

    agenda_id: Mapped[UUID] = mapped_column(refers_to(Agenda.id), index=True)
    cluster_id: Mapped[UUID] = mapped_column(refers_to(Cluster.id), index=True)
    region_code: Mapped[str]
    title: Mapped[str]
    category: Mapped[str]
    total_cost_cents: Mapped[int]
    participants: Mapped[list[str]]
    defined_by: Mapped[str]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DEFINED)
    approved_by: Mapped[str | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
