"""Recoveries after a claim was paid, which schemas call by their whole name."""

NOUN = "guarantee_recovery"
