"""Observations in the matrix."""

from services.agenda.indicators.observations.models import Observation
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice

SLICE = Slice(
    kept=(Kept("agenda", "observations", Observation, (*REGIONS, "state"), EVERYONE),),
    changes={"agenda:measure": "store_observation"},
    public="list_observations get_observation roll_up compare_series",
)
