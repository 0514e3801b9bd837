"""Conditions on clusters that are more than a column's value."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.rules import STANDING
from shared.store.periods import holds_on


def lying_in(region_code: str) -> ColumnElement[bool]:
    """Clusters that lie in a region, as their own or among others."""
    return (Cluster.region_code == region_code) | Cluster.partner_region_codes.contains([region_code])


def leading_on(day: date) -> ColumnElement[bool]:
    """Clusters that are leading on a day (`clusters.rules.is_leading`)."""
    return Cluster.status.in_(STANDING) & holds_on(Cluster.valid_from, Cluster.valid_until, day)


def matching(region_code: str | None, day: date | None) -> ColumnElement[bool]:
    """Clusters that fit all that was asked: region, leading on a day."""
    fits: list[ColumnElement[bool]] = [true()]
    if region_code is not None:
        fits.append(lying_in(region_code))
    if day is not None:
        fits.append(leading_on(day))
    return and_(*fits)


def elsewhere(cluster: Cluster) -> Select[UUID]:
    """Clusters of other regions with its code, those that the caller may not see too."""
    same = Cluster.cluster_code == cluster.cluster_code
    return select(Cluster.id).where(same, Cluster.region_code != cluster.region_code).limit(1)
