"""What the agenda service tells of instruments of spatial law."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import PROJECT, SPATIAL_INSTRUMENT
from shared.kernel.events import Event


class SpatialInstrumentLinked(AgendaEvent):
    """An instrument of the Omgevingswet, or of the law before it, carries a record (A22)."""

    fact = "spatial-instrument-linked"
    aggregate = "instrument_id"

    instrument_id: UUID
    region_code: str
    kind: str
    authority: str
    identifier: str
    decided_on: date
    subject_kind: str
    subject_id: UUID


class SpatialInstrumentEnded(AgendaEvent):
    """An instrument that carries a record was replaced or lapsed (vervallen; A22)."""

    fact = "spatial-instrument-ended"
    aggregate = "instrument_id"

    instrument_id: UUID
    region_code: str
    subject_kind: str
    subject_id: UUID
    ended_on: date


EVENTS: list[type[Event]] = [SpatialInstrumentLinked, SpatialInstrumentEnded]
EXAMPLES: list[Event] = [
    SpatialInstrumentLinked(
        instrument_id=SPATIAL_INSTRUMENT,
        region_code="CR36",
        kind="ENVIRONMENTAL_PLAN",
        authority="Gemeenteraad Eindhoven",
        identifier="/akn/nl/act/gm0772/2024/omgevingsplan",
        decided_on=date(2024, 1, 1),
        subject_kind="PROJECT",
        subject_id=PROJECT,
    ),
    SpatialInstrumentEnded(
        instrument_id=SPATIAL_INSTRUMENT,
        region_code="CR36",
        subject_kind="PROJECT",
        subject_id=PROJECT,
        ended_on=date(2025, 1, 1),
    ),
]
