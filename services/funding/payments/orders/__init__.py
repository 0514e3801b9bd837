"""Files of payment orders, which schemas call by their whole name."""

NOUN = "payment_file"
