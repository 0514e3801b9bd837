"""Selections of boards' members and of the records they advise on."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true

from services.agenda.boards.models import Board, BoardMember
from services.agenda.entity import Entity, kinds


def members_of(board: Board) -> Select[BoardMember]:
    """Everybody who ever had a seat."""
    return select(BoardMember).where(BoardMember.board_id == board.id)


def sitting(on: date | None) -> ColumnElement[bool]:
    """Members who sit on a day; all of them for None."""
    if on is None:
        return true()
    return (BoardMember.joined_on <= on) & or_(BoardMember.left_on.is_(None), BoardMember.left_on >= on)


def record(kind: str | None, id: UUID | None) -> Select[Entity]:
    """A record by its kind and id; an unknown kind is searched among the boards and not found."""
    entity: type[Entity] = kinds().get(kind or "", Board)
    return select(entity).where(entity.id == id)
