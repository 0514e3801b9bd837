"""What the agenda service tells of economic boards, taskforces and committees."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import ADVICE, AGENDA, BOARD, SEAT
from shared.kernel.events import Event


class BoardInstalled(AgendaEvent):
    """An economic board, taskforce or committee was installed (ingesteld) for an area (B45–B48)."""

    fact = "board-installed"
    aggregate = "board_id"

    board_id: UUID
    kind: str
    name: str
    region_code: str
    installed_on: date
    advice_due_on: date | None


class BoardAdviceGiven(AgendaEvent):
    """A board or committee gave its advice or took a decision (advies, besluit; B46–B48).

    Since 1.1.0 also the seat of who chaired it that day, if anybody did.
    """

    fact = "board-advice-given"
    semver = "1.1.0"
    aggregate = "board_id"

    board_id: UUID
    advice_id: UUID
    board_kind: str
    kind: str
    outcome: str
    given_on: date
    subject_kind: str | None
    subject_id: UUID | None
    chair_id: UUID | None = None


class BoardDissolved(AgendaEvent):
    """A board, taskforce or committee was dissolved (opgeheven); its advice stays (B45–B48)."""

    fact = "board-dissolved"
    aggregate = "board_id"

    board_id: UUID
    kind: str
    region_code: str
    dissolved_on: date


EVENTS: list[type[Event]] = [BoardInstalled, BoardAdviceGiven, BoardDissolved]
EXAMPLES: list[Event] = [
    BoardInstalled(
        board_id=BOARD,
        kind="ECONOMIC_BOARD",
        name="Economic Board Groningen",
        region_code="CR03",
        installed_on=date(2014, 3, 1),
        advice_due_on=None,
    ),
    BoardAdviceGiven(
        board_id=BOARD,
        advice_id=ADVICE,
        board_kind="ECONOMIC_BOARD",
        kind="ADVICE",
        outcome="POSITIVE",
        given_on=date(2014, 10, 1),
        subject_kind="AGENDA",
        subject_id=AGENDA,
        chair_id=SEAT,
    ),
    BoardDissolved(
        board_id=BOARD, kind="ECONOMIC_BOARD", region_code="CR03", dissolved_on=date(2020, 12, 31)
    ),
]
