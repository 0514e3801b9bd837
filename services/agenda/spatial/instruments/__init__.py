"""Instruments of spatial law, which schemas call by their whole name."""

NOUN = "spatial_instrument"
