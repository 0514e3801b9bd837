"""Ends of agendas, which schemas call by their whole name."""

NOUN = "agenda_end"
