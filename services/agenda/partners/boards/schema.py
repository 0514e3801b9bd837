"""What boards, their members and their advice look like over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.agenda.entity import kinds
from services.agenda.partners.boards.models import AdviceKind, Kind, MemberStatus, Outcome, Status
from services.agenda.partners.organisations.models import Role
from shared.kernel.identifiers import RegionCode
from shared.web.dates import PastDate, PlannedDate, SoonDate
from shared.web.named import NamesOneOf
from shared.web.paging import PageQuery
from shared.web.schema import (
    AS_TEXT,
    STORED,
    ByCode,
    Code,
    Date,
    Filter,
    Line,
    Prose,
    Read,
    Uuid,
    Wire,
    Write,
)


class Task(Write):
    """A part of what the board was asked, with its date."""

    task: Line
    due_on: PlannedDate | None = None


class BoardIn(Write):
    kind: Annotated[Kind, AS_TEXT]
    name: Line
    region_code: RegionCode
    assignment: Prose
    installed_on: SoonDate
    state_member: bool
    mandate: Line | None = None
    advice_due_on: PlannedDate | None = None
    tasks: Annotated[list[Task], Field(max_length=50)]
    jobs_at_stake: Annotated[int | None, Field(ge=0, le=10**7)] = None
    closes_on: PlannedDate | None = None


class MemberIn(Write):
    organisation: Line
    role: Annotated[Role, AS_TEXT]
    joined_on: SoonDate
    chair: Annotated[bool, Field(description="Whether it has the seat of the chair.")] = False


class LeavingIn(Write):
    left_on: SoonDate


class AdviceIn(Write):
    kind: Annotated[AdviceKind, AS_TEXT]
    outcome: Annotated[Outcome, AS_TEXT]
    given_on: PastDate
    text: Prose
    source: Line | None = None
    subject_kind: Code | None = None
    subject_id: Annotated[Uuid | None, NamesOneOf(kinds, "subject_kind")] = None


class DissolutionIn(Write):
    dissolved_on: SoonDate


class TaskOut(Task):
    model_config = STORED


class BoardOut(Read):
    kind: Kind
    name: str
    region_code: str
    assignment: str
    mandate: str | None
    state_member: bool
    tasks: list[TaskOut]
    jobs_at_stake: int | None
    closes_on: date | None
    installed_on: date
    advice_due_on: date | None
    status: Status
    dissolved_on: date | None
    members: int
    advices: int


class MemberOut(Read):
    board_id: UUID
    organisation: str
    role: Role
    joined_on: date
    chair: bool
    left_on: date | None
    status: MemberStatus


class AdviceOut(Read):
    board_id: UUID
    kind: AdviceKind
    outcome: Outcome
    given_on: date
    text: str
    source: str | None
    subject_kind: str | None
    subject_id: UUID | None
    chair_id: Annotated[UUID | None, Field(description="The seat of who chaired the board that day.")]


class SeatsOut(Wire):
    """How many members of each part of the helix sit on a day, and the seat of their chair."""

    reference_date: date
    seats: ByCode[int]
    chair_id: UUID | None


class BoardQuery(PageQuery):
    kind: Kind | None = None
    region_code: RegionCode | None = None
    status: Status | None = None
    sort: Literal["name", "-name", "id", "-id"] | None = None


class MemberQuery(PageQuery):
    conditions = frozenset({"reference_date"})

    role: Role | None = None
    chair: bool | None = None
    reference_date: Annotated[Date | None, Field(description="Only who sits on this day.")] = None


class AdviceQuery(PageQuery):
    board_id: UUID | None = None
    subject_kind: Code | None = None
    subject_id: UUID | None = None


class SeatsQuery(Filter):
    reference_date: Annotated[Date | None, Field(description="Today unless given.")] = None
