"""What is due, and for whom over HTTP."""

from shared.web.router import Router

router = Router("tasks")
