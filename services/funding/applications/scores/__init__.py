"""What assessors score applications, which schemas call by its whole name."""

NOUN = "score_sheet"
