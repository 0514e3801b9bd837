"""What a firm is for State aid and for its clusters: registered when, how large, in which stage."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from services.agenda.instruments.instruments.models import FirmSize, Stage
from services.agenda.partners.organisations.models import Organisation
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import refers_to


class Status(StrEnum):
    """Whether a profile is the last one of its firm."""

    CURRENT = "CURRENT"
    SUPERSEDED = "SUPERSEDED"


class FirmProfile(Entity):
    """The profile (bedrijfsprofiel) of a firm on a day, with the clusters it belongs to (B17).

    `stage` is that of `assessed_on`. `start_up_until` is the last day on which it can be a start-up by
    GBER 22, as long as nothing else in the profile changes; None when it is none.
    """

    __tablename__ = "firm_profile"
    __table_args__ = (
        Index(
            "uq_firm_profile_current",
            "organisation_id",
            unique=True,
            postgresql_where=text("status = 'CURRENT'"),
        ),
        Index("ix_firm_profile_cluster_ids", "cluster_ids", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    speaks = Voices(about=("organisation_id",))

    organisation_id: Mapped[UUID] = mapped_column(refers_to(Organisation.id), index=True)
    name: Mapped[str]
    registered_on: Mapped[date]
    size: Mapped[FirmSize]
    listed: Mapped[bool]
    after_merger: Mapped[bool]
    profits_distributed: Mapped[bool]
    high_growth: Mapped[bool]
    cluster_ids: Mapped[list[str]]
    assessed_on: Mapped[date]
    stage: Mapped[Stage]
    start_up_until: Mapped[date | None]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.CURRENT)
