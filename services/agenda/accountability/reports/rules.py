"""How a yearly report is assembled, adopted, published and revised."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.agenda.accountability.reports.models import Report, ReportVersion, Status, SubjectKind
from services.agenda.agendas.agendas.models import Agenda
from shared.contracts.agenda.reports import ReportPublished
from shared.kernel.calendar import legal_date
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "report",
    Status.PLANNED,
    {
        (Status.PLANNED, "collect"): Status.DATA_COLLECTION,
        (Status.DATA_COLLECTION, "collect"): Status.DATA_COLLECTION,
        (Status.DATA_COLLECTION, "write"): Status.DRAFT,
        (Status.DRAFT, "write"): Status.DRAFT,
        (Status.DRAFT, "collect"): Status.DATA_COLLECTION,
        (Status.DRAFT, "adopt"): Status.ADOPTED,
        (Status.ADOPTED, "publish"): Status.PUBLISHED,
        (Status.PUBLISHED, "revise"): Status.DATA_COLLECTION,
    },
    source="domain.md 3.23; B5",
)
SUBJECT = Rule(
    "report.known-subject",
    "A report on an agenda names an agenda of the caller's own body; other reports name none.",
    source="B5, B7",
    mend="Give agendaId for an agenda, and leave it out otherwise.",
    refusal="The report names no agenda of your body, or one where none belongs",
)
ONCE = Rule(
    "report.one-a-year",
    "There is one report a year on each subject; a published one is revised.",
    source="B5",
    mend="Revise the report that the answer names.",
    refusal="There is a report of this year on this subject",
)
YEAR_ENDED = Rule(
    "report.year-ended",
    "A report is adopted after its year has ended.",
    source="domain.md 3.1 (report_year), B5",
    mend="Wait until the year has ended.",
    refusal="The year of the report has not ended",
)
WHOLE_YEAR = Rule(
    "report.whole-year",
    "The figures of a report that is adopted were taken after its year had ended.",
    source="domain.md 3.1 (report_year), B5",
    mend="Collect the figures again.",
    refusal="The figures were taken before the year of the report had ended",
)
FOUR_EYES = FourEyes(
    "report.four-eyes",
    "Whoever wrote a report does not adopt it.",
    source="domain.md 3; B10",
    mend="Have another officer adopt it.",
    refusal="You wrote this report",
)
ADOPT = (LIFE.rule, FOUR_EYES, YEAR_ENDED, WHOLE_YEAR)


def plan(report: Report, alike: list[Report], agenda: Agenda | None) -> Report:
    """Plan the report of a year (B5); `alike` are on the same subject and year, `agenda` is what it names."""
    SUBJECT.require((report.subject_kind is SubjectKind.AGENDA) == (agenda is not None))
    SUBJECT.require((report.agenda_id is None) == (agenda is None))
    ONCE.require(not alike, reports=[str(other.id) for other in alike])
    return report


def collect(
    report: Report, figures: Sequence[tuple[str, str, int]], before: Sequence[dict[str, Any]], at: datetime
) -> None:
    """Take the figures (name, unit, value) as they are stored now, beside those of the year before."""
    status = LIFE.after(report.status, "collect")
    earlier = {figure["name"]: figure["value"] for figure in before}
    taken = [
        {
            "name": name,
            "unit": unit,
            "value": value,
            "change": value - earlier[name] if name in earlier else None,
        }
        for name, unit, value in figures
    ]

    report.status = status
    report.figures = taken
    report.digest = hashlib.sha256(json.dumps(taken, sort_keys=True).encode()).hexdigest()
    report.collected_at = at


def write(report: Report, sections: list[dict[str, Any]], author: Principal) -> None:
    """Write (opstellen) the sections beside the figures."""
    report.status = LIFE.after(report.status, "write")
    report.sections = sections
    report.written_by = with_author(report.written_by, author)


def adopt(report: Report, deciding_body: str, officer: Principal, today: date) -> None:
    """Adopt (vaststellen) a report by another person than who wrote it."""
    status = LIFE.after(report.status, "adopt")
    FOUR_EYES.require_another(officer, *report.written_by)
    YEAR_ENDED.require(report.year < today.year, year=report.year)
    taken_on = report.collected_at and legal_date(report.collected_at)
    WHOLE_YEAR.require(taken_on is not None and report.year < taken_on.year, collected_on=taken_on)
    report.status = status
    report.adopted_by = officer.subject
    report.deciding_body = deciding_body
    report.adopted_on = today


def publish(report: Report, today: date) -> tuple[ReportVersion, ReportPublished]:
    """Publish (openbaar maken) an adopted report; the version stays as it is for ever."""
    status = LIFE.after(report.status, "publish")
    report.status = status
    report.edition += 1
    version = ReportVersion(
        owner=report.owner,
        report_id=report.id,
        edition=report.edition,
        title=report.title,
        year=report.year,
        figures=report.figures,
        digest=report.digest or "",
        sections=report.sections,
        deciding_body=report.deciding_body or "",
        published_on=today,
        reason=report.reason,
    )
    told = ReportPublished(
        report_id=report.id,
        subject_kind=report.subject_kind,
        subject_code=report.subject_code,
        title=report.title,
        year=report.year,
        edition=report.edition,
        published_on=today,
    )
    return version, told


def revise(report: Report, reason: str, author: Principal) -> None:
    """Begin the next version of a published report; the one before stays readable."""
    report.status = LIFE.after(report.status, "revise")
    report.reason = reason
    report.written_by = [author.subject]
    report.adopted_by = report.deciding_body = report.adopted_on = None
