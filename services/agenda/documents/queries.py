"""Documents that wait for their bytes, and objects that no document names."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select

from services.agenda.documents.models import Document, Status


def overdue(today: date, most: int) -> Select[Document]:
    """Announced documents whose bytes did not come in time, the oldest first."""
    late = select(Document).where(Document.status == Status.ANNOUNCED, Document.upload_due_on < today)
    return late.order_by(Document.upload_due_on).limit(most)


def named(keys: Collection[str]) -> Select[str | None]:
    """Those of the keys that some document names."""
    return select(Document.content_key).where(Document.content_key.in_(keys))
