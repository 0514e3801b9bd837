"""Search over what is published over HTTP."""

from shared.web.router import Router

router = Router("search-results")
