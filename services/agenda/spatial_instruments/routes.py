"""Instruments of the Omgevingswet over HTTP."""

from shared.web.router import Router

router = Router("spatial-instruments")
