"""What is said of an observation, by a call or by a line of a file."""

from typing import Annotated

from pydantic import Field

from services.agenda.indicators.indicators.figures import Area, Figure, Year
from services.agenda.indicators.observations.models import PriceBasis, Status
from shared.web.schema import AS_TEXT, Code, Line, Write

Edition = Annotated[int, Field(ge=1, le=1000, description="The latest unless given.")]


class ObservationIn(Write):
    code: Code
    edition: Annotated[int, Field(ge=1, le=1000)]
    area_code: Area
    year: Year
    value: Figure
    price_basis: Annotated[PriceBasis, AS_TEXT]
    status: Annotated[Status, AS_TEXT]
    source: Line
    reason: Line | None = None
