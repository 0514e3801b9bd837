"""Bottlenecks and other issues for the State over HTTP."""

from shared.web.router import Router

router = Router("bottlenecks")
