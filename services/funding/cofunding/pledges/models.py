"""Pledges of co-funding to a project."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.funding.cofunding.projects.models import Project
from services.funding.entity import Entity
from shared.kernel.voices import Voices
from shared.store.entity import refers_to, searchable


class Status(StrEnum):
    """States of a pledge (A13, SP-8)."""

    INTENDED = "INTENDED"
    FIRM = "FIRM"
    WITHDRAWN = "WITHDRAWN"


class SourceGroup(StrEnum):
    """Whose money it is (A13); knowledge institutions count with the private parties (SP-6)."""

    REGION = "REGION"
    STATE = "STATE"
    PRIVATE_KNOWLEDGE = "PRIVATE_KNOWLEDGE"


class Pledge(Entity):
    """A pledge (toezegging) of money to a project; contributions in kind do not count (A13; D2).

    `awarded_before_cents` is what the State had ever awarded on the project when the pledge became firm; what
    it awards after that, and stands, rests on the pledge too.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="of_money"),
        Index("ix_pledge_search", "search", postgresql_using="gin"),
    )
    speaks = Voices(about=("organisation",))
    called = "organisation"

    project_id: Mapped[UUID] = mapped_column(refers_to(Project.id), index=True)
    source_group: Mapped[SourceGroup]
    organisation: Mapped[str]
    kvk_number: Mapped[str] = mapped_column(index=True)
    amount_cents: Mapped[int]
    condition: Mapped[str | None]
    evidence: Mapped[str]
    registered_by: Mapped[str]
    registered_at: Mapped[datetime]
    status: Mapped[Status] = mapped_column(default=Status.INTENDED)
    condition_met_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_by: Mapped[str | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    awarded_before_cents: Mapped[int | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("organisation", "kvk_number")
