"""When a board may advise, and who must sit on it then."""

from datetime import date
from uuid import UUID

from services.agenda.entity import Entity
from services.agenda.partners.boards.models import (
    Advice,
    AdviceKind,
    Board,
    BoardMember,
    Kind,
    MemberStatus,
    Status,
)
from services.agenda.partners.organisations.models import Role
from shared.contracts.agenda.boards import BoardAdviceGiven, BoardDissolved, BoardInstalled
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.periods import holds, overlap
from shared.kernel.principal import TenantKind
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "board",
    Status.INSTALLED,
    {
        (Status.INSTALLED, "seat_member"): Status.INSTALLED,
        (Status.INSTALLED, "advise"): Status.INSTALLED,
        (Status.INSTALLED, "dissolve"): Status.DISSOLVED,
    },
    source="B45-B48",
)
MEMBER_LIFE = Lifecycle(
    "board-member",
    MemberStatus.SITTING,
    {(MemberStatus.SITTING, "leave"): MemberStatus.LEFT},
    source="B48",
)
DATES = Rule(
    "board.dates",
    "What a board does, and who joins or leaves it, comes after it was installed, in the order of time.",
    source="B46, B48",
    mend="Correct the dates.",
    refusal="The day does not fit the order of what happened to the board",
)
ONE_CHAIR = Rule(
    "board.one-chair",
    "A board has one chair (voorzitter) at a time.",
    source="B46, B48",
    mend="Record first that the chair in the answer left its seat, or give the seat without the chair.",
    refusal="The board has a chair already",
)
WHOLE_HELIX = Rule(
    "board.whole-helix",
    "An economic board speaks with government, business and knowledge institutions on it.",
    source="B48, A8",
    mend="Seat a member of each missing part.",
    refusal="Government, business or knowledge is not on the board",
)
MANDATED = Rule(
    "board.mandate",
    "A board decides only within a mandate; without one it advises.",
    source="B48, B10",
    mend="Record it as ADVICE, or install the board with its mandate.",
    refusal="The board has no mandate to decide on this",
)
KNOWN_SUBJECT = Rule(
    "advice.known-subject",
    "An advice on a record names its kind and its id, and the record is there to be read.",
    source="B48",
    mend="Give subjectKind and subjectId of a record you can read, or neither.",
    refusal="The record that the advice is on is not named whole, or cannot be read",
)
OWN_MANDATE = Rule(
    "board.own-mandate",
    "A board decides on records of the body that installed it; on those of others it advises.",
    source="B48, B7, B10",
    mend="Record it as ADVICE, or leave the decision to the body that owns the record.",
    refusal="The record is not of the body that installed the board",
    status=403,
    audited=True,
)
GIVE = (LIFE.rule, DATES, WHOLE_HELIX, MANDATED, OWN_MANDATE, KNOWN_SUBJECT)
PARTS = (Role.GOVERNMENT, Role.BUSINESS, Role.KNOWLEDGE)


def install(board: Board) -> BoardInstalled:
    """Install (instellen) a board, a taskforce or a committee (B45-B48)."""
    in_order = [day for day in (board.advice_due_on, board.closes_on) if day is not None]
    DATES.require(all(board.installed_on <= day for day in in_order), installed_on=board.installed_on)
    return BoardInstalled(
        board_id=board.id,
        kind=board.kind,
        name=board.name,
        region_code=board.region_code,
        installed_on=board.installed_on,
        advice_due_on=board.advice_due_on,
    )


def seat(board: Board, member: BoardMember, members: list[BoardMember]) -> BoardMember:
    """Give an organisation a seat, beside the `members` that have or had one; the chair's is one of them."""
    LIFE.after(board.status, "seat_member")
    DATES.require(board.installed_on <= member.joined_on, installed_on=board.installed_on)
    first, last = member.joined_on, member.left_on
    chairs = [m for m in members if m.chair and overlap(m.joined_on, m.left_on, first, last)]
    ONE_CHAIR.require(not (member.chair and chairs), chairs=[str(m.id) for m in chairs])
    board.members += 1
    return member


def leave(member: BoardMember, on: date) -> None:
    """Record the last day of a member."""
    status = MEMBER_LIFE.after(member.status, "leave")
    DATES.require(member.joined_on <= on, joined_on=member.joined_on)
    member.status = status
    member.left_on = on


def sitting(members: list[BoardMember], on: date) -> dict[str, int]:
    """How many members of each role sit on a day."""
    there = [m.role for m in members if holds(m.joined_on, m.left_on, on)]
    return {role.value: there.count(role) for role in Role}


def chair_on(members: list[BoardMember], on: date) -> UUID | None:
    """The seat of who chairs the board on a day, if anybody does (B46)."""
    return next((m.id for m in members if m.chair and holds(m.joined_on, m.left_on, on)), None)


def advise(
    board: Board, advice: Advice, members: list[BoardMember], subject: Entity | None, today: date
) -> BoardAdviceGiven:
    """Record what a board advised or decided (B46-B48); `subject` is the record it named, if there is one."""
    LIFE.after(board.status, "advise")
    DATES.require(board.installed_on <= advice.given_on <= today, installed_on=board.installed_on)
    KNOWN_SUBJECT.require((advice.subject_kind is None) == (advice.subject_id is None))
    KNOWN_SUBJECT.require((advice.subject_id is None) == (subject is None))
    MANDATED.require(advice.kind is AdviceKind.ADVICE or board.mandate is not None)
    own = subject is None or board.owner in (subject.owner, TenantKind.STATE)
    OWN_MANDATE.require(advice.kind is AdviceKind.ADVICE or own)
    seats = sitting(members, advice.given_on)
    missing = [part.value for part in PARTS if not seats[part]] if not seats[Role.TRIPLE_HELIX] else []
    WHOLE_HELIX.require(board.kind is not Kind.ECONOMIC_BOARD or not missing, missing=missing)

    advice.chair_id = chair_on(members, advice.given_on)
    board.advice_due_on = None
    board.advices += 1
    return BoardAdviceGiven(
        board_id=board.id,
        advice_id=advice.id,
        board_kind=board.kind,
        kind=advice.kind,
        outcome=advice.outcome,
        given_on=advice.given_on,
        subject_kind=advice.subject_kind,
        subject_id=advice.subject_id,
        chair_id=advice.chair_id,
    )


def dissolve(board: Board, on: date) -> BoardDissolved:
    """Dissolve (opheffen) a board; what it advised stays."""
    status = LIFE.after(board.status, "dissolve")
    DATES.require(board.installed_on <= on, installed_on=board.installed_on)
    board.status = status
    board.dissolved_on = on
    return BoardDissolved(board_id=board.id, kind=board.kind, region_code=board.region_code, dissolved_on=on)
