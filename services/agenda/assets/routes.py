"""The assets of a cluster over HTTP."""

from shared.web.router import Router

router = Router("assets")
