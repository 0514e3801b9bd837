"""Answers of the server itself, before or instead of the application's (RFC 9457).

They are told in English and in Dutch at once: what is refused here was not read as far as its languages.
"""

import json
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

MEDIA_TYPE = b"application/problem+json"
SECURITY_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
BUSY = (
    "Too many requests are being answered. Nothing was done; send this one again in a moment. "
    "Er worden te veel verzoeken beantwoord. Er is niets gedaan; stuur dit zo meteen opnieuw."
)


def written(status: int, detail: str) -> bytes:
    """A whole answer on the wire, the last of its connection."""
    body = _body(status, detail)
    lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
    lines += [name + b": " + value for name, value in [*_headers(body), (b"connection", b"close")]]
    return b"\r\n".join([*lines, b"", body])


async def busy(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application for a request that comes on top of too many others."""
    body = _body(503, BUSY)
    headers = [*_headers(body), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _body(status: int, detail: str) -> bytes:
    title = HTTPStatus(status).phrase
    return json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()


def _headers(body: bytes) -> list[tuple[bytes, bytes]]:
    length = str(len(body)).encode()
    told = [(b"content-type", MEDIA_TYPE), (b"content-language", b"en, nl"), (b"content-length", length)]
    return [*told, *SECURITY_HEADERS]
