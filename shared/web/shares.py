"""Each client's share of a service's database connections, so that none can take them all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from shared.kernel.sentences import Sentence
from shared.web.problems import Unserved

WAIT_SECONDS = 10.0
# who stands in the lines of shared/web/gathering.py has no connection, but is kept all the same
LINES_MOST = 192
TAKEN = Sentence(
    "This client has {each} requests running that take long; send this one again later.",
    "Van deze client lopen al {each} verzoeken die lang duren; stuur dit later opnieuw.",
)
LONG = Sentence(
    "Too many requests are waiting for the same thing; send this one again later.",
    "Er wachten te veel verzoeken op hetzelfde; stuur dit later opnieuw.",
)
FULL = Sentence(
    "As many files are being read as are read at once; send this one again later.",
    "Er worden al zoveel bestanden gelezen als tegelijk kan; stuur dit later opnieuw.",
)


class Shares:
    """How many transactions a client may have at once; further ones wait in line without a connection.

    Whatever makes its transactions last, such as a lock that it fights over with itself, a heavy query or a
    large import: two thirds of the connections are left to others.
    """

    def __init__(self, connections: int) -> None:
        self._each = max(1, connections // 3)
        self._lines: WeakValueDictionary[tuple[str, ...], asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def one(self, client: str) -> AsyncIterator[None]:
        """Have one of the client's places while the block runs; 429 when none comes free in time."""
        async with self._place(("client", client), self._each, TAKEN):
            yield

    @asynccontextmanager
    async def waiting(self, client: str) -> AsyncIterator[None]:
        """Have one of the places in the lines for what is gathered; a client has at most a third."""
        own = LINES_MOST // 3
        async with (
            self._place(("waits", client), own, TAKEN),
            self._place(("waits",), LINES_MOST, LONG),
        ):
            yield

    @asynccontextmanager
    async def upload(self, client: str) -> AsyncIterator[None]:
        """Have one of the places in which all clients' files are read, of which one has at most half."""
        own = max(1, self._each // 2)
        async with (
            self._place(("files of", client), own, TAKEN),
            self._place(("files",), self._each, FULL),
        ):
            yield

    @asynccontextmanager
    async def _place(self, line: tuple[str, ...], most: int, taken: Sentence) -> AsyncIterator[None]:
        places = self._lines.setdefault(line, asyncio.Semaphore(most))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await places.acquire()
        except TimeoutError:
            raise Unserved(429, taken.of(each=most), {"Retry-After": "5"}) from None
        try:
            yield
        finally:
            places.release()
