"""Dutch words are asked for in the forms that the stemmer keeps apart; nothing a client types breaks it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.store.words import forms, tsquery


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("innovaties", "innovatie"),
        ("bedrijven", "bedrijf"),
        ("huizen", "huis"),
        ("plannen", "plan"),
        ("subsidies", "subsidie"),
        ("steden", "stad"),
        ("binnensteden", "binnenstad"),
        ("raadsleden", "raadslid"),
    ],
)
def test_the_plural_finds_the_singular(one: str, other: str) -> None:
    assert other in forms(one)


def test_the_singular_finds_a_plural_that_is_spelt_otherwise() -> None:
    assert "initiatieven" in forms("initiatief")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("techniek", "technisch"),
        ("technische", "techniek"),
        ("economie", "economisch"),
        ("economische", "economie"),
        ("stad", "steden"),
    ],
)
def test_a_word_finds_what_is_made_of_it(one: str, other: str) -> None:
    assert other in forms(one)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("regio's", "regio"),
        ("regio’s", "regio"),
        ("ZZP`ers", "zzp"),
        ("mkb´er", "mkb"),
        ("’s-Gravenhage", "gravenhage"),
        ("'t Gooi", "gooi"),
        ("'steden'", "steden"),
    ],
)
def test_what_stands_after_an_apostrophe_is_no_word(typed: str, asked: str) -> None:
    assert tsquery(typed) == tsquery(asked) != ""


@pytest.mark.parametrize("word", ["campus", "kennis", "water", "brainport", "zes", "innovatie", "regie"])
def test_other_words_are_left_alone(word: str) -> None:
    assert forms(word) == {word}


@given(st.text())
def test_whatever_is_typed_makes_a_query_of_words_alone(text: str) -> None:
    assert re.fullmatch(r"[\w:*|&() ]*", tsquery(text))


def test_all_words_are_asked_for() -> None:
    assert tsquery("Innovatie & bedrijf'; --") == "(innovatie:*) & (bedrijf:* | bedrijven:*)"
    assert tsquery("'\" -- _") == ""
