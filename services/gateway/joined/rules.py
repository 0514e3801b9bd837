"""One list of the rows that three services have, in one order, a page at a time (pure)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from typing import Any

from services.gateway.dossiers.rules import OK, Row

SERVICES = ("agenda", "funding", "loans")
ENDED = ""  # the mark of a service whose last row was shown

Order = tuple[str, ...]  # the fields by which the rows of every service are in order


@dataclass(frozen=True)
class Stretch:
    """The rows that one service gave from a mark on, or why there are none; and the mark after them.

    A mark is the cursor of the service's own list; without one it is read from its first row.
    """

    service: str
    outcome: str
    mark: str | None
    rows: Sequence[Row] = field(default_factory=tuple)
    following: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the service has more to show."""
        return self.outcome == OK and self.following != ENDED


def shares(stretches: Sequence[Stretch], order: Order, most: int) -> list[int]:
    """How many rows of each stretch are among the first `most` of all; they are its first ones."""
    told = [[(_place(row, order), index) for row in each.rows] for index, each in enumerate(stretches)]
    first = [index for _, index in islice(merge(*told), most)]
    return [first.count(index) for index in range(len(stretches))]


def joined(stretches: Sequence[Stretch], order: Order) -> list[dict[str, Any]]:
    """The rows of all stretches in one order, each with the service that keeps it."""
    told = [[{**row, "service": each.service} for row in each.rows] for each in stretches]
    return list(merge(*told, key=lambda row: _place(row, order)))


def marks(stretches: Sequence[Stretch]) -> bytes | None:
    """Where the next page begins in each service; None when no service that answers has more.

    A service that did not answer is asked again from where it was.
    """
    if not any(each.goes_on for each in stretches):
        return None
    after = {each.service: each.following if each.outcome == OK else each.mark for each in stretches}
    return json.dumps(after).encode()


def begun(content: bytes | None) -> Mapping[str, str | None]:
    """The marks of a page by service; without any it is the first."""
    return dict.fromkeys(SERVICES) if content is None else json.loads(content)


def _place(row: Row, order: Order) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in order)
