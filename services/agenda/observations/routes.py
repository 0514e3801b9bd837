"""Observations of indicators over HTTP."""

from shared.web.router import Router

router = Router("observations")
