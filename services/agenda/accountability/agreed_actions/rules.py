"""Actions that were agreed, with the day each is due and the day it was completed; numbered from one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

Actions = Sequence[dict[str, Any]]


def agreed(actions: Actions) -> list[dict[str, Any]]:
    """Actions as they are stored when they are agreed: none is completed."""
    return [{**action, "completed_on": None} for action in actions]


def still_open(actions: Actions) -> list[int]:
    """The numbers of the actions that are not completed."""
    return [number for number, action in enumerate(actions, 1) if action["completed_on"] is None]


def completed(actions: Actions, number: int, today: date) -> list[dict[str, Any]]:
    """The actions, with this one completed today."""
    return [
        {**action, "completed_on": str(today)} if n == number else action
        for n, action in enumerate(actions, 1)
    ]


def first_due(actions: Actions) -> date | None:
    """The day on which the first open action is due; None when all are completed."""
    days = [action["due_on"] for action in actions if action["completed_on"] is None]
    return date.fromisoformat(min(days)) if days else None
