"""Which of the languages that are there a reader prefers (RFC 9110 12.5.4; lookup of RFC 4647 3.4)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.types import Scope

RANGE = re.compile(r"(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:[ \t]*;[ \t]*q=(0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?))?")

LANGUAGES = ("en", "nl")
_spoken: ContextVar[str] = ContextVar("spoken", default=LANGUAGES[0])


def preferred(accept_language: str, offered: tuple[str, ...]) -> str:
    """The offered language that the header weighs heaviest; the first one where it leaves the choice.

    `nl-BE` asks for Belgian Dutch and is content with Dutch. What is not a language range is passed over, and
    a reader who wants none of the offered ones gets the first.
    """
    weights: dict[str, float] = {}
    for part in accept_language.lower().split(","):
        if match := RANGE.fullmatch(part.strip()):
            language = match[1].partition("-")[0]
            weights[language] = max(weights.get(language, 0.0), float(match[2] or 1))
    other = weights.get("*", 0.0)
    return max(offered, key=lambda language: weights.get(language, other))


@contextmanager
def spoken_to(scope: Scope) -> Iterator[None]:
    """Within this, whatever answers the request speaks the language that its Accept-Language prefers."""
    asked = ",".join(Headers(scope=scope).getlist("accept-language"))
    token = _spoken.set(preferred(asked, LANGUAGES))
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language that the request at hand is answered in; English outside a request."""
    return _spoken.get()
