"""Organisations that take part, with their identifiers and mandates over HTTP."""

from shared.web.router import Router

router = Router("organisations")
