"""Loss claims, which schemas call by their whole name."""

NOUN = "guarantee_claim"
