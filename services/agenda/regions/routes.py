"""Regions, their municipalities and the reference data behind them over HTTP."""

from shared.web.router import Router

router = Router("regions")
