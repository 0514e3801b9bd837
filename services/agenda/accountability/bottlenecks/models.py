"""Issues that regions put to the State."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, searchable


class Kind(StrEnum):
    """What the State is asked for (B52)."""

    SUPRA_REGIONAL = "SUPRA_REGIONAL"
    CROSS_OVER = "CROSS_OVER"
    PRECONDITION = "PRECONDITION"
    LEGAL_BOTTLENECK = "LEGAL_BOTTLENECK"


class Status(StrEnum):
    """States of an issue."""

    REPORTED = "REPORTED"
    TAKEN_UP = "TAKEN_UP"
    RESOLVED = "RESOLVED"
    DECLINED = "DECLINED"


class Bottleneck(Entity):
    """An issue for the State: a bottleneck in law, or what crosses regions (knelpunt, opgave; B52).

    `commitments` are numbers of Kamerstukken that it goes back to.
    """

    __tablename__ = "bottleneck"
    __table_args__ = (
        Index("ix_bottleneck_search", "search", postgresql_using="gin"),
        Index("ix_bottleneck_reported_on_id", "reported_on", "id"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    duties = (
        Duty("answer", "answer_due_on", frozenset({Status.REPORTED, Status.TAKEN_UP}), "agenda:govern", None),
    )
    speaks = Voices(party=("region_codes",), named=("ministry",))

    kind: Mapped[Kind]
    title: Mapped[str]
    description: Mapped[str]
    law: Mapped[str | None]
    article: Mapped[str | None]
    region_codes: Mapped[list[str]]
    commitments: Mapped[list[str]]
    reported_on: Mapped[date]
    answer_due_on: Mapped[date | None]
    status: Mapped[Status] = mapped_column(default=Status.REPORTED)
    ministry: Mapped[str | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = mapped_column(default=None)
    document: Mapped[str | None] = mapped_column(default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "description")
