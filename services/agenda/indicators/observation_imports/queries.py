"""Imports that wait, their lines, and what is stored already that these have to do with."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Select, and_, delete, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.indicators.areas import CLUSTER
from services.agenda.indicators.indicators.models import Indicator
from services.agenda.indicators.observation_imports.models import (
    LINE,
    ImportProblem,
    ObservationImport,
    Status,
)
from services.agenda.indicators.observations.models import KEY, Observation
from shared.kernel.principal import Tenant
from shared.store.tenancy import visible

Span = tuple[int, int]


def being_read() -> Select[ObservationImport]:
    """The oldest import of which not all lines were looked at."""
    return _reading().where(ObservationImport.lines_read < ObservationImport.lines)


def read_whole(*, right: bool) -> Select[ObservationImport]:
    """The oldest import of which all lines were looked at and are right, or are not."""
    ended = ObservationImport.lines_read >= ObservationImport.lines
    return _reading().where(ended, (ObservationImport.problem_count == 0) == right)


def _reading() -> Select[ObservationImport]:
    reading = select(ObservationImport).where(ObservationImport.status == Status.READING)
    return reading.order_by(ObservationImport.id).limit(1)


async def stage(session: AsyncSession, import_id: UUID, values: list[dict[str, Any]]) -> None:
    """Keep lines until their import has ended."""
    if values:
        await session.execute(insert(LINE), [{"import_id": import_id, **row} for row in values])


def unstage(import_id: UUID) -> Delete:
    """Forget the lines of an import that has ended."""
    return delete(LINE).where(LINE.c.import_id == import_id)


def lines(import_id: UUID, span: Span) -> Select[Any]:
    """Some lines of an import in their order."""
    return select(LINE).where(_within(import_id, span)).order_by(LINE.c.line)


def _within(import_id: UUID, span: Span) -> ColumnElement[bool]:
    return and_(LINE.c.import_id == import_id, LINE.c.line > span[0], LINE.c.line <= span[1])


def editions(import_id: UUID, span: Span) -> Select[Indicator]:
    """The editions of indicators that some lines name."""
    named = select(LINE.c.code, LINE.c.edition).where(_within(import_id, span))
    return select(Indicator).where(tuple_(Indicator.code, Indicator.edition).in_(named))


def clusters(found: ObservationImport, span: Span) -> Select[Cluster]:
    """The clusters that some lines name, and that the body of the import may see."""
    area = LINE.c.area_code
    named = select(func.substr(area, len(CLUSTER) + 1)).where(
        _within(found.id, span), area.startswith(CLUSTER)
    )
    seen = visible(Cluster, Tenant.parse(found.owner))
    return select(Cluster).where(Cluster.cluster_code.in_(named), seen)


def before(import_id: UUID, span: Span) -> Select[Observation]:
    """The latest values that some lines would revise."""
    same = and_(*(getattr(Observation, name) == LINE.c[name] for name in KEY))
    return select(Observation).join(LINE, same).where(_within(import_id, span), Observation.latest)


def earlier(import_id: UUID, span: Span) -> Select[int, int]:
    """For those lines that say again what a line before them says: the first that does."""
    other = LINE.alias()
    same = and_(*(other.c[name] == LINE.c[name] for name in ("import_id", *KEY)))
    first = select(func.min(other.c.line)).where(same).correlate(LINE).scalar_subquery()
    said = select(LINE.c.line, first.label("first")).where(_within(import_id, span)).subquery()
    return select(said.c.line, said.c.first).where(said.c.first < said.c.line)


def codes(import_id: UUID) -> Select[str]:
    """The indicators of an import."""
    return select(LINE.c.code).where(LINE.c.import_id == import_id).distinct()


def held(import_id: UUID) -> Select[int]:
    """How many observations an import holds."""
    return select(func.count()).select_from(LINE).where(LINE.c.import_id == import_id)


def problems(import_id: UUID) -> ColumnElement[bool]:
    """The problems of an import."""
    return ImportProblem.import_id == import_id
