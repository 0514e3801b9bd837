"""The history of any record over HTTP."""

from shared.web.router import Router

router = Router("histories")
