"""Ends of guarantees of which nothing more is recovered, which schemas call by their whole name."""

NOUN = "guarantee_closing"
