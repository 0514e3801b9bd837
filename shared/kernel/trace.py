"""W3C Trace Context: which `traceparent` is sound, and the next hop's."""

import re
import secrets

_SOUND = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_UNDERSTOOD = re.compile(
    r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?"
)


def carried_on(traceparent: str) -> str | None:
    """What a caller sent, in the version spoken here: a later one is read by its first four fields."""
    match = _UNDERSTOOD.fullmatch(traceparent)
    if match is None or (match[1] == "00" and match[5]):
        return None
    return f"00-{match[2]}-{match[3]}-{match[4]}"


def sound(traceparent: str | None) -> str | None:
    """The value itself when it is well-formed; a malformed one is ignored, as the standard says."""
    return traceparent if traceparent is not None and _SOUND.fullmatch(traceparent) else None


def next_hop(traceparent: str | None) -> str | None:
    """A new span in the same trace; None without a trace."""
    if sound(traceparent) is None:
        return None
    version, trace, _, flags = str(traceparent).split("-")
    return f"{version}-{trace}-{secrets.token_hex(8)}-{flags}"
