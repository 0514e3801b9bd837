"""Regional initiatives over HTTP."""

from shared.web.router import Router

router = Router("initiatives")
