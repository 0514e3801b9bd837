"""Open data over HTTP."""

from shared.web.router import Router

router = Router("datasets")
