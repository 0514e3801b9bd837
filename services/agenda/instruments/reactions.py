"""What time makes of windows."""

from services.agenda.instruments import queries, rules
from services.agenda.instruments.models import Instrument
from shared.store.tx import Tx


async def step_windows(tx: Tx) -> None:
    """Open windows on their first day and close them after their last (A24)."""
    for window in await tx.all(queries.to_open(tx.today), lock=True):
        tx.emit(rules.open_window(window, await tx.get(Instrument, window.instrument_id, lock=True)))
    for window in await tx.all(queries.to_close(tx.today), lock=True):
        tx.emit(rules.close_window(window, await tx.get(Instrument, window.instrument_id, lock=True)))
