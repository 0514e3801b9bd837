"""Sweeps the object store: what an upload left behind when its process died before the commit."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import CompoundSelect, select, union

from services.agenda.indicators.observation_imports.models import ObservationImport
from services.agenda.records.documents.models import Document
from shared.objects.store import Objects
from shared.store.tx import Tx
from shared.web.files import UPLOADED

SURELY_OVER = timedelta(days=1)  # an upload lasts a minute at most; its object is younger than its commit


async def sweep(objects: Objects, tx: Tx, now: datetime) -> int:
    """Remove the objects that no record names; how many that were. It can be run at any time, and again."""
    removed = 0
    async for keys in objects.older_than(now - SURELY_OVER, UPLOADED):
        named = set(await tx.session.scalars(_named(keys)))
        orphans = [key for key in keys if key not in named]
        await objects.remove(*orphans)
        removed += len(orphans)
    return removed


def _named(keys: Collection[str]) -> CompoundSelect[str | None]:
    """Those of the keys that some record names; a kind that is forgotten here loses its files."""
    columns = (Document.content_key, ObservationImport.content_key)
    return union(*(select(column).where(column.in_(keys)) for column in columns))
