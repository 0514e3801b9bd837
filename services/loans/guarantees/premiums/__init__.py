"""Premiums of guarantees, which schemas call by their whole name."""

NOUN = "guarantee_premium"
