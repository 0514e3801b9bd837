"""Text arrives as Windows, word processors and web pages write it; what is refused of it is named."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.kernel.written import LINE_PATTERN, PROSE_PATTERN
from shared.web.schema import Line, Prose

LINE, PROSE = TypeAdapter(Line), TypeAdapter(Prose)
PIECES = [
    "a",
    "é",
    "e\u0301",
    " ",
    "\xa0",
    "\t",
    "\n",
    "\r\n",
    "\u2028",
    "\x0b",
    "\xad",
    "\ufeff",
    "\u200d",
    "👩",
    "🚀",
]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Eerste alinea.\r\n\r\nTweede.\r\n", "Eerste alinea.\n\nTweede."),
        ("een\u2028twee\u2029drie\x85vier\x0bvijf\rzes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("\ufeff\u00a0glas\u00adtuin\u00adbouw\u202f ", "glastuinbouw"),
        ("e\u0301e\u0301n", "één"),
        ("👩\u200d🚀 en ❤\ufe0f\u200d🔥", "👩\u200d🚀 en ❤\ufe0f\u200d🔥"),
        ("zo\u200dmaar", "zomaar"),
        ("x" * 4000 + "\r\n", "x" * 4000),
        ("regel\r\n" * 600, ("regel\n" * 600).strip()),
    ],
)
def test_what_carries_nothing_goes(sent: str, kept: str) -> None:
    assert PROSE.validate_python(sent) == kept


def test_a_line_loses_what_is_around_it_and_keeps_its_length() -> None:
    assert (
        LINE.validate_python("\r\n\t Gemeente\u00a0Súdwest-Frysla\u0302n \r\n")
        == "Gemeente\u00a0Súdwest-Fryslân"
    )
    assert LINE.validate_python("\xad" * 50 + "x" * 200 + "\n") == "x" * 200


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (
            "links \u2067rechts",
            "U+2067 (RIGHT-TO-LEFT ISOLATE), which changes the direction of text; it is character 7",
        ),
        ("\r\n\r\nbel\x07", "U+0007, which is a control character; it is character 8"),
        ("on\u2060zichtbaar", "U+2060 (WORD JOINER), which cannot be seen; it is character 3"),
        ("plaatje \ufffc", "U+FFFC (OBJECT REPLACEMENT CHARACTER)"),
        ("Frysl\ufffdn", "which stands where a letter was lost"),
        ("stil\U000e0041", "U+E0041 (TAG LATIN CAPITAL LETTER A), which cannot be seen; it is character 5"),
        ("wijs\U0001d177", "U+1D177 (MUSICAL SYMBOL BEGIN SLUR), which cannot be seen"),
        ("ver\ufe01anderd", "U+FE01 (VARIATION SELECTOR-2), which cannot be seen"),
        ("leeg\u2800", "U+2800 (BRAILLE PATTERN BLANK), which cannot be seen"),
        ("half \udc00", "U+DC00, which is half a character"),
    ],
)
def test_what_is_refused_is_named(sent: str, named: str) -> None:
    for kind in (LINE, PROSE):
        with pytest.raises(ValidationError, match=re.escape(named)):
            kind.validate_python(sent)


@pytest.mark.parametrize(
    ("sent", "named"),
    [(" een\r\ntwee", "a line break at character 5"), ("een\ttwee\n", "a tab at character 4")],
)
def test_a_line_says_where_it_breaks(sent: str, named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        LINE.validate_python(sent)


@pytest.mark.parametrize("sent", ["", " ", "\r\n", "\ufeff", "\xad\u00a0"])
def test_nothing_is_no_text(sent: str) -> None:
    for kind in (LINE, PROSE):
        with pytest.raises(ValidationError, match="at least 1 character"):
            kind.validate_python(sent)


def accepted(kind: TypeAdapter[str], sent: str) -> bool:
    try:
        kind.validate_python(sent)
    except ValidationError:
        return False
    return True


@given(st.lists(st.sampled_from([*PIECES, "\x00", "\u202e", "\u200b"]), max_size=6).map("".join))
def test_the_published_pattern_says_what_is_taken(sent: str) -> None:
    assert accepted(LINE, sent) == bool(re.search(LINE_PATTERN, sent))
    assert accepted(PROSE, sent) == bool(re.search(PROSE_PATTERN, sent))


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_was_kept_is_kept_as_it_is(sent: str) -> None:
    if accepted(PROSE, sent):
        kept = PROSE.validate_python(sent)
        assert PROSE.validate_python(kept) == kept
