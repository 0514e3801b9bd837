"""The score of a cluster in a year, with the evidence it rests on."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import refers_to


class Dimension(StrEnum):
    """What a cluster is scored on (A3); each has its weight in the regime."""

    TALENT = "TALENT"
    INNOVATION = "INNOVATION"
    QUALITY_OF_LIFE = "QUALITY_OF_LIFE"


class Status(StrEnum):
    """Whether a score is open to everybody: from the designation of its cluster on."""

    RECORDED = "RECORDED"
    PUBLISHED = "PUBLISHED"


class ClusterScore(Entity):
    """The score (beoordeling) of a cluster in a year (A3); what was scored never changes.

    Scoring the same year again makes the next `edition`; `latest` is the one that counts. `evidence` holds
    each observation as it was, with the points it was given and its weight within its dimension. `rank` is
    the place among the latest scores of all clusters in the year, equals sharing a place.
    """

    __tablename__ = "cluster_score"
    __table_args__ = (
        Index("uq_cluster_score_latest", "cluster_id", "year", unique=True, postgresql_where=text("latest")),
        Index("uq_cluster_score_edition", "cluster_id", "year", "edition", unique=True),
        Index("ix_cluster_score_year_rank_id", "year", "rank", "id"),
        Index("ix_cluster_score_latest_rank_id", "latest", "rank", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.PUBLISHED})))
    speaks = Voices(named=("region_code",))

    cluster_id: Mapped[UUID] = mapped_column(refers_to(Cluster.id))
    cluster_code: Mapped[str]
    name: Mapped[str]
    region_code: Mapped[str]
    year: Mapped[int]
    edition: Mapped[int]
    talent: Mapped[Decimal]
    innovation: Mapped[Decimal]
    quality_of_life: Mapped[Decimal]
    weighted_score: Mapped[Decimal]
    evidence: Mapped[list[dict[str, Any]]]
    scored_on: Mapped[date]
    scored_by: Mapped[str]
    regime: Mapped[str]
    status: Mapped[Status]
    latest: Mapped[bool] = mapped_column(default=True)
    rank: Mapped[int | None] = mapped_column(default=None)
