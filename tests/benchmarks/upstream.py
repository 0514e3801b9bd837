"""A server that answers everything alike and at once, for what stands before it: `… upstream <port>`."""

import asyncio
import sys
from typing import Any

import uvloop

BODY = b'{"status":"' + b"x" * 480 + b'"}'
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (
    len(BODY),
    BODY,
)


class Same(asyncio.Protocol):
    """One connection; nobody here sends bodies or more than one request at a time."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(ANSWER)


async def serve(port: int) -> None:
    """Serve until the end."""
    server = await asyncio.get_running_loop().create_server(Same, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
