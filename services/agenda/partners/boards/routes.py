"""Economic boards, taskforces and committees over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request

from services.agenda.entity import RECORDS
from services.agenda.partners.boards import queries, rules
from services.agenda.partners.boards.models import Advice, Board, BoardMember
from services.agenda.partners.boards.schema import (
    AdviceIn,
    AdviceOut,
    AdviceQuery,
    BoardIn,
    BoardOut,
    BoardQuery,
    DissolutionIn,
    LeavingIn,
    MemberIn,
    MemberOut,
    MemberQuery,
    SeatsOut,
    SeatsQuery,
)
from shared.kernel.principal import Principal
from shared.kernel.rules import CHANGE, NOT_FOUND
from shared.kernel.takers import OWNER
from shared.kernel.voices import OWN_WORD
from shared.records.subjects import queries as subjects
from shared.web.auth import allow, anybody
from shared.web.paging import Listing, Page, page
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("boards")
advices = Router("advices")
members = Router("board-members")
routers = (router, members, advices)


STEP = (*CHANGE, rules.LIFE.rule)


@router.post(
    "",
    response_model=BoardOut,
    status_code=201,
    dependencies=[idempotent],
    responses=problems(OWN_WORD, rules.DATES),
)
async def install_board(
    body: BoardIn, tx: Transaction, author: Principal = allow("agenda:contribute")
) -> Board:
    """Install an economic board, a taskforce or a committee (B44–B48)."""
    board = tx.add(Board(owner=str(author.tenant), **body.model_dump(mode="python")))
    board.tasks = body.model_dump(mode="json")["tasks"]
    tx.emit(rules.install(board))
    return board


@router.get("", response_model=Page[BoardOut])
async def list_boards(
    request: Request,
    query: Annotated[BoardQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Board]:
    """Every board (B48)."""
    return await page(request, tx, Board, query)


@router.get("/{id}", response_model=BoardOut, responses=problems(NOT_FOUND))
async def get_board(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Board:
    """One board."""
    return await tx.get(Board, id)


@router.post(
    "/{id}/members",
    response_model=BoardOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES, rules.ONE_CHAIR),
)
async def seat_member(
    id: UUID,
    body: MemberIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Board:
    """Give an organisation a seat, the chair's if it is one (B46, B48)."""
    board = await tx.get(Board, id, by=OWNER, if_match=if_match)
    members = await tx.all(queries.members_of(board))
    member = BoardMember(owner=board.owner, board_id=board.id, **body.model_dump())
    tx.add(rules.seat(board, member, members))
    tx.audit("board.member-seated", board.id, body.model_dump(mode="json"))
    return board


@router.get("/{id}/members", response_model=Page[MemberOut], responses=problems(NOT_FOUND))
async def list_members(
    request: Request,
    id: UUID,
    query: Annotated[MemberQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[BoardMember]:
    """Who has or had a seat (B48)."""
    board = await tx.get(Board, id)
    where = queries.sitting(query.reference_date)
    return await page(request, tx, BoardMember, query, where, board_id=board.id)


@router.get("/{id}/seats", response_model=SeatsOut, responses=problems(NOT_FOUND))
async def count_seats(
    id: UUID,
    query: Annotated[SeatsQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> dict[str, Any]:
    """The number of members per part of the triple helix on a day, and who chairs them (B46, B48)."""
    board = await tx.get(Board, id)
    found = await tx.all(queries.members_of(board))
    on = query.reference_date or tx.today
    return {
        "reference_date": on,
        "seats": rules.sitting(found, on),
        "chair_id": rules.chair_on(found, on),
    }


@members.get("/{id}", response_model=MemberOut, responses=problems(NOT_FOUND))
async def get_member(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> BoardMember:
    """One seat."""
    return await tx.get(BoardMember, id)


@members.get("", response_model=Page[MemberOut])
async def list_board_members(
    request: Request,
    query: Annotated[MemberQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[BoardMember]:
    """The seats of all boards."""
    return await page(request, tx, BoardMember, query, queries.sitting(query.reference_date))


@members.post(
    "/{id}/departures",
    response_model=MemberOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, rules.MEMBER_LIFE.rule, rules.DATES),
)
async def leave_board(
    id: UUID,
    body: LeavingIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> BoardMember:
    """Record the last day of a member."""
    member = await tx.get(BoardMember, id, by=OWNER, if_match=if_match)
    rules.leave(member, body.left_on)
    tx.audit("board.member-left", member.board_id, body.model_dump(mode="json"))
    return member


@router.post(
    "/{id}/advices",
    response_model=BoardOut,
    dependencies=[idempotent],
    responses=problems(*STEP, *rules.GIVE),
)
async def give_advice(
    id: UUID,
    body: AdviceIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Board:
    """Record what a board advised or decided, on a record if it names one (B46–B48)."""
    board = await tx.get(Board, id, by=OWNER, if_match=if_match)
    seated = await tx.all(queries.members_of(board))
    subject = await tx.find(subjects.record(RECORDS, body.subject_kind, body.subject_id))
    advice = Advice(owner=board.owner, board_id=board.id, **body.model_dump())
    tx.emit(rules.advise(board, advice, seated, subject, tx.today))
    tx.add(advice)
    return board


@advices.get("", response_model=Page[AdviceOut])
async def list_advices(
    request: Request,
    query: Annotated[AdviceQuery, Query()],
    tx: Transaction,
    _: Principal = anybody("agenda:read"),
) -> Listing[Advice]:
    """What boards advised and decided, on one record if asked (B48)."""
    return await page(request, tx, Advice, query)


@advices.get("/{id}", response_model=AdviceOut, responses=problems(NOT_FOUND))
async def get_advice(id: UUID, tx: Transaction, _: Principal = anybody("agenda:read")) -> Advice:
    """One advice or decision."""
    return await tx.get(Advice, id)


@router.post(
    "/{id}/dissolutions",
    response_model=BoardOut,
    dependencies=[idempotent],
    responses=problems(*STEP, rules.DATES),
)
async def dissolve_board(
    id: UUID,
    body: DissolutionIn,
    tx: Transaction,
    if_match: IfMatch,
    author: Principal = allow("agenda:contribute"),
) -> Board:
    """Dissolve a board; what it advised stays readable."""
    board = await tx.get(Board, id, by=OWNER, if_match=if_match)
    tx.emit(rules.dissolve(board, body.dissolved_on))
    return board
