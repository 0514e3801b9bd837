"""MIRT items over HTTP."""

from shared.web.router import Router

router = Router("mirt-items")
