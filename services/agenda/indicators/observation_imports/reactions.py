"""What time makes of imports: their lines are looked at part by part, and stored all at once."""

from typing import Any

from services.agenda.indicators.indicators.areas import area_of
from services.agenda.indicators.observation_imports import queries, rules
from services.agenda.indicators.observation_imports.models import ObservationImport
from services.agenda.indicators.observations.models import Observation
from shared.store.tx import Tx


async def read_imports(tx: Tx) -> None:
    """Look at the next lines of the oldest import (A10, B5); how far it is shows after each part."""
    for found in await tx.all(queries.being_read(), lock=True):
        span = (found.lines_read, found.lines_read + rules.AT_ONCE)
        tx.session.add_all(rules.examine(found, *await _part(tx, found, span)))
        rules.looked_at(found, span[1])


async def end_imports(tx: Tx) -> None:
    """Store the observations of an import of which every line is right, or nothing of it (A10, B5).

    Every line is looked at once more, as others may have stored values since.
    """
    examined = await tx.all(queries.read_whole(right=True), lock=True)
    for found in examined:
        for span in rules.spans(found):
            tx.session.add_all(rules.examine(found, *await _part(tx, found, span, lock=True)))
    await tx.flush()
    for found in await tx.all(queries.read_whole(right=False), lock=True):
        rules.refuse(found)
        tx.audit("observation-import.refused", found.id, {"problems": found.problem_count})
        await tx.session.execute(queries.unstage(found.id))
    for found in rules.still_right(examined):
        for span in rules.spans(found):
            await _store(tx, found, span)
        codes = list(await tx.session.scalars(queries.codes(found.id)))
        held = await tx.session.scalar(queries.held(found.id))
        tx.emit(rules.stored(found, codes, held or 0))
        await tx.session.execute(queries.unstage(found.id))


async def _store(tx: Tx, found: ObservationImport, span: queries.Span) -> None:
    changed = rules.store(found, *await _part(tx, found, span, lock=True))
    await tx.flush()  # what was the latest no longer is when its revision becomes it
    tx.session.add_all(changed)
    await tx.flush()


async def _part(
    tx: Tx, found: ObservationImport, span: queries.Span, *, lock: bool = False
) -> tuple[rules.Lines, rules.Known]:
    """Some lines of an import, and what is stored already that they have to do with."""
    rows = [dict(row) for row in (await tx.session.execute(queries.lines(found.id, span))).mappings()]
    made: dict[str, Any] = {"owner": found.owner, "measured_on": found.received_on}
    lines = [(row.pop("line"), row.pop("import_id"), Observation(**made, **row)) for row in rows]
    return [(line, each) for line, _, each in lines], rules.Known(
        indicators={(i.code, i.edition): i for i in await tx.all(queries.editions(found.id, span))},
        clusters={area_of(c): c for c in await tx.all(queries.clusters(found, span))},
        before={rules.key_of(o): o for o in await tx.all(queries.before(found.id, span), lock=lock)},
        earlier=dict(iter(await tx.session.execute(queries.earlier(found.id, span)))),
    )
