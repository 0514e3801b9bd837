"""HTTP/1.1 as uvicorn speaks it, bounded in what is kept of a client and how long it is waited for."""

import asyncio
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.server.bounds import HEAD_MAX_BYTES, HEADERS_MAX, PIPELINED_MAX, Bounds
from shared.server.refusals import busy, written

LINGER_SECONDS = 2.0  # for a client that still sends to read its refusal: closed at once, it would lose it
HEALTH = ("/livez", "/readyz", "/metrics")  # answered however busy: else a busy process is restarted
NOT_HTTP = (
    400,
    "This is not a request of HTTP/1.1 (RFC 9112). Dit is geen verzoek van HTTP/1.1 (RFC 9112).",
)
ONE_HOST = (
    400,
    "A request names the host that it is for, once (RFC 9112 3.2). "
    "Een verzoek noemt de host waarvoor het is, één keer (RFC 9112 3.2).",
)
TOO_LARGE = (
    431,
    f"Request line and headers are larger than {HEAD_MAX_BYTES} bytes, or more than {HEADERS_MAX} headers. "
    f"De kop van het verzoek is groter dan {HEAD_MAX_BYTES} bytes, of telt meer dan {HEADERS_MAX} headers.",
)
TOO_SLOW = (
    408,
    "The rest of the request did not come in time. Nothing was done; send it again. "
    "De rest van het verzoek kwam niet op tijd. Er is niets gedaan; stuur het opnieuw.",
)


class OverTheBound(Exception):
    """Raised into the parser, which then takes no more."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, bounds: Bounds, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bounds = bounds
        self._fault = NOT_HTTP
        self._in_head = True
        self._in_body = False
        self._over = False
        self._head_bytes = 0
        self._unused_bytes = 0  # came in since anything was made of it: the parser keeps a part of a header
        self._window_bytes = 0
        self._held_up = False  # in this window it was we who did not read
        self._timed = ""
        self._timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever, and not for more clients than there is room for."""
        super().connection_made(transport)
        self._wait()
        self._bounds.make_room(len(self.connections))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._over = True
        self._wait_for("")
        self.resume_writing()
        self._bounds.answered(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse it; refuse what the parser would otherwise collect without end."""
        if self._over:
            return
        self._unused_bytes += len(data)
        self._unset_keepalive_if_required()
        try:
            self._parse(data)
        except httptools.HttpParserError:
            self._refuse(self._fault)
        if self._over or self.transport.is_closing():
            return
        if self._unused_bytes > HEAD_MAX_BYTES:
            self._refuse(TOO_LARGE)
            return
        if not self._in_body and (self.cycle is None or self.cycle.response_complete):
            self._in_head = True  # even an empty line begins a request that is then waited for
        self._wait()

    def _parse(self, data: bytes) -> None:
        """Parse it; a request that asks for another protocol is read as if it did not (RFC 9110 7.8).

        The parser takes what follows the head of such a request for that other protocol: the body would be
        lost, or be read as the next request.
        """
        while data:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as asked:
                data = self._head_without_upgrade() + data[asked.args[0] :]
                self.parser = httptools.HttpRequestParser(self)

    def _head_without_upgrade(self) -> bytes:
        line = b"%s %s HTTP/%s" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        kept = [b"%s: %s" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join([line, *kept, b"", b""])

    def on_message_begin(self) -> None:
        """A request begins."""
        if len(self.pipeline) >= PIPELINED_MAX:
            raise OverTheBound
        self._in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count a part of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header, or a trailer: both are kept."""
        self._count(len(name) + len(value) + len(": \r\n"))
        if len(self.headers) >= HEADERS_MAX:
            self._count(HEAD_MAX_BYTES)
        super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > HEAD_MAX_BYTES:
            self._fault = TOO_LARGE
            raise OverTheBound

    def on_headers_complete(self) -> None:
        """From now on its body is waited for, when it is clear for whom it is."""
        if self.parser.get_method() == b"CONNECT":
            raise OverTheBound
        if self.parser.should_upgrade():
            return  # it is read anew
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() != "1.0"):
            self._fault = ONE_HOST
            raise OverTheBound
        self._in_head, self._in_body, self._unused_bytes = False, True, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of it came in."""
        self._unused_bytes = 0
        self._window_bytes += len(body)
        super().on_body(body)
        self._held_up |= self.flow.read_paused

    def on_message_complete(self) -> None:
        """The client has said all: now it waits for us."""
        if self.parser.should_upgrade():
            return
        self._in_body, self._unused_bytes = False, 0
        super().on_message_complete()

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        if len(self.tasks) >= self._bounds.requests_max and cycle.scope["path"] not in HEALTH:
            app = busy
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Wait for the next request; or for the end, when the answer came before the whole of its body."""
        super().on_response_complete()
        if not self.cycle.response_complete or self.transport.is_closing():
            return  # there is another one already, or there will be none
        self._bounds.heard(self)
        if self._in_body:
            self._hang_up()

    def pause_writing(self) -> None:
        """The client does not read what we send."""
        super().pause_writing()
        self._unread_timer = self.loop.call_later(self._bounds.unread_seconds, self.cut_off)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def cut_off(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def _wait(self) -> None:
        """Give the client time for what it has to send next; a request that came whole sets no timer."""
        wanted = "body" if self._in_body else "head" if self._in_head else ""
        if wanted:
            self._bounds.heard(self)
        else:
            self._bounds.answered(self)
        if wanted != self._timed:
            self._wait_for(wanted)

    def _wait_for(self, wanted: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timed, self._window_bytes, self._held_up = wanted, 0, False
        if wanted:
            seconds = self._bounds.body_seconds if wanted == "body" else self._bounds.head_seconds
            self._timer = self.loop.call_later(seconds, self._time_is_over)

    def _time_is_over(self) -> None:
        enough = self._bounds.body_seconds * self._bounds.body_bytes_per_second
        is_asked = self._timed == "head" or not self.cycle.waiting_for_100_continue
        is_steady = self._timed == "body" and self._window_bytes >= enough
        if is_steady or self._held_up or self.flow.read_paused or not is_asked:
            self._wait_for(self._timed)
        elif self.cycle is None and not self._unused_bytes:
            self.cut_off()  # nothing was asked, so nothing is answered
        else:
            self._refuse(TOO_SLOW)

    def _refuse(self, why: tuple[int, str]) -> None:
        cycle = self.cycle
        is_answering = cycle is not None and not cycle.response_complete
        if self.pipeline or (is_answering and (cycle.response_started or not self._in_body)):
            self.cut_off()  # an answer here would be taken for that to an earlier request, or a part of it
            return
        if is_answering:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.write(written(*why))
        self._hang_up()

    def _hang_up(self) -> None:
        self._over = True
        self._unset_keepalive_if_required()
        self._wait_for("")
        self.flow.resume_reading()  # to let go what still comes in
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(LINGER_SECONDS, self.cut_off)
