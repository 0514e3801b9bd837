"""The funding service with a trusting verifier, for a process of its own: `uvicorn ...:app`."""

from services.funding.app import SERVICE
from shared.testing.callers import TrustingVerifier

app = SERVICE.asgi(verifier=TrustingVerifier())
