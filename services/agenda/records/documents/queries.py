"""Documents that wait for their bytes, and objects that no document names."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import CompoundSelect, Select, select, union

from services.agenda.indicators.observation_imports.models import ObservationImport
from services.agenda.records.documents.models import Document, Status


def overdue(today: date, most: int) -> Select[Document]:
    """Announced documents whose bytes did not come in time, the oldest first."""
    late = select(Document).where(Document.status == Status.ANNOUNCED, Document.upload_due_on < today)
    return late.order_by(Document.upload_due_on).limit(most)


def named(keys: Collection[str]) -> CompoundSelect[str | None]:
    """Those of the keys that some document or import names."""
    columns = (Document.content_key, ObservationImport.content_key)
    return union(*(select(column).where(column.in_(keys)) for column in columns))
