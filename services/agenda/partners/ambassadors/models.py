"""The ambassador of each landsdeel, and the questions put to them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.principal import TenantKind
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, refers_to


class Status(StrEnum):
    """States of an appointment."""

    ASSIGNED = "ASSIGNED"
    ENDED = "ENDED"


class QuestionStatus(StrEnum):
    """States of a question."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


class Ambassador(Entity):
    """The office of ambassador for a landsdeel (regio-ambassadeur; B22): exactly one on each day.

    `recorded_on` is the real day on which it was entered here.
    """

    __tablename__ = "ambassador"
    __table_args__ = (
        ExcludeConstraint(
            (text("int8range(hashtext(landsdeel_code), hashtext(landsdeel_code), '[]')"), "&&"),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="ambassador_one_a_landsdeel",
        ),
    )
    tenancy = Tenancy(
        open_when=("status", frozenset(Status)),
        told=frozenset({TenantKind.STATE, TenantKind.REGION, TenantKind.ROM}),
    )
    speaks = Voices(named=("landsdeel_code",), about=("office",))

    landsdeel_code: Mapped[str]
    office: Mapped[str]
    contact: Mapped[str] = mapped_column(info=WITHHELD)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_on: Mapped[date | None] = mapped_column(default=None, info=WITHHELD)
    status: Mapped[Status] = mapped_column(default=Status.ASSIGNED)


class Question(Entity):
    """A question about a municipality, with the ambassador it was routed to (vraag; B21, B22)."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_due_on_id", "due_on", "id"),)
    duties = (Duty("answer", "due_on", frozenset({QuestionStatus.OPEN}), "agenda:govern", None, "subject"),)
    speaks = Voices(about=("municipality_code", "province_code", "landsdeel_code"))

    municipality_code: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    asked_on: Mapped[date]
    due_on: Mapped[date]
    province_code: Mapped[str]
    landsdeel_code: Mapped[str]
    ambassador_id: Mapped[UUID] = mapped_column(refers_to(Ambassador.id), index=True)
    regime: Mapped[str]
    status: Mapped[QuestionStatus] = mapped_column(default=QuestionStatus.OPEN)
    answer: Mapped[str | None] = mapped_column(default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    closing_reason: Mapped[str | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
