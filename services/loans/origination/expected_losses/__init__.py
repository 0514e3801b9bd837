"""What a lender expects to lose on a loan, which schemas call by its whole name."""

NOUN = "expected_loss"
