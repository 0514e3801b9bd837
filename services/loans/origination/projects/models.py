"""Approved projects, as the agenda service told of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.loans.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import searchable


class Project(Entity):
    """A cluster project that a loan may name; it has the id it has in the agenda service (A15).

    `ended_on` is the day it was cancelled or stopped. When the agenda service lost its approval with its
    database, `approval_lost_on` says since when, until it is approved anew. `approval_fact` and `end_fact`
    are the facts by which it was told last.
    """

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_search", "search", postgresql_using="gin"),)
    tenancy = Tenancy(reads=frozenset(TenantKind) - {TenantKind.PLATFORM})
    speaks = Voices(named=("region_code",), about=("participants",))

    title: Mapped[str]
    region_code: Mapped[str]
    participants: Mapped[list[str]]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    approval_lost_on: Mapped[date | None] = mapped_column(default=None)
    approval_fact: Mapped[UUID | None] = mapped_column(default=None)
    end_fact: Mapped[UUID | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title")
