"""What contributions to a top consortium give (TKI-toeslag), which schemas call by its whole name."""

NOUN = "tki_allowance"
