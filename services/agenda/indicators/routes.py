"""Indicators and their definitions over HTTP."""

from shared.web.router import Router

router = Router("indicators")
