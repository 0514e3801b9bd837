"""Economic boards, taskforces and committees, and their advice over HTTP."""

from shared.web.router import Router

router = Router("boards")
