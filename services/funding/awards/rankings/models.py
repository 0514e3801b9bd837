"""Rankings: the applications of a tranche in their order, and what each gets."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.applications.applications.models import Application
from services.funding.entity import Entity
from services.funding.programmes.distribution.rules import RankingOutcome
from services.funding.programmes.tranches.models import DistributionMethod, Tranche
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, refers_to


class Status(StrEnum):
    """States of a ranking, and of the places in it."""

    DRAWN_UP = "DRAWN_UP"
    CONFIRMED = "CONFIRMED"
    SUPERSEDED = "SUPERSEDED"


class Ranking(Entity):
    """The order of a tranche's applications (rangschikking) by the method and terms it was published with.

    Drawn up by one officer and confirmed by another; public from then on. `terms` are those of the tranche,
    `seed` what lots were drawn by and `algorithm` how, so that anybody can compute it again.
    """

    __tablename__ = "ranking"
    __table_args__ = (
        Index(
            "uq_ranking_standing", "tranche_id", unique=True, postgresql_where=text("status <> 'SUPERSEDED'")
        ),
        CheckConstraint("given_cents BETWEEN 0 AND ceiling_cents", name="given_within_ceiling"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.CONFIRMED})))

    tranche_id: Mapped[UUID] = mapped_column(refers_to(Tranche.id), index=True)
    distribution_method: Mapped[DistributionMethod]
    terms: Mapped[dict[str, Any]]
    regime: Mapped[str]
    minimum_award_cents: Mapped[int]
    ceiling_cents: Mapped[int]
    applications: Mapped[int]
    given_cents: Mapped[int]
    seed: Mapped[str | None]
    algorithm: Mapped[str]
    drawn_up_by: Mapped[str]
    drawn_up_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(default=Status.DRAWN_UP)
    confirmed_by: Mapped[str | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    superseded_at: Mapped[datetime | None] = mapped_column(default=None)


class Place(Entity):
    """The place of an application in a ranking: what it was ranked by, and what it gets in its turn.

    `held_by` is the rule that kept it from being awarded with the others: a person decides on it.
    `points` has on each criterion those of every assessor; `score` their weighed mean with 6 decimals,
    compared exactly. `digest` is the lot it drew, where one decided.
    """

    __tablename__ = "ranking_place"
    __table_args__ = (
        UniqueConstraint("ranking_id", "application_id"),
        CheckConstraint("given_cents BETWEEN 0 AND requested_cents", name="given_within_request"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.CONFIRMED})))

    ranking_id: Mapped[UUID] = mapped_column(refers_to(Ranking.id), index=True)
    application_id: Mapped[UUID] = mapped_column(refers_to(Application.id), index=True)
    place: Mapped[int]
    outcome: Mapped[RankingOutcome]
    requested_cents: Mapped[int]
    room_cents: Mapped[int]
    given_cents: Mapped[int]
    complete_on: Mapped[date]
    accepts_partial: Mapped[bool]
    points: Mapped[dict[str, Any]]
    score: Mapped[str | None]
    digest: Mapped[str | None]
    status: Mapped[Status] = mapped_column(default=Status.DRAWN_UP)
    held_by: Mapped[str | None] = mapped_column(default=None, info=WITHHELD)
