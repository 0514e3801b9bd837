"""Evaluations over HTTP."""

from shared.web.router import Router

router = Router("evaluations")
