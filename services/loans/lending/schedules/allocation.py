"""Where a receipt goes: what is past due, then what is due, each in its stated order (Awb 4:92)."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.loans.lending.schedules.rows import PAID, Demand, RowStatus
from services.loans.lending.schedules.terms import Across, Allocation, Part


def in_order(allocation: Allocation, demands: Sequence[Demand], on: date) -> Iterator[tuple[Demand, Part]]:
    """Every part of every demand, in the order in which money of that day pays them."""
    past = [demand for demand in demands if demand.row.due_on < on]
    due = [demand for demand in demands if demand.row.due_on >= on]
    for found, parts in ((past, allocation.past_due), (due, allocation.due)):
        if allocation.across is Across.PART:
            yield from ((demand, part) for part in parts for demand in found)
        else:
            yield from ((demand, part) for demand in found for part in parts)


def pay(demands: Sequence[Demand], amount_cents: int, allocation: Allocation, on: date) -> dict[Part, int]:
    """Pay what is open; how much of the amount went to which part, what is left over is a surplus."""
    found = dict.fromkeys(Part, 0)
    for demand, part in in_order(allocation, demands, on):
        taken = min(amount_cents, demand.open[part])
        if taken:
            amount_cents -= taken
            found[part] += taken
            demand.open[part] -= taken
            row, name = demand.row, PAID[part]
            setattr(row, name, getattr(row, name) + taken)
            row.paid_on = on
    return found


def still_open(demands: Sequence[Demand]) -> list[Demand]:
    """The demands of which something is open; each row says whether it was paid whole or in part."""
    for demand in demands:
        if not demand.total_cents:
            demand.row.status = RowStatus.PAID
        elif demand.row.paid_cents or demand.row.waived_cents:
            demand.row.status = RowStatus.PART_PAID
    return [demand for demand in demands if demand.total_cents or demand.late_units]
