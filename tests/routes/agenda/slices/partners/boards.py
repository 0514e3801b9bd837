"""Boards, their members and their advice in the matrix."""

from typing import Any

from services.agenda.partners.boards import rules
from services.agenda.partners.boards.models import Advice, Board, BoardMember, MemberStatus, Status
from shared.store.engine import Sessions
from shared.testing.factories import stored
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

OWNERS = (*REGIONS, "state")


async def board(rows: Sessions, owner: str) -> dict[str, Any]:
    """The board somebody sits on."""
    return {"board_id": (await stored(rows, Board, owner=owner)).id}


SLICE = Slice(
    kept=(
        *(Kept("agenda", "boards", Board, OWNERS, EVERYONE, values={"status": status}) for status in Status),
        *(
            Kept("agenda", "board-members", BoardMember, OWNERS, EVERYONE, values={"status": status})
            for status in MemberStatus
        ),
        Kept("agenda", "advices", Advice, OWNERS, EVERYONE),
    ),
    parents={BoardMember: board, Advice: board},
    changes={"agenda:contribute": "install_board seat_member leave_board give_advice dissolve_board"},
    bodies={
        "seat_member": {"organisation": "TU", "role": "KNOWLEDGE", "joinedOn": "2015-02-01"},
        "leave_board": {"leftOn": "2016-01-01"},
        "give_advice": {"kind": "ADVICE", "outcome": "POSITIVE", "givenOn": "2015-02-01", "text": "Do it."},
        "dissolve_board": {"dissolvedOn": "2016-01-01"},
    },
    steps=(
        Steps(
            rules.LIFE,
            Board,
            "boards",
            {"seat_member": "seat_member", "advise": "give_advice", "dissolve": "dissolve_board"},
        ),
        Steps(rules.MEMBER_LIFE, BoardMember, "board-members", {"leave": "leave_board"}),
    ),
    public="list_boards get_board list_members count_seats get_member list_board_members list_advices "
    "get_advice",
)
