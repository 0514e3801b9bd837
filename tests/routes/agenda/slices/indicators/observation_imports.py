"""Imports of observations in the matrix."""

from services.agenda.indicators.observation_imports import rules
from services.agenda.indicators.observation_imports.models import ObservationImport
from tests.routes.matrix import REGIONS, Kept, Slice, Steps

OWNERS = (*REGIONS, "state")


SLICE = Slice(
    kept=(Kept("agenda", "observation-imports", ObservationImport, OWNERS),),
    changes={"agenda:measure": "announce_import upload_observations withdraw_import"},
    bodies={"withdraw_import": {"reason": "The wrong year"}},
    steps=(
        Steps(
            rules.LIFE,
            ObservationImport,
            "observation-imports",
            {
                "receive": "upload_observations",
                "withdraw": "withdraw_import",
                "read": "timer:read_imports",
                "store": "timer:end_imports",
                "refuse": "timer:end_imports",
            },
        ),
    ),
)
