"""Selections of observations."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from services.agenda.clusters.models import Cluster
from services.agenda.indicators.models import Indicator
from services.agenda.observations.models import Observation

CLUSTER = "C-"


def editions(code: str) -> Select[Indicator]:
    """Every edition of an indicator, oldest first."""
    return select(Indicator).where(Indicator.code == code).order_by(Indicator.edition)


def edition(code: str, number: int) -> Select[Indicator]:
    """One edition of an indicator."""
    return select(Indicator).filter_by(code=code, edition=number)


def before(observation: Observation) -> Select[Observation]:
    """The latest value for the same indicator, area, year and prices."""
    names = ("code", "area_code", "year", "price_basis")
    return select(Observation).filter_by(latest=True, **{n: getattr(observation, n) for n in names})


def cluster(area_code: str) -> Select[Cluster]:
    """A cluster with the code that an area code names after its `C-`."""
    return select(Cluster).where(Cluster.cluster_code == area_code.removeprefix(CLUSTER)).limit(1)


def in_year(code: str, year: int, price_basis: str) -> Select[Observation]:
    """The latest values of an indicator for all areas in a year."""
    return select(Observation).filter_by(code=code, year=year, price_basis=price_basis, latest=True)


def series(code: str, areas: Sequence[str], price_basis: str) -> Select[Observation]:
    """The latest values of an indicator for some areas, year by year."""
    rows = select(Observation).filter_by(code=code, price_basis=price_basis, latest=True)
    return rows.where(Observation.area_code.in_(areas)).order_by(Observation.year, Observation.area_code)
