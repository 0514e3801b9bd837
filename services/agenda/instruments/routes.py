"""The catalogue of instruments over HTTP."""

from shared.web.router import Router

router = Router("instruments")
