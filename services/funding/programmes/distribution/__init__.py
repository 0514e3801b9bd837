"""How a ceiling is distributed over applications, which schemas call by its whole name."""

NOUN = "distribution"
