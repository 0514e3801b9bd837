"""Assets of clusters, which schemas call by their whole name."""

NOUN = "cluster_asset"
