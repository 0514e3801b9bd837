"""Decisions on a whole tranche, which schemas call by their whole name."""

NOUN = "batch_decision"
