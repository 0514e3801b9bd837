"""Clusters and the dated decisions that make them leading."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.store.entity import Tenancy


class Status(StrEnum):
    """States of a cluster designation (domain.md 3.2)."""

    CANDIDATE = "CANDIDATE"
    SCORED = "SCORED"
    LEADING = "LEADING"
    UNDER_REVIEW = "UNDER_REVIEW"
    WITHDRAWN = "WITHDRAWN"


class Cluster(Entity):
    """A regional technology cluster, candidate for designation as leading (toonaangevend, A3).

    Its region registers it and the State designates it; scores run from 0 to 100.
    """

    __tablename__ = "cluster"
    tenancy = Tenancy(
        acts=frozenset({TenantKind.STATE}),
        open_when=("status", frozenset({Status.LEADING, Status.UNDER_REVIEW, Status.WITHDRAWN})),
    )

    region_code: Mapped[str]
    cluster_code: Mapped[str]
    name: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.CANDIDATE)
    talent: Mapped[int | None] = mapped_column(default=None)
    innovation: Mapped[int | None] = mapped_column(default=None)
    quality_of_life: Mapped[int | None] = mapped_column(default=None)
    weighted_score: Mapped[Decimal | None] = mapped_column(default=None)
    scored_by: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    reasons: Mapped[str | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    regime: Mapped[str | None] = mapped_column(default=None)
