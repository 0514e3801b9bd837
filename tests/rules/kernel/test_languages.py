"""A reader's languages, weighed as RFC 9110 12.5.4 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.languages import preferred

OFFERED = ("en", "nl")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("nl", "nl"),
        ("NL-be", "nl"),
        ("nl, en", "en"),  # equal weights leave the choice to us
        ("nl;q=0.9, en;q=0.8", "nl"),
        ("nl;q=0.8, en;q=0.9", "en"),
        ("nl ; q=1, en;q=0.999", "nl"),
        ("de, *;q=0.1, en;q=0", "nl"),
        ("*", "en"),
        ("nl;q=0", "en"),
        ("fy, nl;q=.5", "nl"),
        ("nl;q=., en;q=.1", "en"),
        ("en;q=0, nl;q=0", "en"),
        ("nl;q=2, en;q=0.1", "en"),
        ("nl;q=-1", "en"),
        ("nld", "en"),
        (",,nl,", "nl"),
    ],
)
def test_the_heaviest_language_that_is_offered_is_chosen(header: str, language: str) -> None:
    assert preferred(header, OFFERED) == language


@given(st.text(max_size=60))
def test_whatever_is_sent_one_of_the_offered_is_chosen(header: str) -> None:
    assert preferred(header, OFFERED) in OFFERED
