"""How much aid costs may bear, which schemas call by its whole name."""

NOUN = "intensity"
