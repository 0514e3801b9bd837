"""Ladder assessments over HTTP."""

from shared.web.router import Router

router = Router("ladder-assessments")
