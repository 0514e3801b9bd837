"""How Dutch words are found: by their stem in PostgreSQL, helped where that stemmer keeps forms apart."""

import re
from typing import Any

from sqlalchemy import ColumnElement, false, func

WORD = re.compile(r"\w+")
ENDING = re.compile(r"['’‘ʼ´`](?:s|ers?|t|n)\b")  # regio's, zzp'er; and 's-Gravenhage, 't Gooi
RELATED = re.compile(r"(?:iek|ische?|(?<!t)ie)$")  # techniek–technisch, economie–economisch
NUMBERS = (("steden", "stad"), ("leden", "lid"), ("schepen", "schip"))
WORDS_MAX = 20
PREFIX_FROM = 4  # characters; a shorter word is found whole only


def found_by(search: Any, words: str) -> ColumnElement[bool]:
    """Rows whose `search` column (see `searchable`) holds every word in some form; none without a word."""
    asked = tsquery(words)
    return search.bool_op("@@")(func.to_tsquery("dutch", func.plain_letters(asked))) if asked else false()


def tsquery(words: str) -> str:
    """A query in PostgreSQL's language for all of these words; empty when there is none."""
    parts = [" | ".join(_sought(form) for form in sorted(forms(word))) for word in _split(words)]
    return " & ".join(f"({part})" for part in parts)


def forms(word: str) -> set[str]:
    """A word and what it may look like otherwise, where the Dutch Snowball stemmer does not say so.

    In the other number: innovaties–innovatie, bedrijven–bedrijf, initiatief–initiatieven, huizen–huis,
    plannen–plan, steden–stad. As a noun or an adjective: techniek–technisch, economie–economisch.
    """
    found = {word}
    if word.endswith("ies"):
        found.add(word[:-1])
    if word.endswith("f"):
        found.add(f"{word[:-1]}ven")
    for plural, single in (("ven", "f"), ("zen", "s")):
        if word.endswith(plural) and len(word) > PREFIX_FROM + 1:
            found.add(word[:-3] + single)
    for plural, single in NUMBERS:
        if word.endswith(plural):
            found.add(word.removesuffix(plural) + single)
        if word.endswith(single):
            found.add(word.removesuffix(single) + plural)
    if RELATED.search(word) and len(word) > PREFIX_FROM + 1:
        stem = RELATED.sub("", word)
        found |= {f"{stem}iek", f"{stem}ie", f"{stem}isch"}
    if re.search(r"([b-df-hj-np-tv-z])\1en$", word):
        found.add(word[:-3])
    return found


def _split(words: str) -> list[str]:
    whole = ENDING.sub("", words.lower())
    return [word for word in WORD.findall(whole) if word.strip("_")][:WORDS_MAX]


def _sought(form: str) -> str:
    return f"{form}:*" if len(form) >= PREFIX_FROM else form
