"""Evaluations: planned, done by others, answered and followed up."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import WITHHELD, Duty, searchable


class Status(StrEnum):
    """States of an evaluation (domain.md 3.23)."""

    SCHEDULED = "SCHEDULED"
    COMMISSIONED = "COMMISSIONED"
    RUNNING = "RUNNING"
    DELIVERED = "DELIVERED"
    APPRECIATED = "APPRECIATED"
    FOLLOW_UP = "FOLLOW_UP"
    CLOSED = "CLOSED"


class Judgement(StrEnum):
    """How the cabinet answers a recommendation (B53)."""

    AGREE = "AGREE"
    PARTLY = "PARTLY"
    DISAGREE = "DISAGREE"


class Conclusion(StrEnum):
    """The main conclusion of an evaluation (B50)."""

    POSITIVE = "POSITIVE"
    MIXED = "MIXED"
    NEGATIVE = "NEGATIVE"
    UNDECIDED = "UNDECIDED"


BEFORE_DELIVERY = frozenset({Status.SCHEDULED, Status.COMMISSIONED, Status.RUNNING})


class Evaluation(Entity):
    """An evaluation of a policy, programme, scheme, agenda or ROM by an external party (B4, B49–B53).

    `object_code` is the id or code under which what is evaluated is kept, where it has one.
    `due_on` follows from the last one and the term in force (Awb 4:24). `treated` and `compared` are the
    codes of the clusters or regions whose series answer the question (B50). `follow_up` has each action with
    the day it was completed, if it was.
    """

    __tablename__ = "evaluation"
    __table_args__ = (
        Index("ix_evaluation_due_on_id", "due_on", "id"),
        Index("ix_evaluation_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    duties = (
        Duty("deliver", "due_on", BEFORE_DELIVERY, "agenda:govern"),
        Duty("appreciate", "appreciation_due_on", frozenset({Status.DELIVERED}), "agenda:govern"),
        Duty("follow_up", "follow_up_due_on", frozenset({Status.FOLLOW_UP}), "agenda:govern"),
    )
    speaks = Voices(named=("object_code",), about=("evaluator",))

    object_kind: Mapped[str] = mapped_column(index=True)
    object_name: Mapped[str]
    object_code: Mapped[str | None]
    title: Mapped[str]
    period_from: Mapped[date]
    period_until: Mapped[date]
    question: Mapped[str]
    method: Mapped[str]
    treated: Mapped[list[str]]
    compared: Mapped[list[str]]
    basis: Mapped[str]
    due_on: Mapped[date]
    regime: Mapped[str]
    recorded_on: Mapped[date] = mapped_column(info=WITHHELD)
    previous_id: Mapped[UUID | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.SCHEDULED)
    announced: Mapped[bool] = mapped_column(default=False, info=WITHHELD)
    evaluator: Mapped[str | None] = mapped_column(default=None)
    document: Mapped[str | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    conclusion: Mapped[Conclusion | None] = mapped_column(default=None)
    summary: Mapped[str | None] = mapped_column(default=None)
    recommendations: Mapped[list[str]] = mapped_column(default_factory=list)
    appreciation_due_on: Mapped[date | None] = mapped_column(default=None)
    appreciation: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    appreciation_document: Mapped[str | None] = mapped_column(default=None)
    follow_up: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    follow_up_due_on: Mapped[date | None] = mapped_column(default=None)
    next_id: Mapped[UUID | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "object_name", "question", "summary")
