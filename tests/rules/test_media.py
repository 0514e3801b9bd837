"""What a client accepts, and what it says that it sends, is taken as HTTP says."""

import pytest

from shared.web import invalid
from shared.web.media import acceptable


@pytest.mark.parametrize(
    ("accept", "is_acceptable"),
    [
        ("*/*", True),
        ("text/html, image/gif, *; q=.2", True),  # as Java sends it
        ("application/*;q=0.1, text/csv", True),
        ("application/json; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/json;q=0, */*", False),  # the most exact range decides (RFC 9110 12.5.1)
        ("application/*;q=0, */*;q=0.8", False),
        ("application/json, */*;q=0", True),
        ("application/json;q=0.000", False),
        ("text/csv", False),
    ],
)
def test_the_most_exact_range_decides(accept: str, is_acceptable: bool) -> None:
    assert acceptable(accept, "application/json") is is_acceptable


@pytest.mark.parametrize(
    ("content_type", "is_json"),
    [
        ("application/json", True),
        ("Application/JSON ; charset=UTF-8", True),
        ('application/json;charset="utf-8"', True),
        ("application/json; charset=utf8", True),
        ("application/json; profile=x; charset=us-ascii", True),
        ("application/json;", True),
        ("application/json; charset=iso-8859-1", False),
        ("application/json; profile=x; charset=windows-1252", False),
        ("application/json; charset=utf-16", False),
        ("application/json, application/json", False),
        ("application/jsonp", False),
        ("text/json", False),
        ("", False),
    ],
)
def test_a_body_that_says_it_is_in_another_coding_is_not_read_as_utf_8(
    content_type: str, is_json: bool
) -> None:
    assert invalid.is_json(content_type) is is_json
