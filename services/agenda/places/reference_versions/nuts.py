"""NUTS codes and their regions, by edition (A4; domain.md section 6)."""

from shared.reference import catalogue

NUTS_EDITIONS = "nuts-editions"
NUTS = {  # edition → level, file, column with its codes, column with the region
    edition: (
        (1, "landsdelen", "nuts1_code", "landsdeel_code"),
        (2, "provinces", level_2, "cbs_province_code"),
        (3, "corop_nuts3", level_3, "corop_code"),
    )
    for edition, level_2, level_3 in (
        ("2010", "nuts2_code_2021", "nuts3_code_2013"),
        ("2013", "nuts2_code_2021", "nuts3_code_2013"),
        ("2016", "nuts2_code_2021", "nuts3_code_2021"),
        ("2021", "nuts2_code_2021", "nuts3_code_2021"),
        ("2024", "nuts2_code_2024", "nuts3_code_2024"),
    )
}


def nuts_codes(edition: str, code: str | None, region_code: str | None) -> list[dict[str, object]]:
    """The codes of an edition of NUTS with their regions; of one code or one region when asked (A4)."""
    return [
        {"code": nuts, "level": level, "region_code": region}
        for nuts, level, region in _nuts(edition)
        if code in (None, nuts) and region_code in (None, region)
    ]


def editions_with(code: str | None) -> list[str]:
    """The editions of NUTS that have this code; all of them for None."""
    return [each for each in NUTS if code is None or code in {nuts for nuts, _, _ in _nuts(each)}]


def _nuts(edition: str) -> list[tuple[str | None, int, str | None]]:
    return [
        (row[column], level, row[region])
        for level, file, column, region in NUTS[edition]
        for row in catalogue.rows(file)
    ]
