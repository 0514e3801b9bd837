"""Clusters, with the score they have now and the decision that holds."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, searchable, sort_key


class Status(StrEnum):
    """States of a cluster designation (domain.md 3.2)."""

    CANDIDATE = "CANDIDATE"
    SCORED = "SCORED"
    LEADING = "LEADING"
    UNDER_REVIEW = "UNDER_REVIEW"
    WITHDRAWN = "WITHDRAWN"


DESIGNATED = frozenset({Status.LEADING, Status.UNDER_REVIEW, Status.WITHDRAWN})  # now, or once


class Cluster(Entity):
    """A regional technology cluster, candidate for designation as leading (toonaangevend, A3).

    Its region registers it and the State designates it. It lies in `region_code` and perhaps in other regions
    too; `topsectors` may be none (A11). The score is that of `score_year`, the last year that was scored, in
    points from 0 to 100; the decision is the last one that was taken. `recorded_on` is the day on which that
    was entered here: time brings to review only what was current then.
    """

    __tablename__ = "cluster"
    __table_args__ = (
        Index("ix_cluster_region_code_id", "region_code", "id"),
        Index("ix_cluster_partner_region_codes", "partner_region_codes", postgresql_using="gin"),
        Index("ix_cluster_topsectors", "topsectors", postgresql_using="gin"),
        Index("ix_cluster_name_key_id", "name_key", "id"),
        Index("ix_cluster_leading", "valid_until", postgresql_where=text("status = 'LEADING'")),
        Index("ix_cluster_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", DESIGNATED))
    duties = (
        Duty(
            "confirm",
            "valid_until",
            frozenset({Status.UNDER_REVIEW}),
            "agenda:designate",
            body=None,
            title="name",
        ),
    )
    speaks = Voices(named=("region_code",), about=("partner_region_codes", "deciding_body"))

    region_code: Mapped[str]
    cluster_code: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None] = mapped_column(default=None)
    partner_region_codes: Mapped[list[str]] = mapped_column(default_factory=list)
    topsectors: Mapped[list[str]] = mapped_column(default_factory=list)
    status: Mapped[Status] = mapped_column(default=Status.CANDIDATE)
    scores: Mapped[int] = mapped_column(default=0)
    score_year: Mapped[int | None] = mapped_column(default=None)
    talent: Mapped[Decimal | None] = mapped_column(default=None)
    innovation: Mapped[Decimal | None] = mapped_column(default=None)
    quality_of_life: Mapped[Decimal | None] = mapped_column(default=None)
    weighted_score: Mapped[Decimal | None] = mapped_column(default=None)
    regime: Mapped[str | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    decided_by: Mapped[str | None] = mapped_column(default=None)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    reasons: Mapped[str | None] = mapped_column(default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    recorded_on: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    review_opened_on: Mapped[date | None] = mapped_column(default=None)
    review_opened_by: Mapped[str | None] = mapped_column(default=None)
    review_reason: Mapped[str | None] = mapped_column(default=None)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name", "cluster_code", "description")
