"""A service on a socket, for tests of clients that are processes of their own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from shared.settings import Settings
from shared.testing.callers import TrustingVerifier
from shared.web.app import Service


@contextmanager
def listening(service: Service, settings: Settings) -> Iterator[str]:
    """The service on a free port of this machine, on a real database; gives its base address."""
    app = service.asgi(settings, TrustingVerifier())
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}/{service.name}/v1"
    finally:
        server.should_exit = True
        thread.join()
