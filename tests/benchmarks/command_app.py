"""The agenda service with a trusting verifier, for the benchmark's own process: `uvicorn ...:app`."""

from services.agenda.app import SERVICE
from shared.testing.callers import TrustingVerifier

app = SERVICE.asgi(verifier=TrustingVerifier())
