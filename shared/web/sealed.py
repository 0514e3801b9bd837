"""What a client keeps for us and gives back: signed for one address and purpose, so that it is ours."""

import base64
import hashlib
import hmac
import json

from fastapi import Request

FINGERPRINT_BYTES = 16
SIGNATURE_BYTES = 16


def sealed(request: Request, purpose: str, content: bytes) -> str:
    """The content as text for an address, with a signature."""
    return base64.urlsafe_b64encode(_signature(request, purpose, content) + content).decode()


def opened(request: Request, purpose: str, text: str) -> bytes | None:
    """The content again; None when it was not sealed here, for this address and purpose."""
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError:
        return None
    signature, content = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    ours = hmac.compare_digest(signature, _signature(request, purpose, content))
    return content if ours else None


def fingerprint(asked: dict[str, object]) -> bytes:
    """What tells one filter and order from another."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).digest()[
        :FINGERPRINT_BYTES
    ]


def _signature(request: Request, purpose: str, content: bytes) -> bytes:
    key = request.app.state.settings.cursor_key.get_secret_value().encode()
    told = f"{request.url.path} {purpose} ".encode() + content
    return hmac.digest(key, told, "sha256")[:SIGNATURE_BYTES]
