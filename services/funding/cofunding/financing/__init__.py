"""Who pays what of a cost (financieringsplan), which schemas call by its whole name."""

NOUN = "financing"
