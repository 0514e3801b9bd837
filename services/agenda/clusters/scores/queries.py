"""Selections of scores, and the ranking of a year."""

from uuid import UUID

from sqlalchemy import Select, Update, func, select, update

from services.agenda.clusters.scores.models import ClusterScore


def latest(cluster_id: UUID, year: int) -> Select[ClusterScore]:
    """The score of a cluster that counts in a year."""
    return select(ClusterScore).filter_by(cluster_id=cluster_id, year=year, latest=True)


def of_cluster(cluster_id: UUID) -> Select[ClusterScore]:
    """Every score a cluster ever had."""
    return select(ClusterScore).filter_by(cluster_id=cluster_id)


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
