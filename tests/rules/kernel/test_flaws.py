"""What is wrong with a value is told in our own words, whatever the value and whatever the model."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from services import catalogue
from shared.kernel.events import Event
from shared.kernel.flaws import words
from shared.kernel.rules import CATALOGUE, DUTCH
from shared.web.schema import Filter, Write

JUNK: list[Any] = [
    None,
    "",
    " ",
    "x",
    "\u202eright",
    "x" * 5000,
    0,
    -1,
    10**30,
    1.5,
    float("nan"),
    True,
    [],
    [None],
    [{}] * 300,
    {},
    {"colour": 1},
    "2026-02-30",
    "2026-02-30T00:00:00Z",
    "2026-13-01T99:00:00Z",
]
FOREIGN = re.compile(
    r"Input should|String should|should have|should be|should match|_type|_pattern|_parsing|Field required"
    r"|not permitted|Unable to|validation error|Value error|\{|\[A-Z"
)


def kinds() -> list[type[BaseModel]]:
    catalogue.modules()
    found = [each for base in (Write, Filter, Event) for each in below(base)]
    assert len(found) > 200
    return found


def below(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def errors(kind: type[BaseModel]) -> Iterator[Any]:
    names = [field.alias or name for name, field in kind.model_fields.items()]
    for junk in JUNK:
        try:
            kind.model_validate(dict.fromkeys(names, junk) | {"notAName": 1})
        except ValidationError as invalid:
            yield from invalid.errors()


def test_no_text_of_the_validator_leaves_the_house() -> None:
    told: dict[str, set[str]] = {}
    for kind in kinds():
        for error in errors(kind):
            for text in (words(error, kind).told("en"), words(error, kind).told("nl")):
                found = FOREIGN.search(text)
                assert found is None, (kind.__name__, error["type"], text)
            told.setdefault(error["type"], set()).add(str(words(error, kind)))
    assert len(told) > 15
    poor = [name for name, texts in told.items() if all("does not have the form" in text for text in texts)]
    assert poor == []


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("region_code", "regionCode"), ("regioncode", "regionCode"), ("clusterCodes", "clusterCode")],
)
def test_a_name_that_nobody_knows_is_told_with_the_nearest_one(sent: str, meant: str) -> None:
    (kind,) = [each for each in kinds() if each.__name__ == "ClusterIn"]
    with pytest.raises(ValidationError) as invalid:
        kind.model_validate({sent: 1})
    (error,) = [error for error in invalid.value.errors() if error["loc"] == (sent,)]
    assert f'did you mean "{meant}"?' in words(error, kind).told("en")
    assert f'bedoelde u "{meant}"?' in words(error, kind).told("nl")


def test_a_name_deep_in_a_body_is_compared_with_those_of_its_own_part() -> None:
    (kind,) = [each for each in kinds() if each.__name__ == "FinancingIn"]
    with pytest.raises(ValidationError) as invalid:
        kind.model_validate({"costs": [{"amount": 1}]})
    (error,) = [error for error in invalid.value.errors() if error["type"] == "extra_forbidden"]
    assert 'did you mean "amountCents"?' in str(words(error, kind))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_rule_has_a_title_of_its_own_that_is_true_when_it_refuses(language: str) -> None:
    catalogue.rules()
    rules = [rule for code, rule in CATALOGUE.items() if not code.startswith("test.")]
    titles = [rule.title.told(language) for rule in rules]
    assert len(set(titles)) == len(titles)
    for rule, title in zip(rules, titles, strict=True):
        statement = rule.statement if language == "en" else DUTCH[rule.code]["statement"]
        assert statement.removesuffix(".") not in title, f"{rule.code} has the title of any rule"
        assert title[0].isupper()
        assert not title.endswith(".")
        assert len(title) <= 110, f"{rule.code}: a title is short"
        assert "{" not in rule.told().told(language)
        assert not title.startswith(("This does not hold", "It is not", "Not ", "Niet "))
