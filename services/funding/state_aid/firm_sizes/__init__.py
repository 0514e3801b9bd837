"""Of which size a firm is with those it is related to (kmo-toets), which schemas call by its whole name."""

NOUN = "firm_size"
