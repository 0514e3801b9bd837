"""Consultations between State and region."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, searchable


class Kind(StrEnum):
    """At what level State and region meet (B19)."""

    ADMINISTRATIVE = "ADMINISTRATIVE"
    OFFICIAL = "OFFICIAL"


class Status(StrEnum):
    """States of a consultation."""

    PLANNED = "PLANNED"
    PROPOSED = "PROPOSED"
    CONCLUDED = "CONCLUDED"
    CANCELLED = "CANCELLED"


class Consultation(Entity):
    """A consultation between State and region (bestuurlijk of ambtelijk overleg; B19), open when concluded.

    `parties` are organisations in words; `invited` is the other side, the region or the State, which reads
    along before it is concluded. What one side writes down is concluded when the other one accepts it;
    `proposed_by` is the first. `actions` have who takes them, until when and the day they were completed, if
    they were; `actions_due_on` is the first day of those that are open. `commitments` are numbers of
    Kamerstukken that it goes back to.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_search", "search", postgresql_using="gin"),
        Index("ix_consultation_held_on_id", "held_on", "id"),
    )
    tenancy = Tenancy(
        open_when=("status", frozenset({Status.CONCLUDED})),
        addressee="invited",
    )
    duties = (
        Duty("conclude", "held_on", frozenset({Status.PLANNED}), "agenda:contribute"),
        Duty("complete_action", "actions_due_on", frozenset({Status.CONCLUDED}), "agenda:contribute"),
    )
    speaks = Voices(about=("parties",), by_slice=("invited", "proposed_by"))

    kind: Mapped[Kind]
    title: Mapped[str]
    held_on: Mapped[date]
    parties: Mapped[list[str]]
    points: Mapped[list[str]]
    commitments: Mapped[list[str]]
    invited: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.PLANNED)
    conclusions: Mapped[str | None] = mapped_column(default=None)
    proposed_by: Mapped[str | None] = mapped_column(default=None)
    actions: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    actions_due_on: Mapped[date | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "conclusions")
