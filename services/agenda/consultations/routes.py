"""Consultations between State and region over HTTP."""

from shared.web.router import Router

router = Router("consultations")
