"""Assessments of initiatives by the five criteria."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from services.agenda.initiatives.initiatives.models import Initiative
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to


class Status(StrEnum):
    """States of an assessment (domain.md 3.4)."""

    OPEN = "OPEN"
    ASSIGNED = "ASSIGNED"
    SUBMITTED = "SUBMITTED"
    REVIEWED = "REVIEWED"
    CONCLUDED = "CONCLUDED"


class Outcome(StrEnum):
    """The finding on one criterion (B38)."""

    MET = "MET"
    PARTLY = "PARTLY"
    NOT_MET = "NOT_MET"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class AidOutcome(StrEnum):
    """What an initiative is in State-aid law (B41, D16); compatible aid passes, UNRESOLVED does not."""

    NO_AID = "NO_AID"
    DE_MINIMIS = "DE_MINIMIS"
    GBER = "GBER"
    NOTIFIED_APPROVED = "NOTIFIED_APPROVED"
    SGEI = "SGEI"
    UNRESOLVED = "UNRESOLVED"


class Assessment(Entity):
    """The weighing of an initiative by the five criteria (beoordeling; B38–B43), seen by the State alone.

    Judged by the set of criteria in force on `opened_on`. `findings` holds the last finding on each
    criterion, `authors` everybody who recorded one; `conflicted` are those who said that they have an
    interest: the file is closed to them.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index(
            "uq_assessment_open",
            "initiative_id",
            unique=True,
            postgresql_where=text("status <> 'CONCLUDED'"),
        ),
    )
    tenancy = Tenancy(closed_to="conflicted")
    duties = (
        Duty("submit", "due_on", frozenset({Status.OPEN, Status.ASSIGNED}), "agenda:assess"),
        Duty("review", "due_on", frozenset({Status.SUBMITTED}), "agenda:assess"),
        Duty("conclude", "due_on", frozenset({Status.REVIEWED}), "agenda:decide"),
    )

    initiative_id: Mapped[UUID] = mapped_column(refers_to(Initiative.id), index=True)
    title: Mapped[str]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    assessed_by: Mapped[str | None] = mapped_column(default=None)
    reviewed_by: Mapped[str | None] = mapped_column(default=None)
    reviewers: Mapped[list[str]] = mapped_column(default_factory=list)
    concluded_by: Mapped[str | None] = mapped_column(default=None)
    authors: Mapped[list[str]] = mapped_column(default_factory=list)
    conflicted: Mapped[list[str]] = mapped_column(default_factory=list)
    findings: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    aid_outcome: Mapped[AidOutcome | None] = mapped_column(default=None)
    remarks: Mapped[str | None] = mapped_column(default=None)
    weighing: Mapped[str | None] = mapped_column(default=None)
    mandate: Mapped[str | None] = mapped_column(default=None)
    concluded_on: Mapped[date | None] = mapped_column(default=None)
