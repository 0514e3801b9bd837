"""What a goal asks: its gap and the yearly growth that closes it (A2)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

PLACES = Decimal("0.0001")


def measured(goal: Mapping[str, Any]) -> dict[str, Any]:
    """A goal with its gap (target less baseline) and the growth a year that is needed, in percent (A2)."""
    growth = yearly_growth(goal["baseline"], goal["target"], goal["target_year"] - goal["baseline_year"])
    gap = goal["target"] - goal["baseline"]
    return {**goal, "gap": gap, "growth_percent": None if growth is None else f"{growth:f}"}


def yearly_growth(baseline: int | Decimal, target: int | Decimal, years: int) -> Decimal | None:
    """Compound growth a year in percent, half up to four places; None where there is no such figure."""
    if baseline <= 0 or target <= 0 or years <= 0:
        return None
    with localcontext() as context:
        context.prec = 40
        ratio = Decimal(target) / Decimal(baseline)
        growth = ((ratio.ln() / years).exp() - 1) * 100
    return growth.quantize(PLACES, ROUND_HALF_UP)
