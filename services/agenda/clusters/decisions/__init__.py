"""Decisions on clusters, which schemas call by their whole name."""

NOUN = "cluster_decision"
