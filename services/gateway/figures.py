"""The gateway's figures for Prometheus, on a port of their own: its main port is the public's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest, start_http_server
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.settings import GatewaySettings


@asynccontextmanager
async def figures(settings: GatewaySettings) -> AsyncIterator[None]:
    """Serve /metrics while the block runs, where a port is set for it."""
    if not settings.gateway_metrics_port:
        yield
        return
    server, thread = start_http_server(settings.gateway_metrics_port, settings.host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def scraped(_: Request) -> Response:
    """The same figures, for local use."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
