"""Periods of whole days: the first and the last day are both of them, and no last day means without end."""

from datetime import date


def holds(first: date, last: date | None, on: date) -> bool:
    """Whether a period holds on a day."""
    return first <= on and (last is None or on <= last)


def overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two periods share a day."""
    return (other_last is None or first <= other_last) and (last is None or other_first <= last)
