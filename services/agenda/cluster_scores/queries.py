"""Selections of scores, and the ranking of a year."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, Update, func, select, update

from services.agenda.cluster_scores.models import ClusterScore
from services.agenda.observations.models import Observation


def observations(ids: Sequence[UUID]) -> Select[Observation]:
    """The observations with these ids, as far as they are there."""
    return select(Observation).where(Observation.id.in_(ids))


def latest(cluster_id: UUID, year: int) -> Select[ClusterScore]:
    """The score of a cluster that counts in a year."""
    return select(ClusterScore).filter_by(cluster_id=cluster_id, year=year, latest=True)


def of_cluster(cluster_id: UUID) -> Select[ClusterScore]:
    """Every score a cluster ever had."""
    return select(ClusterScore).filter_by(cluster_id=cluster_id)


def lock_year(year: int) -> Select[tuple[object]]:
    """Hold the ranking of a year until commit: scores of one year are ranked one after the other."""
    return select(func.pg_advisory_xact_lock(func.hashtext(f"cluster-ranking-{year}")))


def rank(year: int) -> Update:
    """Give each latest score of a year its place among those of all clusters; equals share a place."""
    place = func.rank().over(order_by=ClusterScore.weighted_score.desc())
    ranked = (ClusterScore.year == year) & ClusterScore.latest
    places = select(ClusterScore.id, place.label("place")).where(ranked).subquery()
    moved = ClusterScore.rank.is_distinct_from(places.c.place)
    return (
        update(ClusterScore)
        .where(ClusterScore.id == places.c.id, moved)
        .values(rank=places.c.place, version=ClusterScore.version + 1)
        .execution_options(synchronize_session=False)
    )
