"""What the agenda service tells of indicators."""

from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import OBSERVATION
from shared.kernel.events import Event


class IndicatorUpdated(AgendaEvent):
    """An indicator has a value, or a revision of one, for an area and a year (A10, B5)."""

    fact = "indicator-updated"
    aggregate = "observation_id"

    observation_id: UUID
    code: str
    edition: int
    area_code: str
    year: int
    revision: int
    status: str


EVENTS: list[type[Event]] = [IndicatorUpdated]
EXAMPLES: list[Event] = [
    IndicatorUpdated(
        observation_id=OBSERVATION,
        code="GROSS_REGIONAL_PRODUCT",
        edition=1,
        area_code="CR36",
        year=2013,
        revision=1,
        status="PROVISIONAL",
    )
]
