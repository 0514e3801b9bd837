"""The one way to start a server: `run`, or `options` where somebody else runs it."""

import resource
from functools import partial
from typing import Any

import uvicorn

from shared.server.bounds import Bounds
from shared.server.protocol import BoundedProtocol
from shared.settings import Settings

GRACE_SECONDS = 20


def run(app: Any, settings: Settings) -> None:
    """Serve until stopped, with as many open files as the machine allows: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvicorn.run(app, **options(settings))


def options(settings: Settings) -> dict[str, Any]:
    """What uvicorn is told about each server of the suite."""
    bounds = Bounds(
        head_seconds=settings.http_head_seconds,
        body_seconds=settings.http_body_seconds,
        body_bytes_per_second=settings.http_body_bytes_per_second,
        unread_seconds=settings.http_unread_seconds,
        connections_max=settings.http_connections_max,
        requests_max=settings.http_requests_max,
    )
    return {
        "host": settings.host,
        "port": settings.port,
        "http": partial(BoundedProtocol, bounds),
        "ws": "none",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # only the ingress may say who the client is; see the operator's guide
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
