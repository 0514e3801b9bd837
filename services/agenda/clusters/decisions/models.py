"""The decisions on the designation of a cluster."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import refers_to


class Kind(StrEnum):
    """What was decided (domain.md 3.2)."""

    DESIGNATED = "DESIGNATED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class ClusterDecision(Entity):
    """A decision (aanwijzing, bevestiging, intrekking) of the State on a cluster, with its reasons (A3).

    It never changes. A withdrawal has no period but the hearing (hoorzitting) that came before it.
    """

    __tablename__ = "cluster_decision"
    tenancy = Tenancy(open_when=("kind", frozenset(Kind)))
    speaks = Voices(about=("deciding_body",))

    cluster_id: Mapped[UUID] = mapped_column(refers_to(Cluster.id), index=True)
    kind: Mapped[Kind]
    decided_on: Mapped[date]
    decided_by: Mapped[str]
    deciding_body: Mapped[str]
    reasons: Mapped[str]
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    hearing_on: Mapped[date | None] = mapped_column(default=None)
    hearing_report: Mapped[str | None] = mapped_column(default=None)
