"""Selections of assets and of the projects that bring them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.clusters.assets.models import AssetProject, ClusterAsset


def of_cluster(cluster_id: UUID) -> Select[ClusterAsset]:
    """Every asset of a cluster."""
    return select(ClusterAsset).where(ClusterAsset.cluster_id == cluster_id)


def links_of(asset_id: UUID) -> Select[AssetProject]:
    """The projects of an asset."""
    return select(AssetProject).where(AssetProject.asset_id == asset_id)


def brought_by(project_id: UUID | None) -> ColumnElement[bool]:
    """Assets that a project creates or improves; all of them for None."""
    if project_id is None:
        return true()
    return ClusterAsset.id.in_(select(AssetProject.asset_id).where(AssetProject.project_id == project_id))
