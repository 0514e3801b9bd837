"""Years of the programme, which schemas call by their whole name."""

NOUN = "programme_year"
