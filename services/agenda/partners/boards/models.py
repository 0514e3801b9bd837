"""Economic boards, taskforces and committees, who sits on them, and what they advise."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from services.agenda.partners.organisations.models import Role
from shared.kernel.voices import Voices
from shared.store.audience import Tenancy
from shared.store.entity import Duty, refers_to, searchable, sort_key


class Kind(StrEnum):
    """What kind of body it is (B45–B48)."""

    ECONOMIC_BOARD = "ECONOMIC_BOARD"
    TASKFORCE = "TASKFORCE"
    COMMITTEE = "COMMITTEE"


class Status(StrEnum):
    """States of a board: it works, or it was dissolved."""

    INSTALLED = "INSTALLED"
    DISSOLVED = "DISSOLVED"


class MemberStatus(StrEnum):
    """Whether a member sits on the board."""

    SITTING = "SITTING"
    LEFT = "LEFT"


class AdviceKind(StrEnum):
    """Whether a board advises others or decides within its own mandate (B48)."""

    ADVICE = "ADVICE"
    DECISION = "DECISION"


class Outcome(StrEnum):
    """What an advice or a decision comes to."""

    POSITIVE = "POSITIVE"
    CONDITIONAL = "CONDITIONAL"
    NEGATIVE = "NEGATIVE"


class AdviceStatus(StrEnum):
    """An advice is given once and never changed."""

    GIVEN = "GIVEN"


class Board(Entity):
    """An economic board, a taskforce or a committee (commissie) for an area (B44–B48).

    `assignment` is what it was asked; `tasks` are its parts with their dates; `state_member` says whether the
    State sits on it; `jobs_at_stake` and `closes_on` are those of the case a taskforce is about.
    `members` and `advices` count all that it ever had.
    """

    __tablename__ = "board"
    __table_args__ = (
        CheckConstraint("jobs_at_stake >= 0", name="jobs"),
        Index("ix_board_name_key_id", "name_key", "id"),
        Index("ix_board_search", "search", postgresql_using="gin"),
    )
    tenancy = Tenancy(open_when=("status", frozenset(Status)))
    duties = (
        Duty("advise", "advice_due_on", frozenset({Status.INSTALLED}), "agenda:contribute", title="name"),
    )
    speaks = Voices(named=("region_code", "state_member"))

    kind: Mapped[Kind]
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(index=True)
    assignment: Mapped[str]
    mandate: Mapped[str | None]
    state_member: Mapped[bool]
    tasks: Mapped[list[dict[str, Any]]]
    jobs_at_stake: Mapped[int | None]
    closes_on: Mapped[date | None]
    installed_on: Mapped[date]
    advice_due_on: Mapped[date | None]
    status: Mapped[Status] = mapped_column(default=Status.INSTALLED)
    dissolved_on: Mapped[date | None] = mapped_column(default=None)
    members: Mapped[int] = mapped_column(default=0)
    advices: Mapped[int] = mapped_column(default=0)
    name_key: Mapped[str] = sort_key("name")
    search: Mapped[str] = searchable("name", "assignment")


class BoardMember(Entity):
    """An organisation with a seat on a board, by its part of the triple helix (lid; B48).

    `chair` says that it has the seat of the chair (voorzitter; B46), which one member has at a time.
    """

    __tablename__ = "board_member"
    tenancy = Tenancy(open_when=("status", frozenset(MemberStatus)))
    speaks = Voices(about=("organisation",))

    board_id: Mapped[UUID] = mapped_column(refers_to(Board.id), index=True)
    organisation: Mapped[str]
    role: Mapped[Role]
    joined_on: Mapped[date]
    chair: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None] = mapped_column(default=None)
    status: Mapped[MemberStatus] = mapped_column(default=MemberStatus.SITTING)


class Advice(Entity):
    """What a board advised or decided on a record (advies, besluit; B46–B48), under which chair."""

    __tablename__ = "advice"
    __table_args__ = (Index("ix_advice_subject", "subject_kind", "subject_id"),)
    tenancy = Tenancy(open_when=("status", frozenset(AdviceStatus)))

    board_id: Mapped[UUID] = mapped_column(refers_to(Board.id), index=True)
    kind: Mapped[AdviceKind]
    outcome: Mapped[Outcome]
    given_on: Mapped[date]
    text: Mapped[str]
    source: Mapped[str | None]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    chair_id: Mapped[UUID | None] = mapped_column(refers_to(BoardMember.id), default=None)
    status: Mapped[AdviceStatus] = mapped_column(default=AdviceStatus.GIVEN)
