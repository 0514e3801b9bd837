"""What a report is assembled from."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)

from services.agenda.accountability.reports.models import Report, ReportVersion
from services.agenda.agendas.agendas.models import Agenda, Partner
from services.agenda.projects.projects.models import Project
from shared.store.periods import holds_on

Figures = Select[str, str, int]


def alike(report: Report) -> Select[Report]:
    """Reports on the same subject and year."""
    return select(Report).where(_on_subject(report, report.year))


def agenda(agenda_id: UUID | None, owner: str) -> Select[Agenda]:
    """The agenda of a body that a report names."""
    return select(Agenda).where(Agenda.id == agenda_id, Agenda.owner == owner)


def year_before(report: Report) -> Select[ReportVersion]:
    """What was last published on the same subject of the year before."""
    return (
        select(ReportVersion)
        .join(Report, Report.id == ReportVersion.report_id)
        .where(_on_subject(report, report.year - 1))
        .order_by(ReportVersion.edition.desc())
        .limit(1)
    )


def _on_subject(report: Report, year: int) -> ColumnElement[bool]:
    return and_(
        Report.subject_kind == report.subject_kind,
        Report.subject_code == report.subject_code,
        Report.year == year,
        Report.owner == report.owner,
    )


def figures(report: Report, today: date) -> Figures:
    """The stored figures of the agenda that a report is on: a name, a unit and a value each, in this order.

    Programmes and ROMs have none here: their money is kept by funding and loans.
    """
    counted = Project.agenda_id == report.agenda_id
    projects = (
        select(literal("projects ") + Project.status, literal("projects"), func.count())
        .where(counted)
        .group_by(Project.status)
    )
    money = {"total cost": Project.total_cost_cents, "awarded": Project.awarded_cents}
    sums = [
        select(literal(name), literal("cents"), cast(func.coalesce(func.sum(cents), 0), BigInteger)).where(
            counted
        )
        for name, cents in money.items()
    ]
    parts = union_all(projects, *sums, *_of_agenda(report.agenda_id, today)).subquery()
    name, unit, value = parts.c
    on_an_agenda = false() if report.agenda_id is None else true()
    return select(name, unit, value).where(on_an_agenda).order_by(name)


def _of_agenda(agenda_id: UUID | None, today: date) -> list[Figures]:
    """What an agenda itself holds."""
    kept = {
        "goals": ("goals", func.jsonb_array_length(Agenda.goals)),
        "actions": ("actions", func.jsonb_array_length(Agenda.actions)),
        "budget": ("cents", Agenda.budget_cents),
    }
    partners = select(literal("partners"), literal("organisations"), func.count()).where(
        Partner.agenda_id == agenda_id,
        holds_on(Partner.joined_on, Partner.left_on, today),
    )
    return [
        partners,
        *(
            select(literal(name), literal(unit), cast(value, BigInteger)).where(Agenda.id == agenda_id)
            for name, (unit, value) in kept.items()
        ),
    ]
