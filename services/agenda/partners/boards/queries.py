"""Selections of boards' members."""

from datetime import date

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.partners.boards.models import Board, BoardMember
from shared.store.periods import holds_on


def members_of(board: Board) -> Select[BoardMember]:
    """Everybody who ever had a seat."""
    return select(BoardMember).where(BoardMember.board_id == board.id)


def sitting(on: date | None) -> ColumnElement[bool]:
    """Members who sit on a day; all of them for None."""
    return true() if on is None else holds_on(BoardMember.joined_on, BoardMember.left_on, on)
