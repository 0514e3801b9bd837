"""The areas of a file by the names that people and Statistics Netherlands (CBS) give them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from services.agenda.indicators.indicators.areas import EXTRA_REGIO
from shared.kernel.capitals import capitals
from shared.kernel.identifiers import with_kind
from shared.reference import catalogue

WORD = {"gemeente": "GM", "provincie": "PV", "landsdeel": "LD", "corop": "CR", "coropgebied": "CR"}
KIND = WORD | {code.lower(): code for code in WORD.values()}
MARK = re.compile(rf"(.+?)\s*\(({'|'.join(KIND)})\)", re.IGNORECASE)  # as CBS marks the kind of a region
BEFORE = re.compile(rf"({'|'.join(WORD)})\s+(.+)", re.IGNORECASE)  # as people do
ALIKE = str.maketrans({**dict.fromkeys("’‘´`ʼ", "'"), **dict.fromkeys("-‐‑–", " ")})
CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,41}")
SMALL = re.compile(r"nlz?|[a-z]{2}[0-9]{2,4}|c-[a-z0-9_-]{2,40}", re.IGNORECASE)  # no name looks so


def area_codes(written: str, year: int | None) -> tuple[str, ...]:
    """The codes that a name may stand for in a year, with or without the mark of its kind; a code itself."""
    named, itself = _ever(written)
    return tuple(code for code in named if year is None or _was_there(code, year)) or itself


@lru_cache(maxsize=10_000)
def _ever(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that have ever had a name; what is written, where it looks like a code."""
    name, kind = _marked(written)
    named = tuple(code for code in _names().get(_plain(name), ()) if code.startswith(kind))
    code = with_kind(capitals(written) if SMALL.fullmatch(written) else written)
    return named, (code,) if CODE.fullmatch(code) else ()


def _marked(written: str) -> tuple[str, str]:
    """A name without the mark of its kind, and that kind."""
    if after := MARK.fullmatch(written):
        return after[1], KIND[after[2].lower()]
    before = BEFORE.fullmatch(written)
    return (before[2], WORD[before[1].lower()]) if before else (written, "")


def _was_there(code: str, year: int) -> bool:
    periods = catalogue.gemeente_periods().get(code)
    days = (date(year, 1, 1), date(year, 12, 31))
    return periods is None or any(period.covers(day) for period in periods for day in days)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, code in _named():
        found.setdefault(_plain(name), {})[code] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _named() -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys(("Nederland", "NL01", "NL00"), "NL").items()  # as CBS calls it
    yield from dict.fromkeys(("Extra-Regio", "NLZZ", "NLZZZ"), EXTRA_REGIO).items()  # as accounts call it
    yield from (("Den Haag", "GM0518"), ("Den Bosch", "GM0796"))  # as people say
    for province in catalogue.provinces().values():
        yield province.name, province.cbs_province_code
        yield province.name_alt_nl, province.cbs_province_code
    for landsdeel in catalogue.landsdelen().values():
        yield landsdeel.landsdeel_name, landsdeel.landsdeel_code
    for corop in catalogue.corops().values():
        yield corop.name, corop.corop_code
    for code, periods in catalogue.gemeente_periods().items():
        for period in periods:
            yield period.name, code


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.translate(ALIKE).casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
