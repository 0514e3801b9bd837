"""What the agenda service tells of yearly reports."""

from datetime import date
from uuid import UUID

from shared.contracts.agenda.event import AgendaEvent
from shared.contracts.known import REPORT
from shared.kernel.events import Event


class ReportPublished(AgendaEvent):
    """The progress report of a year was published, or a revision of it (voortgangsrapportage; B5)."""

    fact = "report-published"
    aggregate = "report_id"

    report_id: UUID
    subject_kind: str
    subject_code: str
    title: str
    year: int
    edition: int
    published_on: date


EVENTS: list[type[Event]] = [ReportPublished]
EXAMPLES: list[Event] = [
    ReportPublished(
        report_id=REPORT,
        subject_kind="AGENDA",
        subject_code="CR36",
        title="Brainport in 2015",
        year=2015,
        edition=1,
        published_on=date(2016, 4, 1),
    )
]
