"""Opportunities (kansen) and sites over HTTP."""

from shared.web.router import Router

router = Router("opportunities")
