"""Assessments by the five criteria over HTTP."""

from shared.web.router import Router

router = Router("assessments")
