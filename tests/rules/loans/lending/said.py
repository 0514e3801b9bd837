"""Terms of a loan in a few words, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.loans.lending.schedules.facts import Fact, FactKind
from services.loans.lending.schedules.rows import Row, RowKind
from services.loans.lending.schedules.rules import Calculation
from services.loans.lending.schedules.terms import (
    Allocation,
    Amortisation,
    Calendar,
    DayCount,
    Every,
    Interest,
    Part,
    Repayment,
    Terms,
)

ORDER = (Part.COSTS, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)
START = date(2026, 1, 1)
QUARTERLY = Calendar(every=Every.QUARTER)


def loan(
    principal_cents: int,
    kind: Amortisation,
    instalments: int | None,
    percent: str | None,
    *,
    starts_on: date = START,
    day_count: DayCount = DayCount.THIRTY_E_360,
    repayment: dict[str, Any] | None = None,
    interest: dict[str, Any] | None = None,
    allocation: dict[str, Any] | None = None,
    **others: Any,
) -> Terms:
    """Terms with what a test says, and else what is common."""
    rate = None if percent is None else Decimal(percent)
    return Terms(
        principal_cents,
        starts_on,
        Repayment(kind, instalments, **(repayment or {})),
        Interest(rate, day_count=day_count, **(interest or {})),
        Allocation(ORDER, ORDER, **(allocation or {})),
        **others,
    )


def paid(on: str, cents: int, **others: Any) -> Fact:
    """A payment."""
    return Fact(FactKind.PAYMENT, date.fromisoformat(on), amount_cents=cents, **others)


def fact(kind: FactKind, on: str, **others: Any) -> Fact:
    """Any other fact."""
    return Fact(kind, date.fromisoformat(on), **others)


def instalments(found: Calculation) -> list[Row]:
    """The rows of what falls due."""
    return [row for row in found.rows if row.kind is RowKind.INSTALMENT]
