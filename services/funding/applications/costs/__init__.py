"""Cost lines of an application and what of them counts, which schemas call by their whole name."""

NOUN = "cost"
