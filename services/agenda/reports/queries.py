"""What a report is assembled from."""

from uuid import UUID

from sqlalchemy import BigInteger, Select, cast, func, literal, select, union_all

from services.agenda.agendas.models import Agenda, Partner
from services.agenda.commitments.models import Commitment
from services.agenda.projects.models import Project
from services.agenda.reports.models import Report

Figures = Select[tuple[str, str, int]]


def alike(report: Report) -> Select[Report]:
    """Reports on the same subject and year."""
    return select(Report).filter_by(
        subject_kind=report.subject_kind,
        subject_code=report.subject_code,
        year=report.year,
        owner=report.owner,
    )


def agenda(agenda_id: UUID | None, owner: str) -> Select[Agenda]:
    """The agenda of a body that a report names."""
    return select(Agenda).where(Agenda.id == agenda_id, Agenda.owner == owner)


def year_before(report: Report) -> Select[Report]:
    """The report on the same subject of the year before."""
    return select(Report).filter_by(
        subject_kind=report.subject_kind,
        subject_code=report.subject_code,
        year=report.year - 1,
        owner=report.owner,
    )


def figures(report: Report) -> Figures:
    """The stored figures of a report's subject, each as a name, a unit and a value, in this order."""
    of_agenda = (Project.agenda_id == report.agenda_id) if report.agenda_id else Project.owner == report.owner
    partners = select(literal("partners"), literal("organisations"), func.count()).where(
        Partner.agenda_id == report.agenda_id
    )
    projects = (
        select(literal("projects ") + Project.status, literal("projects"), func.count())
        .where(of_agenda)
        .group_by(Project.status)
    )
    cost = select(
        literal("total cost"),
        literal("cents"),
        cast(func.coalesce(func.sum(Project.total_cost_cents), 0), BigInteger),
    ).where(of_agenda)
    commitments = select(
        literal("commitments ") + Commitment.status, literal("commitments"), func.count()
    ).group_by(Commitment.status)
    parts = union_all(partners, projects, cost, commitments).subquery()
    name, unit, value = parts.c
    return select(name, unit, value).order_by(name)
