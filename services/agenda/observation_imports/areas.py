"""The areas of a file by the names that people and Statistics Netherlands (CBS) give them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from services.agenda.indicators.areas import EXTRA_REGIO
from shared.reference import catalogue

MARK = re.compile(r"(.+?)\s*\((PV|CR|LD|GM|gemeente)\)", re.IGNORECASE)  # as CBS marks the kind of a region
KIND = {"pv": "PV", "cr": "CR", "ld": "LD", "gm": "GM", "gemeente": "GM"}
ALIKE = str.maketrans({**dict.fromkeys("’‘´`ʼ", "'"), **dict.fromkeys("-‐‑–", " ")})
CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,41}")


def area_codes(written: str, year: int | None) -> tuple[str, ...]:
    """The codes that a name may stand for in a year, with or without the mark of its kind; a code itself."""
    named, itself = _ever(written)
    return tuple(code for code in named if year is None or _was_there(code, year)) or itself


@lru_cache(maxsize=10_000)
def _ever(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that have ever had a name; what is written, where it looks like a code."""
    marked = MARK.fullmatch(written)
    name, kind = (marked[1], KIND[marked[2].lower()]) if marked else (written, "")
    named = tuple(code for code in _names().get(_plain(name), ()) if code.startswith(kind))
    return named, (written,) if CODE.fullmatch(written) else ()


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
    yield "Nederland", "NL"
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
