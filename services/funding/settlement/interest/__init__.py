"""Interest on a claim, which schemas call by its whole name."""

NOUN = "interest"
