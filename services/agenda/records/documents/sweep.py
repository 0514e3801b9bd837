"""Sweeps the object store: what an upload left behind when its process died before the commit."""

from datetime import datetime, timedelta

from services.agenda.records.documents import queries
from shared.objects.store import Objects
from shared.store.tx import Tx
from shared.web.files import UPLOADED

SURELY_OVER = timedelta(days=1)  # an upload lasts a minute at most; its object is younger than its commit


async def sweep(objects: Objects, tx: Tx, now: datetime) -> int:
    """Remove the objects that no record names; how many that were. It can be run at any time, and again."""
    removed = 0
    async for keys in objects.older_than(now - SURELY_OVER, UPLOADED):
        named = set(await tx.session.scalars(queries.named(keys)))
        orphans = [key for key in keys if key not in named]
        await objects.remove(*orphans)
        removed += len(orphans)
    return removed
