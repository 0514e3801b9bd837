"""A wire between a client and a server that can go silent as networks do: nothing passes or closes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CHUNK = 65_536


class Wire:
    """Passes on what two sides say, until it is told to go silent; what connects later is heard again."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[asyncio.Event] = set()
        self.port = 0

    def silence(self) -> None:
        """Pass on nothing of what is connected now, and close nothing."""
        for silent in self._open:
            silent.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one connection."""
        silent = asyncio.Event()
        self._open.add(silent)
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        ways = [asyncio.create_task(_pass(*way, silent)) for way in ((reader, back), (there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            if silent.is_set():  # one side gave up: the other does not hear of it
                await asyncio.Event().wait()
        finally:
            for task in ways:
                task.cancel()
            self._open.discard(silent)
            for end in (back, writer):
                end.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, silent: asyncio.Event) -> None:
    with contextlib.suppress(OSError):
        while said := await reader.read(CHUNK):
            if not silent.is_set():
                writer.write(said)
                await writer.drain()


@asynccontextmanager
async def wire(port: int) -> AsyncIterator[Wire]:
    """A wire to a port of this machine, on a free port of its own."""
    found = Wire(port)
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(found.serve(reader, writer)))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
