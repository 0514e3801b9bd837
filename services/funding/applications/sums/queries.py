"""What the sums of portfolios are counted from."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select, tuple_

from services.funding.applications.applications.models import STANDING, Application, Status
from services.funding.programmes.portfolios.models import Portfolio

WEIGHED = (Status.ASSESSMENT, Status.READY_TO_DECIDE)


def uncounted() -> Select[Portfolio]:
    """Portfolios with an application that changed since all was counted, in the order to lock them in."""
    last = select(func.coalesce(func.max(Portfolio.counted_to), 0)).scalar_subquery()
    moved = select(Application.tranche_id, Application.landsdeel_code).where(Application.changed >= last)
    mine = tuple_(Portfolio.tranche_id, Portfolio.landsdeel_code)
    return select(Portfolio).where(mine.in_(moved)).order_by(Portfolio.id)


def sums(portfolios: Sequence[Portfolio]) -> Select[*tuple[Any, ...]]:
    """What the applications of these portfolios add up to now, under the names of their columns."""
    theirs = (Application.tranche_id, Application.landsdeel_code)
    wanted = tuple_(*theirs).in_([(each.tranche_id, each.landsdeel_code) for each in portfolios])
    requested, awarded = Application.requested_cents, Application.awarded_cents
    return (
        select(
            *theirs,
            *_sum("requested", requested, Application.status != Status.WITHDRAWN),
            *_sum("under_assessment", requested, Application.status.in_(WEIGHED)),
            *_sum("awarded", awarded, Application.status.in_(STANDING)),
        )
        .where(wanted)
        .group_by(*theirs)
    )


def _sum(name: str, amount: Any, which: ColumnElement[bool]) -> Iterator[ColumnElement[int]]:
    for what, each in (("cents", amount), ("plans", 1)):
        total = func.coalesce(func.sum(each).filter(which), 0)
        yield cast(total, BigInteger).label(f"{name}_{what}")
