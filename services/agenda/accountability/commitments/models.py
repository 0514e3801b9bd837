"""Commitments to parliament."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, searchable


class Kind(StrEnum):
    """How parliament was promised something (B1, B20)."""

    MOTION = "MOTION"
    COMMITMENT = "COMMITMENT"
    QUESTION = "QUESTION"


class Status(StrEnum):
    """States of a commitment (domain.md 3.23)."""

    OPEN = "OPEN"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    FULFILLED = "FULFILLED"
    WITHDRAWN = "WITHDRAWN"


class Commitment(Entity):
    """A motion, a promise or a question that a minister answers for (motie, toezegging, Kamervraag; B1, B20).

    `kamerstuk` stands as it was printed (D18), `kamerstuk_code` is what it is found by. `soft` says that the
    promise was softened ("zo mogelijk"): it is due all the same. `recorded_on` is the day it was entered
    here: time steps only what was current then.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_due_on_id", "due_on", "id"),
        Index("ix_commitment_kamerstuk_code_id", "kamerstuk_code", "id"),
        Index("ix_commitment_waiting", "due_on", postgresql_where=text("status in ('OPEN', 'DUE_SOON')")),
        Index("ix_commitment_search", "search", postgresql_using="gin"),
        Index("ix_commitment_made_on_id", "made_on", "id"),
    )
    tenancy = Tenancy(
        open_when=("status", frozenset(Status)), told=frozenset(TenantKind)
    )  # it is a day, no name
    duties = (
        Duty("fulfil", "due_on", frozenset({Status.OPEN, Status.DUE_SOON, Status.OVERDUE}), "agenda:govern"),
    )
    speaks = Voices(about=("minister",), named=("lead_ministry", "ministries"))

    kind: Mapped[Kind]
    title: Mapped[str]
    text: Mapped[str]
    kamerstuk: Mapped[str]
    kamerstuk_code: Mapped[str]
    made_on: Mapped[date]
    minister: Mapped[str]
    lead_ministry: Mapped[str]
    ministries: Mapped[list[str]]
    due_on: Mapped[date]
    soft: Mapped[bool]
    linked: Mapped[list[str]]
    recorded_on: Mapped[date] = mapped_column(info=WITHHELD)
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    fulfilled_on: Mapped[date | None] = mapped_column(default=None)
    document: Mapped[str | None] = mapped_column(default=None)
    days_open: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "text", "kamerstuk")
