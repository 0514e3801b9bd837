"""Yearly reports over HTTP."""

from shared.web.router import Router

router = Router("reports")
