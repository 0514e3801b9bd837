"""Documents that wait for their bytes."""

from datetime import date

from sqlalchemy import Select, select

from services.agenda.records.documents.models import Document, Status


def overdue(today: date, most: int) -> Select[Document]:
    """Announced documents whose bytes did not come in time, the oldest first."""
    late = select(Document).where(Document.status == Status.ANNOUNCED, Document.upload_due_on < today)
    return late.order_by(Document.upload_due_on).limit(most)
