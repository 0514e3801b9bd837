"""How a paper of Parliament (Kamerstuk) is printed, and the one spelling that it is found by."""

import re

PAPER = (  # `Kamerstukken II 2014/15, 34 000 VII, nr. 10` and `34000-VII-10` are one paper
    r"^(?:(?:[Kk]amerstuk(?:ken)?|[Kk]st|TK|EK)[\s,-]+(?:II?[\s,]+)?(?:[0-9]{4}[/-][0-9]{2,4}[\s,]+)?)?"
    r"([0-9]{2})[\s.]?([0-9]{3})(?:\s?[-(\s]\s?([IVX]{1,6}[A-E]?|[0-9]{2})\)?)?"
    r"(?:-|,?\s?nr\.?\s?|,\s?|\s)([1-9][0-9]{0,4})$"
)


def kamerstuk_code(printed: str) -> str:
    """One spelling for every way a Kamerstuk number is printed, to find it by: `33 400 XIII, nr. 2` (D18)."""
    paper = re.fullmatch(PAPER, printed)
    assert paper is not None  # noqa: S101 - what is printed is a KamerstukNumber
    thousands, dossier, addition, number = paper.groups()
    return "-".join(filter(None, (thousands + dossier, addition, number)))
