"""What the agenda service tells of the catalogue of instruments."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import INSTRUMENT, WINDOW
from shared.kernel.events import Event


class InstrumentPublished(AgendaEvent):
    """An instrument is in the catalogue (bekendgemaakt; A24, B18)."""

    fact = "instrument-published"
    aggregate = "instrument_id"

    instrument_id: UUID
    code: str
    name: str
    level: str
    policy_line: int
    generic: bool
    region_codes: list[str]
    topsectors: list[str]
    valid_from: date
    valid_until: date | None


class InstrumentOpened(AgendaEvent):
    """An instrument takes applications (opengesteld; A24)."""

    fact = "instrument-opened"
    aggregate = "instrument_id"

    instrument_id: UUID
    window_id: UUID
    code: str
    name: str
    opens_on: date
    closes_on: date
    ceiling_cents: int | None


class InstrumentClosed(AgendaEvent):
    """An instrument takes no more applications (gesloten; A24)."""

    fact = "instrument-closed"
    aggregate = "instrument_id"

    instrument_id: UUID
    window_id: UUID
    code: str
    closed_on: date


class InstrumentEnded(AgendaEvent):
    """An instrument ended with its last day; it stays in the catalogue as history (beëindigd; B51)."""

    fact = "instrument-ended"
    aggregate = "instrument_id"

    instrument_id: UUID
    code: str
    valid_until: date


EVENTS: list[type[Event]] = [InstrumentPublished, InstrumentOpened, InstrumentClosed, InstrumentEnded]
EXAMPLES: list[Event] = [
    InstrumentPublished(
        instrument_id=INSTRUMENT,
        code="SECTORPLANNEN",
        name="Regeling cofinanciering sectorplannen",
        level="NATIONAL",
        policy_line=2,
        generic=True,
        region_codes=[],
        topsectors=[],
        valid_from=date(2013, 10, 1),
        valid_until=date(2016, 12, 31),
    ),
    InstrumentOpened(
        instrument_id=INSTRUMENT,
        window_id=WINDOW,
        code="SECTORPLANNEN",
        name="Regeling cofinanciering sectorplannen",
        opens_on=date(2015, 3, 1),
        closes_on=date(2015, 5, 31),
        ceiling_cents=150_000_000_00,
    ),
    InstrumentClosed(
        instrument_id=INSTRUMENT, window_id=WINDOW, code="SECTORPLANNEN", closed_on=date(2015, 5, 31)
    ),
    InstrumentEnded(instrument_id=INSTRUMENT, code="WBSO", valid_until=date(2015, 12, 31)),
]
