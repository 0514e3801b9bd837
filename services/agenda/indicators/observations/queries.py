"""Selections of observations."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.indicators.areas import cluster_code
from services.agenda.indicators.indicators.models import Indicator
from services.agenda.indicators.observations.models import KEY, Observation


def editions(code: str) -> Select[Indicator]:
    """Every edition of an indicator, oldest first."""
    return select(Indicator).where(Indicator.code == code).order_by(Indicator.edition)


def edition(code: str, number: int | None) -> Select[Indicator]:
    """One edition of an indicator, the latest unless a number is given."""
    wanted = true() if number is None else Indicator.edition == number
    return select(Indicator).filter_by(code=code).where(wanted).order_by(Indicator.edition.desc()).limit(1)


def before(observation: Observation) -> Select[Observation]:
    """The latest value for the same edition of an indicator, area, year and prices."""
    return select(Observation).filter_by(latest=True, **{n: getattr(observation, n) for n in KEY})


def cluster(area_code: str) -> Select[Cluster]:
    """A cluster with the code that an area code names after its `C-`."""
    return select(Cluster).where(Cluster.cluster_code == cluster_code(area_code)).limit(1)


def latest(code: str, edition: int, price_basis: str | None) -> Select[Observation]:
    """The latest values of an edition of an indicator, in one price basis or in any."""
    basis = true() if price_basis is None else Observation.price_basis == price_basis
    return select(Observation).filter_by(code=code, edition=edition, latest=True).where(basis)


def in_areas(areas: Sequence[str]) -> ColumnElement[bool]:
    """Values of some areas."""
    return Observation.area_code.in_(areas)
