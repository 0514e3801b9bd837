"""Scores of clusters, which schemas call by their whole name."""

NOUN = "cluster_score"
