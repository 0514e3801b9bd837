"""Ladder assessments and the conditions they attach."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable


class Status(StrEnum):
    """States of a Ladder assessment (A21)."""

    DRAFT = "DRAFT"
    CONCLUDED = "CONCLUDED"
    FULFILLED = "FULFILLED"


class Outcome(StrEnum):
    """What an assessment comes to: yes, yes provided that (ja, mits), or no (A21)."""

    YES = "YES"
    YES_PROVIDED = "YES_PROVIDED"
    NO = "NO"


class ConditionStatus(StrEnum):
    """States of a condition (mits); it is open until the assessment is concluded and it is fulfilled."""

    OPEN = "OPEN"
    DUE = "DUE"
    FULFILLED = "FULFILLED"


class LadderAssessment(Entity):
    """An assessment by the Ladder voor duurzame verstedelijking (A21; domain.md 2.19).

    The answer to an opportunity is yes with conditions unless somebody says why not: `outcome` begins as
    YES_PROVIDED. `written_by` are all who assessed or stated a condition.
    `open_conditions` counts those that are not fulfilled yet.
    """

    __tablename__ = "ladder_assessment"
    __table_args__ = (
        CheckConstraint("open_conditions >= 0", name="conditions"),
        Index("ix_ladder_assessment_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset({Status.CONCLUDED, Status.FULFILLED})))
    speaks = Voices(named=("region_code",), about=("municipality_code", "deciding_body"))

    region_code: Mapped[str] = mapped_column(index=True)
    municipality_code: Mapped[str]
    title: Mapped[str]
    opportunity_id: Mapped[UUID | None]
    need: Mapped[str]
    inside_urban_area: Mapped[bool]
    alternatives: Mapped[str | None]
    multimodal_access: Mapped[str | None]
    assessed_by: Mapped[str]
    assessed_on: Mapped[date]
    regime: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.YES_PROVIDED)
    reasons: Mapped[str | None] = mapped_column(default=None)
    written_by: Mapped[list[str]] = mapped_column(default_factory=list)
    open_conditions: Mapped[int] = mapped_column(default=0)
    deciding_body: Mapped[str | None] = mapped_column(default=None)
    concluded_by: Mapped[str | None] = mapped_column(default=None)
    concluded_on: Mapped[date | None] = mapped_column(default=None)
    search: Mapped[str] = searchable("title", "need")


class LadderCondition(Entity):
    """A condition (mits) of a Ladder assessment, with who sees to it and until when (A21)."""

    __tablename__ = "ladder_condition"
    __table_args__ = (Index("ix_ladder_condition_open", "due_on", postgresql_where="status = 'OPEN'"),)
    duties = (
        Duty(
            "fulfil",
            "due_on",
            frozenset({ConditionStatus.OPEN, ConditionStatus.DUE}),
            "agenda:write",
            title="condition",
        ),
    )
    speaks = Voices(about=("responsible",))

    assessment_id: Mapped[UUID] = mapped_column(refers_to(LadderAssessment.id), index=True)
    condition: Mapped[str]
    responsible: Mapped[str]
    due_on: Mapped[date]
    stated_on: Mapped[date]
    status: Mapped[ConditionStatus] = mapped_column(default=ConditionStatus.OPEN)
    fulfilled_on: Mapped[date | None] = mapped_column(default=None)
    evidence: Mapped[str | None] = mapped_column(default=None)
