"""Text as people write and paste it: what carries nothing goes, what may not be in it is named."""

import re
import unicodedata

from shared.kernel.sentences import Sentence

BREAKS = r"\n\x0b\x0c\r\x85\u2028\u2029"  # a line ends by it somewhere: Windows, Word, a page, Unicode
BLANKS = rf"\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000{BREAKS}"
DROPPED = r"\u00ad\u200d\ufeff"  # soft hyphens, joiners, byte order marks; a joiner in an emoji stays
DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
INVISIBLE = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ufdd0-\ufdef\ufe00-\ufe0d\uffa0\ufff9-\uffff"
)
REFUSED = CONTROL + DIRECTION + INVISIBLE
# no pattern can say these so that each reader of it, with surrogates or without, takes them alike;
# in the last, the tags, a whole sentence can hide
BEYOND_PATTERNS = r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"

# what a text may look like when it arrives: something can be seen, nothing is refused
LINE_PATTERN = (
    rf"^[{BLANKS}{DROPPED}]*[^{BLANKS}{DROPPED}{REFUSED}][^\t{BREAKS}{REFUSED}]*[{BLANKS}{DROPPED}]*$"
)
PROSE_PATTERN = rf"^[{BLANKS}{DROPPED}]*[^{BLANKS}{DROPPED}{REFUSED}][^{REFUSED}]*$"

_REFUSED = re.compile(f"[{REFUSED}{BEYOND_PATTERNS}\ud800-\udfff]")
_WHY = {
    f"[{DIRECTION}]": Sentence("which changes the direction of text", "dat de schrijfrichting verandert"),
    f"[{CONTROL}]": Sentence("which is a control character", "dat een stuurteken is"),
    "\ufffd": Sentence(
        "which stands where a letter was lost, as when a file is read in another coding than it has",
        "dat staat waar een letter verloren ging, zoals bij een bestand in een andere codering",
    ),
    "[\ud800-\udfff]": Sentence("which is half a character", "dat een half teken is"),
}
_UNSEEN = Sentence("which cannot be seen", "dat niet te zien is")
_WITHOUT = Sentence(
    "must be without {named}, {why}; it is character {place}",
    "moet zonder {named} zijn, {why}; het is teken {place}",
)
_ONE_LINE = Sentence(
    "must be one line of text, and has {what} at character {place}",
    "moet één regel tekst zijn, en heeft {what} op plaats {place}",
)
_TAB, _LINE_BREAK = Sentence("a tab", "een tab"), Sentence("a line break", "een regeleinde")
_BREAK = re.compile(rf"\r\n|[{BREAKS}]")
_AT_START, _AT_END = (
    re.compile(rf"[{BLANKS}{DROPPED}]+"),
    re.compile(rf"(?<![{BLANKS}{DROPPED}])[{BLANKS}{DROPPED}]+\Z"),
)
_PICTURE = r"\u2190-\u2bff\U0001f000-\U0001faff\ufe0f"
_NOTHING = re.compile(rf"[\u00ad\ufeff]|(?<![{_PICTURE}])\u200d|\u200d(?![{_PICTURE}])")


def prose(value: object) -> object:
    """A text with its lines ended alike (`\\n`), its letters composed (NFC), and nothing around it."""
    if not isinstance(value, str):
        return value
    fit(value)
    return unicodedata.normalize("NFC", _BREAK.sub("\n", _NOTHING.sub("", _bare(value)[0])))


def line(value: object) -> object:
    """A text of one line, likewise; a line break or a tab inside it is named."""
    if not isinstance(value, str):
        return value
    bare, before = _bare(value)
    if found := re.search(rf"[\t{BREAKS}]", bare):
        what = _TAB if found[0] == "\t" else _LINE_BREAK
        raise ValueError(_ONE_LINE.of(what=what, place=before + found.start() + 1))
    return prose(value)


def _bare(value: str) -> tuple[str, int]:
    """A text without what is around it, and how many characters stood before it."""
    start = _AT_START.match(value)
    before = start.end() if start else 0
    return _AT_END.sub("", value[before:]), before


def fit(value: str) -> str:
    """The text as it is; a character that may not be in it is named."""
    found = _REFUSED.search(value)
    if found is None:
        return value
    character = found[0]
    why = next((why for kind, why in _WHY.items() if re.match(kind, character)), _UNSEEN)
    name = unicodedata.name(character, "")
    named = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    raise ValueError(_WITHOUT.of(named=named, why=why, place=found.start() + 1))
