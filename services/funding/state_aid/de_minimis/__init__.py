"""Whether new de minimis aid fits, which schemas call by its whole name."""

NOUN = "de_minimis"
