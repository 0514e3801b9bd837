"""How a paper of Parliament (Kamerstuk) is printed, and the one spelling that it is found by."""

import re

_BEFORE = (  # `Kamerstukken II 2014/15, `, `Eerste Kamer, vergaderjaar 2014–2015, ` or `kst-`
    r"(?:(?:KAMERSTUK(?:KEN)?|KST|TK|EK|(?:TWEEDE|EERSTE)\s(?:EN\s(?:TWEEDE|EERSTE)\s)?KAMER)[\s,-]+(?:II?[\s,]+)?"
    r"(?:(?:VERGADERJAAR\s)?[0-9]{4}[/–-][0-9]{2,4}[\s,]+)?)?"
)
_DOSSIER = r"([0-9]{2})[\s.]?([0-9]{3})(?:[\s,-]*\(?R\s?[0-9]{4}\)?)?"  # R1990 marks a law of the Kingdom
_ADDITION = r"(?:\s?[–(\s-]\s?([IVX]{1,6}[A-E]?|[A-L]|[0-9]{2})\)?)?"
_NUMBER = r"([1-9][0-9]{0,4}|[A-Z]|[A-HJ-UWYZ][A-Z])"  # of the Senate (Eerste Kamer) they are letters

# `Kamerstukken II 2014/15, 34 000 VII, nr. 10` and `34000-VII-10` are one paper; letters may be small
PAPER = rf"^{_BEFORE}{_DOSSIER}{_ADDITION}(?:[–-]|,?\s?NRS?\.?\s?|,\s?|\s){_NUMBER}$"


def kamerstuk_code(printed: str) -> str:
    """One spelling for every way a Kamerstuk number is printed, to find it by: `33 400 XIII, nr. 2` (D18)."""
    paper = re.fullmatch(PAPER, printed, re.IGNORECASE)
    assert paper is not None  # noqa: S101 - what is printed is a KamerstukNumber
    thousands, dossier, addition, number = paper.groups()
    return "-".join(filter(None, (thousands + dossier, addition, number))).upper()
