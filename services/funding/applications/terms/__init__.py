"""When terms of the Awb end and what lateness costs, which schemas call by its whole name."""

NOUN = "term"
