"""Clients made from the OpenAPI documents by the generators that integrators use."""
