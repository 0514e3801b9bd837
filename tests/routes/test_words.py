"""What is searched and what is asked are cut by one rule: a text is found by itself, in each spelling."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Ask = Callable[..., Any]

NAMES = (
    "Molenwiek",
    "Škoda",
    "L'Oréal",
    "Straße",
    "Ørsted",
    "Łódź",
    "İzmir",
    "Ελλάς",
    "Ёлка",
    "O'Brien",
    "v.d.",
    "Gebr.",
    "हिन्दी",
    "東京",
)
SHAPES = (
    "B.V.",
    "N.V.",
    "& Zn. V.O.F.",
    "U.A.",
    "(i.o.)",
    "nr. 10",
    "34 000",
    "1.250.000",
    "de",
    "’s-",
    "'t",
)
SIGNS = (*' -–—/.,_&(’+|:*\\"!\u00a0\u00ad', "´", "ﬁ", "\u0308", "™")
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TITLES = st.lists(
    st.sampled_from((*NAMES, *SHAPES, *SIGNS)) | st.text(CHARACTERS, max_size=6), min_size=1, max_size=9
).map("".join)

NOT_FOUND = """
select array(
    select title from unnest($1::text[]) as title
    where cut(title) collate "pg_unicode_fast" ~ '[[:alnum:]]'
        and (search_words('Een | ' || title || ' | B.V. 12') @@ asked_words(title)) is not true
)
"""


@pytest.fixture(scope="module")
def ask(urls: dict[str, str]) -> Iterator[Ask]:
    """Asks the agenda's database for one value."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(urls["agenda"], server_settings={"search_path": "agenda"}))

        def value(query: str, *given: object) -> Any:
            return runner.run(connection.fetchval(query, *given))

        yield value
        runner.run(connection.close())


def finds(ask: Ask, title: str, words: str) -> bool:
    return bool(ask("select (search_words($1) @@ asked_words($2)) is true", title, words))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(titles=st.lists(TITLES, min_size=10, max_size=30))
def test_every_title_is_found_by_itself(ask: Ask, titles: list[str]) -> None:
    assert ask(NOT_FOUND, titles) == []


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        (
            "Jansen & Zn. B.V.",
            ("Jansen & Zn. BV", "jansen zn bv", "Jansen en Zn. B. V.", "B V Jansen", "jansen b.v"),
        ),
        (
            "Philips N.V./Hollandse Signaalapparaten BV",
            ("philips nv", "N.V. Philips", "signaalapparaten B.V."),
        ),
        ("Vof De Kas", ("V.O.F. De Kas", "v. o. f. kas")),
        ("Afspraken 2014–2020", ("2014-2020", "2020", "2014", "afspraken 2014/2020")),
        ("Aanpak COVID-19", ("covid 19", "covid19", "19", "COVID‑19")),
        ("Besluit van 1-7-2026", ("1 7 2026", "besluit 2026")),
        ("Plan—uitwerking/Regio–overleg", ("plan", "uitwerking", "regio", "overleg")),
        ("e-health in het MKB", ("ehealth", "E-health", "e health mkb")),
        (
            "Motie 33 400 XIII, nr. 12",
            ("33400-XIII-12", "33 400 XIII, nr. 12", "33.400 nr 12", "33400", "nr. 12"),
        ),
        ("Toezegging 29697-6", ("29 697, nr. 6", "29697 nr. 6", "29.697", "kst-29697-6")),
        (
            "Brief 33 750 XIII, nr. 5",
            (
                "Kamerstuk 33 750, nr. 5",
                "Kamerstukken II 2013/14, 33 750 XIII, nr. 5",
                "kamerstuk 33750-XIII-5",
            ),
        ),
        ("O’Brien & Zonen", ("obrien", "O'Brien", "obrien zn", "o brien", "O´Brien en Zn.")),
        ("OBrien", ("O'Brien", "obrien")),
        ("L'Oréal d'Orsay", ("loreal", "l’oréal dorsay")),
        ("Gebr. Jansen", ("Gebroeders Jansen", "gebr jansen", "Gebroeders  JANSEN")),
        ("Mij. St. Joris", ("maatschappij sint joris", "Mij St. Joris")),
        ("Firma van der Berg", ("fa. v.d. Berg", "Fa Van der Berg", "fa v/d berg", "firma vd Berg")),
        ("v.d. Berg", ("Van der Berg", "v.d. berg", "vd berg")),
        (
            "Brief 34 725, A",
            (
                "Eerste Kamer, vergaderjaar 2016–2017, 34 725, A",
                "34725-A",
                "kst-34725-A",
                "Kamerstukken I 2016/17, 34 725, A",
            ),
        ),
        ("Kamerstuk of rapport", ("kamerstuk", "kamerstuk rapport")),
        ("12.500 banen", ("12500 banen", "12 500", "12.500")),
        ("Čapek Þór Søren Æbelø Đorđe œuvre", ("capek thor soren", "aebelo dorde oeuvre", "ČAPEK ÆBELØ")),
        ("Cafe\u0301 Zu\u0308rich", ("café zürich", "cafe zurich")),
        ("Woningbouw: 5 m² per ﬁrma™", ("m2", "firma")),
        ("Wat wij niet zijn", ("wat wij", "Wat wij niet zijn")),
        ("PACT_TEST", ("pact", "test", "pact_test")),
        ("’s-Hertogenbosch in beweging", ("hertogenbosch", "'s-hertogenbosch")),
        ("Precisiewerk in Veldhoven", ("precis", "veldh precisie")),
    ],
)
def test_a_text_is_found_however_it_is_written(ask: Ask, title: str, asked: tuple[str, ...]) -> None:
    assert [words for words in asked if not finds(ask, title, words)] == []
    assert not finds(ask, title, f"{asked[0]} zeevisserij")


@pytest.mark.parametrize("nothing", ["", " ", "'", "%", "---", "&|!", "´", "\u00ad", "(:*)"])
def test_nothing_is_found_with_no_word(ask: Ask, nothing: str) -> None:
    assert ask("select asked_words($1) is null", nothing)
    assert not finds(ask, f"Brainport {nothing}", nothing)


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
        ("initiatief", "initiatieven"),
        ("techniek", "technisch"),
        ("technische", "techniek"),
        ("economie", "economisch"),
        ("economische", "economie"),
        ("stad", "steden"),
    ],
)
def test_a_word_is_asked_for_in_the_forms_that_the_stemmer_keeps_apart(
    ask: Ask, one: str, other: str
) -> None:
    assert other in ask("select dutch_forms($1)", one)


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
def test_what_stands_after_an_apostrophe_is_no_word(ask: Ask, typed: str, asked: str) -> None:
    assert ask("select asked_words($1) = asked_words($2)", typed, asked)


@pytest.mark.parametrize("word", ["campus", "kennis", "water", "brainport", "zes", "innovatie", "regie"])
def test_other_words_are_left_alone(ask: Ask, word: str) -> None:
    assert set(ask("select dutch_forms($1)", word)) == {word}


def test_all_words_are_asked_for(ask: Ask) -> None:
    asked = ask("select asked_words($1)::text", "Innovatie & bedrijf'; --")
    assert asked == "'innovatie':* & ( 'bedrijf':* | 'bedrijv':* )"
