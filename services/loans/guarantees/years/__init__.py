"""Years of a guarantee scheme, which schemas call by their whole name."""

NOUN = "guarantee_year"
