"""Settlements of awards, which schemas call by their whole name."""

NOUN = "award_settlement"
