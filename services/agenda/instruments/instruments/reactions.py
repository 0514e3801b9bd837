"""What time makes of instruments and their windows."""

from services.agenda.instruments.instruments import queries, rules
from services.agenda.instruments.instruments.models import Instrument
from shared.store.tx import Tx


async def step_catalogue(tx: Tx) -> None:
    """End instruments after their last day; open windows from their first day to their last (A24, B51)."""
    for instrument in await tx.all(queries.to_end(tx.today), lock=True):
        left = await tx.all(queries.windows_of(instrument), lock=True)
        tx.emit(*rules.end(instrument, left, instrument.valid_until, tx.today))
    for window in await tx.all(queries.to_open(tx.today), lock=True):
        instrument = await tx.get(Instrument, window.instrument_id, lock=True)
        tx.emit(rules.open_window(window, instrument, tx.today))
    for window in await tx.all(queries.to_close(tx.today), lock=True):
        instrument = await tx.get(Instrument, window.instrument_id, lock=True)
        tx.emit(*rules.close_window(window, instrument, tx.today))
