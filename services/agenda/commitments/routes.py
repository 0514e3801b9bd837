"""Commitments to parliament over HTTP."""

from shared.web.router import Router

router = Router("commitments")
