"""Between which bounds a grant and the parts of others lie, which schemas call by its whole name."""

NOUN = "grant_bound"
