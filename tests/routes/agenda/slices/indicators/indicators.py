"""Indicators and targets in the matrix."""

from typing import Any

from services.agenda.indicators.indicators.models import Indicator, Target
from shared.store.engine import Sessions
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice

OWNERS = (*REGIONS, "state")


async def years(rows: Sessions, owner: str) -> dict[str, Any]:
    """A target after its baseline."""
    return {"baseline_year": 2013, "target_year": 2018}


SLICE = Slice(
    kept=(
        Kept("agenda", "indicators", Indicator, OWNERS, EVERYONE),
        Kept("agenda", "targets", Target, OWNERS, EVERYONE),
    ),
    parents={Target: years},
    changes={"agenda:measure": "define_indicator set_target"},
    public="list_indicators get_indicator list_targets get_target",
)
