"""The reference data is whole: files refer to rows that exist, and nothing missing is read as zero."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from shared.reference import catalogue

TODAY = date(2026, 11, 21)

# file, column, file it refers to, column there
FOREIGN_KEYS = [
    ("gemeenten", "corop_code", "corop_nuts3", "corop_code"),
    ("gemeenten", "nuts3_code_2024", "corop_nuts3", "nuts3_code_2024"),
    ("gemeenten", "cbs_province_code", "provinces", "cbs_province_code"),
    ("corop_nuts3", "cbs_province_code", "provinces", "cbs_province_code"),
    ("corop_nuts3", "nuts2_code_2024", "nuts2", "nuts2_code_2024"),
    ("nuts2", "nuts1_code", "landsdelen", "nuts1_code"),
    ("nuts2", "cbs_province_code", "provinces", "cbs_province_code"),
    ("provinces", "nuts2_code_2024", "nuts2", "nuts2_code_2024"),
    ("provinces", "nuts2_code_2021", "nuts2", "nuts2_code_2021"),
    ("provinces", "landsdeel_code", "landsdelen", "landsdeel_code"),
    ("provinces", "rom_code", "roms", "rom_code"),
    ("landsdelen", "province_codes", "provinces", "cbs_province_code"),
    ("roms", "province_codes", "provinces", "cbs_province_code"),
    ("arbeidsmarktregios", "centrumgemeente_code", "gemeenten", "gemeente_code"),
    ("arbeidsmarktregios", "cbs_province_code_of_centrumgemeente", "provinces", "cbs_province_code"),
    ("clusters", "gemeente_code", "gemeenten", "gemeente_code"),
    ("clusters", "corop_code", "corop_nuts3", "corop_code"),
    ("clusters", "nuts3_code_2024", "corop_nuts3", "nuts3_code_2024"),
    ("clusters", "cbs_province_code", "provinces", "cbs_province_code"),
    ("clusters", "topsector_code", "topsectoren", "code"),
]

SIZES = {
    "arbeidsmarktregios": 35,
    "beslistermijnen": 21,
    "clusters": 14,
    "corop_nuts3": 40,
    "gber_thresholds": 30,
    "gelijkgestelde_dagen": 24,
    "gemeenten": 342,
    "gemeenten_per_datum": 537,
    "guarantee_safe_harbour": 9,
    "guarantee_schemes": 3,
    "landsdelen": 4,
    "nuts2": 12,
    "provinces": 12,
    "reference_rate_margins": 6,
    "roms": 9,
    "sme_thresholds": 3,
    "tam_ranges": 7,
    "topsectoren": 9,
    "wettelijke_rente": 9,
}


def test_every_set_is_there_with_all_its_rows() -> None:
    assert {name: len(catalogue.rows(name)) for name in catalogue.sets()} == SIZES


@pytest.mark.parametrize("name", sorted(SIZES.keys() - {"gemeenten_per_datum"}))
def test_the_first_column_is_a_key_and_no_row_is_ragged(name: str) -> None:
    rows = catalogue.rows(name)
    keys = [next(iter(row.values())) for row in rows]
    assert None not in keys
    assert len(set(keys)) == len(keys)
    assert all(row.keys() == rows[0].keys() and None not in row for row in rows)
    assert catalogue.find(name, str(keys[-1])) == rows[-1]


def test_every_municipality_is_known_with_its_days() -> None:
    """The official numbers of municipalities on 1 January (Statistics Netherlands)."""
    numbers = [408, 403, 393, 390, 388, 380, 355, 355, 352, 345, 342, 342, 342]
    years = range(2013, 2026)
    assert [len(catalogue.gemeenten_on(date(year, 1, 1))) for year in years] == numbers
    assert len(catalogue.gemeenten_on(date(2022, 3, 24))) == 344  # Weesp went to Amsterdam on that day
    assert catalogue.gemeenten_on(TODAY).keys() == catalogue.gemeenten().keys()
    ever = catalogue.gemeente_periods()
    for periods in ever.values():
        assert periods[0].province_code in catalogue.provinces()
        for before, after in pairwise(periods):
            assert before.valid_until == after.valid_from
        for heir in periods[-1].successors:
            assert periods[-1].valid_until is not None
            assert catalogue.gemeente_on(heir, periods[-1].valid_until) is not None


def test_where_a_municipality_that_is_gone_lay_is_not_guessed() -> None:
    assert catalogue.areas_of("GM0010") == ["GM0010", "PV20", "LD01"]  # Delfzijl: its COROP is not known
    assert "GM0010" in catalogue.unplaced_gemeenten("CR02", date(2015, 1, 1))
    assert catalogue.unplaced_gemeenten("CR02", TODAY) == ()
    assert catalogue.unplaced_gemeenten("CR40", date(2015, 1, 1)) == ()  # Flevoland has had the same six


@pytest.mark.parametrize(("name", "column", "target", "key"), FOREIGN_KEYS)
def test_every_reference_between_the_files_holds(name: str, column: str, target: str, key: str) -> None:
    known = {row[key] for row in catalogue.rows(target)}
    used = {code for row in catalogue.rows(name) for code in (row[column] or "").split(";") if code}
    assert used
    assert used <= known


def test_municipality_corop_province_and_landsdeel_are_one_tree() -> None:
    for gemeente in catalogue.gemeenten().values():
        corop = catalogue.corops()[gemeente.corop_code]
        assert (gemeente.cbs_province_code, gemeente.nuts3_code_2024) == (
            corop.cbs_province_code,
            corop.nuts3_code_2024,
        )
        assert corop.nuts3_code_2024.startswith(corop.nuts2_code_2024)
    for code, province in catalogue.provinces().items():
        landsdeel = catalogue.landsdeel_of_province(code)
        assert code in landsdeel.province_codes
        assert province.nuts2_code_2024.startswith(landsdeel.nuts1_code)
        assert code in catalogue.rom_of_province(code).province_codes
    assert sum(len(landsdeel.province_codes) for landsdeel in catalogue.landsdelen().values()) == 12
    assert sum(len(rom.province_codes) for rom in catalogue.roms().values()) == 12


def test_clusters_lie_where_their_municipality_lies() -> None:
    for cluster in catalogue.clusters().values():
        gemeente = catalogue.gemeenten()[cluster.gemeente_code]
        assert (cluster.gemeente_name, cluster.corop_code) == (gemeente.name, gemeente.corop_code)


def test_the_esf_ceilings_of_the_35_regions() -> None:
    """O34."""
    regions = catalogue.labour_market_regions()
    assert len(regions) == 35
    assert sum(region.esf_ceiling_eur_2014_to_2016 for region in regions.values()) == 113_999_500


def test_brainport_can_be_found_from_any_side() -> None:
    brainport = catalogue.clusters()["BRAINPORT"]
    assert catalogue.regions()[brainport.corop_code].name == "Zuidoost-Noord-Brabant"
    assert catalogue.rom_of_province(brainport.cbs_province_code).rom_code == "BOM"
    assert catalogue.topsectoren()[brainport.topsector_code or ""].name_en == "High Tech Systems & Materials"


@pytest.mark.parametrize(
    ("region", "landsdeel"), [("CR36", "LD04"), ("PV24", "LD02"), ("PV29", "LD03"), ("LD01", "LD01")]
)
def test_a_region_lies_in_one_landsdeel(region: str, landsdeel: str) -> None:
    found = catalogue.landsdeel_of_region(region)
    assert found is not None
    assert found.landsdeel_code == landsdeel


@pytest.mark.parametrize("code", catalogue.labour_market_regions())
def test_a_labour_market_region_has_no_landsdeel_of_its_own(code: str) -> None:
    assert catalogue.landsdeel_of_region(code) is None


def test_efro_is_not_the_landsdeel() -> None:
    assert [catalogue.provinces()[code].efro_programme_region for code in ("PV24", "PV29")] == [
        "West",
        "Zuid",
    ]


@pytest.mark.parametrize(
    ("rating", "percent"),
    [("AAA", "0.4"), ("A-", "0.55"), ("BBB", "0.8"), ("BB", "2.0"), ("BB-", "3.8"), ("B+", "3.8"),
     ("B", "6.3"), ("UNRATED_STARTUP", "3.8")],
)  # fmt: skip
def test_the_safe_harbour_premium_of_a_rating(rating: str, percent: str) -> None:
    """O10: 3.8 for BB-/B+, 2.0 for BB."""
    assert catalogue.safe_harbour_premium(rating, TODAY) == Decimal(percent)


@pytest.mark.parametrize("rating", ["CCC+", "CCC", "C"])
def test_a_firm_near_default_has_no_safe_harbour_premium(rating: str) -> None:
    with pytest.raises(LookupError, match="annual_premium_pct"):
        catalogue.safe_harbour_premium(rating, TODAY)


@pytest.mark.parametrize("rating", ["", "BB-;B+", "bb-", "D"])
def test_an_unknown_rating_is_an_error(rating: str) -> None:
    with pytest.raises(LookupError, match="no value for rating"):
        catalogue.safe_harbour_premium(rating, TODAY)
    with pytest.raises(LookupError, match="no value for rating"):
        catalogue.reference_rate_margin(rating, "low", TODAY)


def test_the_margins_over_the_base_rate() -> None:
    """RR-2, RR-5: 650 basis points for a B-rated loan without security, 400 without a credit history."""
    assert catalogue.reference_rate_margin("B", "low", TODAY) == 650
    assert catalogue.reference_rate_margin("BB-", "normal", TODAY) == 220
    assert catalogue.reference_rate_margin("A-", "high", TODAY) == 60
    assert catalogue.reference_rate_margin("CCC", "low", TODAY) == 1000
    assert catalogue.reference_rate_margin("UNRATED_STARTUP", "high", TODAY) == 400


def test_a_value_is_not_used_before_it_was_in_force() -> None:
    assert catalogue.safe_harbour_premium("BB", date(2008, 6, 20)) == 2
    with pytest.raises(LookupError):
        catalogue.safe_harbour_premium("BB", date(2008, 6, 19))
    with pytest.raises(LookupError):
        catalogue.reference_rate_margin("BB", "low", date(2008, 6, 30))


def test_a_value_is_not_used_after_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = [dict(row) | {"valid_until": "2026-12-31"} for row in catalogue.rows("guarantee_safe_harbour")]
    monkeypatch.setattr(catalogue, "rows", lambda name: ended)
    assert catalogue.safe_harbour_premium("BB", date(2026, 12, 31)) == 2
    with pytest.raises(LookupError):
        catalogue.safe_harbour_premium("BB", date(2027, 1, 1))


def test_what_is_unknown_is_an_error() -> None:
    with pytest.raises(LookupError, match="the sets are"):
        catalogue.rows("../pyproject")
    with pytest.raises(LookupError, match="no row"):
        catalogue.find("wettelijke_rente", "2026-01-01")
    for look_up in (
        catalogue.rom_of_province,
        catalogue.landsdeel_of_province,
        catalogue.landsdeel_of_region,
    ):
        with pytest.raises(LookupError, match="no code"):
            look_up("XX99")


def test_an_empty_cell_is_not_zero() -> None:
    assert catalogue.find("gber_thresholds", "REGIONAL_INVESTMENT")["threshold_eur"] is None


def test_rows_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        catalogue.rows("provinces")[0]["name"] = "Holland"  # type: ignore[index]
    with pytest.raises(TypeError):
        catalogue.provinces()["PV99"] = catalogue.provinces()["PV20"]  # type: ignore[index]
