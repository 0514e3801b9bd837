"""Identifiers that sort by the time they were made (UUID version 7, RFC 9562)."""

import secrets
import threading
import time
from uuid import UUID

RANDOM_BITS = 74  # behind the 48 of the time; the other 6 say which kind of UUID it is
STEP_BITS = 32

_guard = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new random id whose first 48 bits are the present time in milliseconds.

    Those of one process sort as they were made, also within a millisecond (RFC 9562 6.2, method 2).
    """
    global _last
    made = (time.time_ns() // 1_000_000) << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    with _guard:
        if made >> RANDOM_BITS <= _last >> RANDOM_BITS:
            made = _last + 1 + secrets.randbits(STEP_BITS)
        _last = made
    first, last = divmod(made, 1 << 62)
    first = (first >> 12) << 16 | 0x7 << 12 | first & 0xFFF
    return UUID(int=first << 64 | 0x2 << 62 | last)
