"""How Dutch words are found: by their stem in PostgreSQL, helped where that stemmer keeps forms apart."""

import re
from typing import Any

from sqlalchemy import ColumnElement, false, func

WORD = re.compile(r"\w+")
WORDS_MAX = 20
PREFIX_FROM = 4  # characters; a shorter word is found whole only


def found_by(search: Any, words: str) -> ColumnElement[bool]:
    """Rows whose `search` column (see `searchable`) holds every word in some form; none without a word."""
    asked = tsquery(words)
    return search.bool_op("@@")(func.to_tsquery("dutch", asked)) if asked else false()


def tsquery(words: str) -> str:
    """A query in PostgreSQL's language for all of these words; empty when there is none."""
    parts = [" | ".join(_sought(form) for form in sorted(forms(word))) for word in _split(words)]
    return " & ".join(f"({part})" for part in parts)


def forms(word: str) -> set[str]:
    """A word and what it may look like in the other number, where the Dutch Snowball stemmer does not say so.

    innovaties–innovatie, bedrijven–bedrijf, initiatief–initiatieven, huizen–huis, plannen–plan.
    """
    found = {word}
    if word.endswith("ies"):
        found.add(word[:-1])
    if word.endswith("f"):
        found.add(f"{word[:-1]}ven")
    for plural, single in (("ven", "f"), ("zen", "s")):
        if word.endswith(plural) and len(word) > PREFIX_FROM + 1:
            found.add(word[:-3] + single)
    if re.search(r"([b-df-hj-np-tv-z])\1en$", word):
        found.add(word[:-3])
    return found


def _split(words: str) -> list[str]:
    return [word for word in WORD.findall(words.lower()) if word.strip("_")][:WORDS_MAX]


def _sought(form: str) -> str:
    return f"{form}:*" if len(form) >= PREFIX_FROM else form
