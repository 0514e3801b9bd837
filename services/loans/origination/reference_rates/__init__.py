"""Which rate of interest contains no aid, which schemas call by its whole name."""

NOUN = "reference_rate"
