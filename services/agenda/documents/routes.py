"""Documents on any record over HTTP."""

from shared.web.router import Router

router = Router("documents")
