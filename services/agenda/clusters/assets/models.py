"""The physical conditions of a cluster: what is there, what is coming, and the projects that bring it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import Entity
from services.agenda.projects.projects.models import Project
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable, sort_key


class Status(StrEnum):
    """States of an asset (A6)."""

    PLANNED = "PLANNED"
    IN_REALISATION = "IN_REALISATION"
    AVAILABLE = "AVAILABLE"
    CLOSED = "CLOSED"


class Relation(StrEnum):
    """What a project does to an asset (A7)."""

    CREATES = "CREATES"
    IMPROVES = "IMPROVES"


class ClusterAsset(Entity):
    """A physical asset of a cluster (fysieke vestigingsconditie; A6, A7): a campus, an incubator, a site.

    `kind` is one of the regime's; OTHER says what it is in `other_kind`. It is open from `opened_on` to
    `closed_on`, both days counted. `dedicated` says whether it serves one firm only, which GBER 56 leaves
    out; None as long as nobody looked into it.
    """

    __tablename__ = "cluster_asset"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="closed_after_opened"),
        Index("ix_cluster_asset_cluster_id_id", "cluster_id", "id"),
        Index("ix_cluster_asset_name_key_id", "name_key", "id"),
        Index("ix_cluster_asset_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status) - {Status.PLANNED}))
    duties = (
        Duty(
            "open",
            "expected_on",
            frozenset({Status.PLANNED, Status.IN_REALISATION}),
            "agenda:write",
            title="name",
        ),
    )
    speaks = Voices(about=("municipality_code",))

    cluster_id: Mapped[UUID] = mapped_column(refers_to(Cluster.id))
    kind: Mapped[str]
    other_kind: Mapped[str | None]
    name: Mapped[str]
    description: Mapped[str]
    municipality_code: Mapped[str]
    address: Mapped[str | None]
    expected_on: Mapped[date | None]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.PLANNED)
    started_on: Mapped[date | None] = mapped_column(default=None)
    opened_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    projects: Mapped[int] = mapped_column(default=0)
    dedicated: Mapped[bool | None] = mapped_column(default=None)
    dedicated_reasons: Mapped[str | None] = mapped_column(default=None)
    dedicated_found_on: Mapped[date | None] = mapped_column(default=None)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name", "other_kind", "description")


class AssetProject(Entity):
    """That a project creates or improves an asset (A7); whoever may see the project sees the link."""

    __tablename__ = "cluster_asset_project"
    __table_args__ = (
        Index("uq_cluster_asset_project_pair", "asset_id", "project_id", unique=True),
        Index("ix_cluster_asset_project_project_id", "project_id"),
    )
    tenancy = Tenancy(
        open_when=("relation", frozenset(Relation)),
        about=("subject_kind", "project_id"),
    )

    asset_id: Mapped[UUID] = mapped_column(refers_to(ClusterAsset.id))
    project_id: Mapped[UUID] = mapped_column(refers_to(Project.id))
    relation: Mapped[Relation]
    subject_kind: Mapped[str] = mapped_column(default="PROJECT")
