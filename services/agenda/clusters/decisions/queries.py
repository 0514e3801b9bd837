"""Selections of clusters whose designation is to be reviewed."""

from datetime import date

from sqlalchemy import Select, select

from services.agenda.clusters.clusters.models import Cluster, Status

AT_ONCE = 100


def to_review(review_day: date) -> Select[Cluster]:
    """Leading clusters whose designation ends within the term of notice.

    What had ended when it was entered here is reviewed by hand.
    """
    current = Cluster.recorded_on <= Cluster.valid_until
    due = Cluster.valid_until <= review_day
    return (
        select(Cluster)
        .where(Cluster.status == Status.LEADING, due, current)
        .order_by(Cluster.valid_until)
        .limit(AT_ONCE)
    )
