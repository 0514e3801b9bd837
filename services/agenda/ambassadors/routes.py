"""The ambassador (regio-ambassadeur) of each landsdeel over HTTP."""

from shared.web.router import Router

router = Router("ambassadors")
