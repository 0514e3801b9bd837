"""Instruments of spatial law in the matrix."""

from services.agenda.spatial.instruments import rules
from services.agenda.spatial.instruments.models import SpatialInstrument, Status
from tests.routes.matrix import EVERYONE, REGIONS, Kept, Slice, Steps

SLICE = Slice(
    kept=tuple(
        Kept("agenda", "spatial-instruments", SpatialInstrument, REGIONS, EVERYONE, values={"status": status})
        for status in Status
    ),
    changes={"agenda:write": "link_spatial_instrument end_spatial_instrument"},
    bodies={"end_spatial_instrument": {"endedOn": "2024-01-01"}},
    steps=(Steps(rules.LIFE, SpatialInstrument, "spatial-instruments", {"end": "end_spatial_instrument"}),),
    public="list_spatial_instruments get_spatial_instrument",
)
