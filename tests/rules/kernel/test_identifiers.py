"""Identifiers are accepted exactly when their register would accept them (domain.md section 6, O37)."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.kernel import identifiers as ids
from shared.kernel.papers import kamerstuk_code

TYPES: dict[str, Any] = {
    name: kind
    for name, kind in vars(ids).items()
    if any(isinstance(mark, ids.Identifier) for mark in getattr(kind, "__metadata__", ()))
}

VALID = [
    ("KvkNumber", "68750110"),
    ("Vestigingsnummer", "000037178598"),
    ("Rsin", "002564440"),
    ("Rsin", "822477348"),
    ("Oin", "00000001822477348000"),
    ("Oin", "00000004194049711000"),
    ("Oin", "00000099000000001000"),
    ("Oin", "00000003687501100000"),
    ("Lei", "213800KUD8LAJWSQ9D15"),
    ("Lei", "724500VKKSH9QOLTFR81"),
    ("Lei", "7245000000TESTVERS76"),
    ("Iban", "NL91ABNA0417164300"),
    ("Iban", "NL39RABO0300065264"),
    ("Iban", "NL20INGB0001234567"),
    ("Bic", "RABONL2U"),
    ("Bic", "INGBNL2AXXX"),
    ("NutsCode", "NL32B"),
    ("NutsCode", "NL329"),
    ("NutsCode", "NL4"),
    ("NutsCode", "NL36"),
    ("MunicipalityCode", "GM0363"),
    ("ProvinceCode", "PV30"),
    ("LandsdeelCode", "LD04"),
    ("CoropCode", "CR36"),
    ("LabourMarketRegionCode", "AM36"),
    ("RegionCode", "PV30"),
    ("RegionCode", "LD01"),
    ("RegionCode", "CR40"),
    ("RegionCode", "AM36"),
    ("RomCode", "BOM"),
    ("RomCode", "ROMUTRECHT"),
    ("TopsectorCode", "HTSM"),
    ("TopsectorCode", "TU"),
    ("Iso3166_2", "NL-FR"),
    ("Iso3166_2", "NL-GR"),
    ("SaNumber", "SA.100273"),
    ("SaNumber", "SA.12345"),
    ("SaNumber", "SA.100273/2021/N"),
    ("KamerstukNumber", "32637-151"),
    ("KamerstukNumber", "33400-XIII-2"),
    ("KamerstukNumber", "32 637, nr. 151"),
    ("KamerstukNumber", "33 400 XIII, nr. 2"),
    ("KamerstukNumber", "21 501-08, nr. 525"),
    ("KamerstukNumber", "34 000, nr. 10"),
    ("KamerstukNumber", "Kamerstukken II 2014/15, 34 000 VII, nr. 10"),
    ("KamerstukNumber", "34 000, A"),
    ("KamerstukNumber", "Eerste Kamer, vergaderjaar 2014–2015, 34 000 VII, AB"),
    ("StaatsbladNumber", "stcrt-2014-34749"),
    ("StaatsbladNumber", "Stb. 2014, 491"),
    ("StaatsbladNumber", "Stcrt. 2013, 22962"),
    ("BwbId", "BWBR0005537"),
    ("BwbId", "CVDR603482"),
    ("Celex", "32023R2831"),
    ("Celex", "52008XC0620(02)"),
]

INVALID = [
    ("KvkNumber", "1234567"),
    ("KvkNumber", "68750110\n"),
    ("KvkNumber", "６８７５０１１０"),
    ("KvkNumber", "٦٨٧٥٠١١٠"),
    ("KvkNumber", "6875 0110"),
    ("Vestigingsnummer", "37178598"),
    ("Rsin", "822477349"),
    ("Rsin", "111222334"),
    ("Rsin", "123456789"),
    ("Rsin", "000000000"),
    ("Rsin", "2564440"),
    ("Oin", "0000000182247734800"),
    ("Oin", "00000001822477349000"),
    ("Oin", "00000001822477348001"),
    ("Oin", "00000005822477348000"),
    ("Oin", "00000003687501101000"),
    ("Lei", "213800KUD8LAJWSQ9D16"),
    ("Iban", "NL91ABNA0417164301"),
    ("Iban", "NL02RABO0123456789"),
    ("Iban", "NL91 ABNA 0417 1643 00"),
    ("Iban", "BE68539007547034"),
    ("Bic", "RABOXX2U"),
    ("Bic", "RABONL2"),
    ("NutsCode", "NL31C"),
    ("NutsCode", "NL"),
    ("NutsCode", "BE211"),
    ("MunicipalityCode", "GM9999"),
    ("MunicipalityCode", "9999"),
    ("MunicipalityCode", "GM363"),
    ("MunicipalityCode", "GM00000363"),
    ("ProvinceCode", "PV32"),
    ("LandsdeelCode", "LD05"),
    ("CoropCode", "CR41"),
    ("CoropCode", "CR00"),
    ("LabourMarketRegionCode", "AM04"),
    ("LabourMarketRegionCode", "AM16"),
    ("LabourMarketRegionCode", "AM31"),
    ("RegionCode", "AM04"),
    ("RegionCode", "GM0363"),
    ("RomCode", "BOB"),
    ("TopsectorCode", "ICT"),
    ("Iso3166_2", "NL-FY"),
    ("SaNumber", "SA100273"),
    ("KamerstukNumber", "32637"),
    ("KamerstukNumber", "32637-0"),
    ("KamerstukNumber", "32637-08"),
    ("KamerstukNumber", "34000-VII"),
    ("KamerstukNumber", "Motie 34000-10"),
    ("KamerstukNumber", "34 000, nr. A1"),
    ("MunicipalityCode", "ＧＭ0363"),
    ("RegionCode", "cr 36"),
    ("StaatsbladNumber", "2014-34749"),
    ("BwbId", "BWBR5537"),
    ("Celex", "2023R2831"),
]


@pytest.mark.parametrize(("kind", "value"), VALID)
def test_a_valid_identifier_is_kept_as_it_is(kind: str, value: str) -> None:
    assert TypeAdapter(TYPES[kind]).validate_python(value) == value


@pytest.mark.parametrize(("kind", "value"), INVALID)
def test_an_invalid_identifier_is_refused_with_the_mend_and_without_the_value(kind: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(TYPES[kind]).validate_python(value)
    (mark,) = (mark for mark in TYPES[kind].__metadata__ if isinstance(mark, ids.Identifier))
    assert refused.value.errors()[0]["msg"] in (
        f"Write the {mark.name} as {mark.written}; for example {mark.example}.",
        f"This is not a valid {mark.name}: {mark.mend}.",
    )
    assert not mark.valid or re.search(r"compare it with|look it up", mark.mend)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("RegionCode", "cr36", "CR36"),
        ("MunicipalityCode", "gm0772", "GM0772"),
        ("MunicipalityForm", "gm0772", "GM0772"),
        ("MunicipalityForm", "0772 ", "GM0772"),
        ("RomCode", " liof", "LIOF"),
        ("KvkNumber", "\u00a068750110 ", "68750110"),
        ("Lei", "213800kud8lajwsq9d15", "213800KUD8LAJWSQ9D15"),
        ("Iso3166_2", "nl-li", "NL-LI"),
        ("NutsCode", "nl32b", "NL32B"),
        ("KamerstukNumber", " 33400-xiii-2", "33400-xiii-2"),
        ("StaatsbladNumber", "STCRT-2014-34749", "STCRT-2014-34749"),
    ],
)
def test_a_code_is_one_in_small_letters_and_between_blanks(kind: str, written: str, kept: str) -> None:
    read = TypeAdapter[str](getattr(ids, kind))
    assert read.validate_python(written) == kept
    assert re.search(read.json_schema()["pattern"], written)
    assert not re.search(read.json_schema()["pattern"], f"{written}\n{written}")


def test_every_type_has_a_vector_on_both_sides() -> None:
    assert {kind for kind, _ in VALID} == {kind for kind, _ in INVALID} == set(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_a_published_pattern_and_example_agree_with_the_check(kind: str) -> None:
    published = TypeAdapter(TYPES[kind]).json_schema()
    assert published["type"] == "string"
    assert all(re.search(published["pattern"], value) for name, value in VALID if name == kind)
    (example,) = published["examples"]
    assert TypeAdapter(TYPES[kind]).validate_python(example) == example


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("value", [12345678, 1.5, True, None, b"68750110", "", "\x00", "9" * 100_000])
def test_whatever_is_no_such_text_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(TYPES[kind]).validate_python(value)


def test_a_municipality_has_one_spelling_inside() -> None:
    assert TypeAdapter(ids.MunicipalityCode).validate_python("0363") == "GM0363"


def test_a_nuts_code_belongs_to_its_edition() -> None:
    assert ids.nuts("NL32B", "2024") == "NL32B"
    assert ids.nuts("NL329", "2021") == "NL329"
    for code, edition in (("NL329", "2024"), ("NL32B", "2021"), ("NL31", "2024"), ("NL36", "2021")):
        with pytest.raises(ValueError, match=f"not of edition {edition}") as refused:
            ids.nuts(code, edition)  # type: ignore[arg-type]
        assert code not in str(refused.value)


def test_no_type_invites_a_citizen_number() -> None:
    assert not [name for name in TYPES if "bsn" in name.lower() or "citizen" in name.lower()]


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (
            "33750-10",
            ("33750-10", "33 750, nr. 10", "33 750 nr. 10", "33750, nr.10", "33.750 nr 10", "33750, 10"),
        ),
        ("33750-10", ("Kamerstuk 33 750, nr. 10", "Kamerstukken II 2013/14, 33750, nr. 10", "kst-33750-10")),
        ("33750-XIII-4", ("33750-XIII-4", "33 750 XIII, nr. 4", "33 750-XIII nr. 4", "33750 (XIII), nr. 4")),
        (
            "33750-VII-B",
            (
                "33750-VII-B",
                "33 750 VII, B",
                "kst-33750-vii-b",
                "Kamerstukken I 2013–2014, 33 750 VII, B",
                "Eerste Kamer, vergaderjaar 2013–2014, 33 750 VII, B",
            ),
        ),
        ("33750-A-7", ("33 750 A, nr. 7", "Tweede Kamer, vergaderjaar 2013-2014, 33 750 A, nr. 7")),
        ("33750-C", ("33 750, C", "33750-c", "EK 33 750, C")),
        ("33400-3", ("33 400 (R1990), nr. 3", "33400-(R1990)-3")),
        ("21501-08-525", ("21501-08-525", "21 501-08, nr. 525", "Kamerstuk 21 501-08 nr. 525")),
    ],
)
def test_a_kamerstuk_is_one_however_its_number_is_printed(code: str, printed: tuple[str, ...]) -> None:
    number = TypeAdapter[str](ids.KamerstukNumber)
    assert {kamerstuk_code(number.validate_python(each)) for each in printed} == {code}
