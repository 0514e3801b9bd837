"""Files of figures are read as spreadsheets and Statistics Netherlands write them (B18; RFC 4180)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.agenda.indicators.observation_imports.heading import Heading, heading
from services.agenda.indicators.observation_imports.lines import Announced, Batch, batches
from services.agenda.indicators.observation_imports.records import lines_of
from services.agenda.indicators.observations.schema import ObservationIn

COMMAS = "code,edition,area_code,year,value,price_basis,status,source"
HEADING = COMMAS.replace(",", ";")
RIGHT = "JOBS;1;CR01;2015;12;NOT_APPLICABLE;FINAL;CBS"


async def chunks(content: str) -> AsyncIterator[bytes]:
    for start in range(0, len(content.encode()), 7):
        yield content.encode()[start : start + 7]


async def opened(content: str, columns: dict[str, str] | None = None, same: tuple[str, ...] = ()) -> Heading:
    return await heading(lines_of(chunks(content)), columns or {}, same)


async def read(content: str, columns: dict[str, str] | None = None, **announced: Any) -> Batch:
    told = Announced(**announced)
    lines = lines_of(chunks(content))
    head = await heading(lines, columns or {}, told.same)
    assert head.is_right, (head.missing, head.unknown)
    whole = Batch()
    async for batch in batches(head, lines, told):
        whole.last = batch.last
        whole.values += batch.values
        whole.flaws += batch.flaws
    return whole


async def flaws(content: str, **announced: Any) -> list[tuple[int, str | None, str]]:
    return [(flaw.line, flaw.column, flaw.code) for flaw in (await read(content, **announced)).flaws]


async def test_blanks_around_a_cell_mean_nothing() -> None:
    cells = [
        "JOBS ",
        " 1",
        "PV20  ",
        "\u00a02015",
        "12\t",
        " NOT_APPLICABLE",
        '"FINAL" ',
        ' "CBS, StatLine" ',
    ]
    found = await read(COMMAS + "\n" + ", ".join(cells))
    assert (found.flaws, len(found.values)) == ([], 1)
    told = {name: found.values[0][name] for name in ("code", "area_code", "year", "source")}
    assert told == {"code": "JOBS", "area_code": "PV20", "year": 2015, "source": "CBS, StatLine"}


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        (
            "Haaglanden",
            "area_code",
            "The code of a region is wanted, such as CR01; look it up in /regions",
        ),
        ("jaar 2015", "year", "A year is wanted, such as 2015"),
        ("02015", "year", "A year is wanted, such as 2015"),
        ("01", "edition", "The number of an edition"),
        ("Bergen", "area_code", "The code of a region is wanted"),
        ("1,5", "value", "announce decimalMark"),
        ("n.v.t.", "price_basis", "CURRENT, CONSTANT or NOT_APPLICABLE is wanted"),
        ("geraamd", "status", "PROVISIONAL or FINAL is wanted"),
        ("banen totaal", "code", "look it up in /indicators"),
        ("eerste", "edition", "The number of an edition"),
    ],
)
async def test_what_is_wrong_with_a_cell_is_said_in_words(cell: str, column: str, words: str) -> None:
    cells = RIGHT.split(";")
    cells[HEADING.split(";").index(column)] = cell
    (flaw,) = (await read(f"{HEADING}\n{';'.join(cells)}")).flaws
    assert (flaw.line, flaw.column) == (2, column)
    assert words in str(flaw.said)
    assert "^" not in str(flaw.said)


@pytest.mark.parametrize(
    ("column", "cell", "read_as"),
    [
        ("area_code", "CR05\u200b", "CR05"),
        ("area_code", "’s-Hertogenbosch", "GM0796"),
        ("area_code", "Noord\u2011Brabant (pv)", "PV30"),
        ("area_code", "Den Haag", "GM0518"),
        ("area_code", "Extra-regio", "NLZ"),
        ("area_code", "NLZZZ", "NLZ"),
        ("area_code", "NL01", "NL"),
        ("area_code", "gm0772", "GM0772"),
        ("area_code", "0772", "GM0772"),
        ("area_code", '"=""0772"""', "GM0772"),
        ("area_code", "Gemeente Utrecht", "GM0344"),
        ("area_code", "utrecht (provincie)", "PV26"),
        ("area_code", "C-water_tech", "C-WATER_TECH"),
        ("code", "jobs", "JOBS"),
        ("price_basis", "Current", "CURRENT"),
        ("status", "final", "FINAL"),
        ("year", "2014jj00", 2014),
        ("status", "Definitief", "FINAL"),
        ("status", "NaderVoorlopig", "PROVISIONAL"),
    ],
)
async def test_a_cell_says_the_same_however_it_is_written(column: str, cell: str, read_as: object) -> None:
    cells = RIGHT.split(";")
    cells[HEADING.split(";").index(column)] = cell
    found = await read(f"{HEADING}\n{';'.join(cells)}")
    assert ([str(flaw.said) for flaw in found.flaws], found.values[0][column]) == ([], read_as)


async def test_a_heading_may_go_on_in_the_next_line() -> None:
    written = ";".join(f'"{name}"' for name in HEADING.split(";")).replace("price_basis", "price\nbasis")
    found = await read(f"{written}\n{RIGHT}\n{RIGHT.replace('12', 'x')}\n")
    assert [(flaw.line, flaw.column) for flaw in found.flaws] == [(4, "value")]
    assert not (await opened(f"{HEADING.replace('source', chr(34) + 'source')}\n{RIGHT}\n")).is_right


async def test_less_than_nothing_by_nothing_is_nothing() -> None:
    (row,) = (await read(f"{HEADING}\n{RIGHT.replace(';12;', ';-0.0;')}\n")).values
    assert str(row["value"]) == "0.0"


async def test_empty_rows_above_the_heading_are_nothing_and_are_counted() -> None:
    found = await read(f"\n;;;\n\nsep=;\n{HEADING}\n{RIGHT.replace('12', 'x')}\n")
    assert [(flaw.line, flaw.column) for flaw in found.flaws] == [(6, "value")]
    assert not (await opened("\n" * 50)).is_right


async def test_every_flaw_is_told_in_dutch_too() -> None:
    wrong = [
        RIGHT.replace("12", "1,5"),
        RIGHT.replace("CR01", "Utrecht"),
        RIGHT.replace("CBS", "a\x0bb"),
        "1;2",
        RIGHT + ";;let op",
        RIGHT.replace("2015", "2015*"),
    ]
    found = await read("\n".join([f"{HEADING};;", *wrong, '"open']))
    assert len(found.flaws) == len(wrong) + 1
    assert [flaw.code for flaw in found.flaws if flaw.said.told("nl") == flaw.said.told("en")] == []


async def test_columns_and_rows_that_a_spreadsheet_adds_are_nothing() -> None:
    content = f"sep=;\r\n{HEADING};;\r\n{RIGHT};;\r\n{';' * 9}\r\n{RIGHT.replace('CR01', 'CR02')};;;;\r\n"
    found = await read(content)
    assert (found.flaws, [row["line"] for row in found.values], found.last) == ([], [3, 5], 5)


async def test_what_stands_in_a_column_without_a_name_is_told_with_its_line() -> None:
    found = await read(f"{HEADING};\n{RIGHT};\n{RIGHT};let op\n")
    assert [(flaw.line, flaw.code) for flaw in found.flaws] == [(3, "column.nameless")]
    assert "column 9" in str(found.flaws[0].said)


async def test_a_line_break_inside_quotes_is_one_problem_of_one_cell() -> None:
    body = RIGHT.removesuffix("CBS") + '"CBS\n\nStatLine"'
    found = await read(f"{HEADING}\n{RIGHT}\n{body}\n{RIGHT.replace('12', 'x')}\n")
    assert [(flaw.line, flaw.column) for flaw in found.flaws] == [(3, "source"), (6, "value")]
    assert "One line of text" in str(found.flaws[0].said)
    assert "line break" in str(found.flaws[0].said)


async def test_quotes_that_never_close_cost_their_own_line_only() -> None:
    open_ = RIGHT.replace("CR01", '"CR01')
    many = "\n".join([RIGHT] * 100)
    found = await read(f"{HEADING}\n{open_}\n{many}\n{open_}")
    assert [(flaw.line, flaw.code) for flaw in found.flaws] == [
        (2, "line.unreadable"),
        (103, "line.unreadable"),
    ]
    assert [row["line"] for row in found.values] == list(range(3, 103))


async def test_a_quote_inside_quotes_is_written_twice() -> None:
    (row,) = (await read(f"{HEADING}\n{RIGHT.removesuffix('CBS')}" + '"Het ""Gooi""; CBS"')).values
    assert row["source"] == 'Het "Gooi"; CBS'


@pytest.mark.parametrize(
    "written",
    ["areaCode", "Area_Code", " area code ", "AREA_CODE\u00a0"],
)
async def test_headings_of_the_json_dataset_are_taken(written: str) -> None:
    content = HEADING.replace("area_code", written).replace("price_basis", "priceBasis")
    assert (await opened(content)).is_right


async def test_a_column_twice_is_named() -> None:
    assert (await opened(f"{HEADING};Year")).unknown == ["year (twice)"]


REGIONAL = (
    '"Periods";"Regions";"GDP (million euros)";"Volume"\n'
    '"2019";"Groningen (PV)";"25123";"1"\n'
    '"2021*";"Friesland (PV)";"22123";"x"\n'
    '"2022**";"Oost-Groningen";"2123";""\n'
    '"2015JJ00";"Noord-Nederland (LD)";"62123";""\n'
)
OF_THE_TABLE = {"year": "Periods", "area_code": "Regions", "value": "GDP (million  Euros)"}
THE_SAME: dict[str, Any] = {
    "code": "GDP", "edition": 1, "price_basis": "CURRENT", "status": "FINAL", "source": "CBS"
}  # fmt: skip


async def test_a_table_of_statistics_netherlands_needs_no_editing() -> None:
    found = await read(REGIONAL, OF_THE_TABLE, same=THE_SAME)
    assert found.flaws == []
    assert [(row["area_code"], row["year"], row["status"]) for row in found.values] == [
        ("PV20", 2019, "FINAL"),
        ("PV21", 2021, "PROVISIONAL"),
        ("CR01", 2022, "PROVISIONAL"),
        ("LD01", 2015, "FINAL"),
    ]


async def test_what_the_announcement_says_must_be_there_and_only_once() -> None:
    assert (await opened(REGIONAL, {**OF_THE_TABLE, "reason": "Noot"}, tuple(THE_SAME))).missing == ["reason"]
    again = await opened(HEADING, {}, ("status",))
    assert again.unknown == ["status (announced for all lines)"]


async def test_a_name_of_several_areas_decides_nothing() -> None:
    found = await read(f"{HEADING}\n{RIGHT.replace('CR01', 'Utrecht')}")
    assert [flaw.code for flaw in found.flaws] == ["area.ambiguous"]
    for code in ("PV26", "CR17", "GM0344"):
        assert code in str(found.flaws[0].said)
    (row,) = (await read(f"{HEADING}\n{RIGHT.replace('CR01', 'Utrecht (PV)')}")).values
    assert row["area_code"] == "PV26"


async def test_a_municipality_is_found_by_its_name_in_its_years() -> None:
    assert (await read(f"{HEADING}\n{RIGHT.replace('CR01', 'Delfzijl')}")).values[0]["area_code"] == "GM0010"
    later = RIGHT.replace("CR01", "Delfzijl").replace("2015", "2023")
    assert await flaws(f"{HEADING}\n{later}") == [(2, "area_code", "string_pattern_mismatch")]


async def test_a_star_beside_a_final_status_is_told() -> None:
    assert await flaws(f"{HEADING}\n{RIGHT.replace('2015', '2015*')}") == [(2, "status", "status.starred")]


@pytest.mark.parametrize(
    ("value", "mark", "kept"),
    [
        ("1.234", None, None),
        ("1.234", ".", "1.234"),
        ("1.234", ",", "1234"),
        ("-12.345.678,5", ",", "-12345678.5"),
        ("0,5", ",", "0.5"),
        ("1.5", ",", None),
        ("0.500", ",", None),
        ("1,5", None, None),
        ("1.23", None, "1.23"),
    ],
)
async def test_a_decimal_mark_is_announced_where_it_matters(
    value: str, mark: str | None, kept: str | None
) -> None:
    found = await read(f"{HEADING}\n{RIGHT.replace(';12;', f';{value};')}", decimal_mark=mark)
    assert [str(row["value"]) for row in found.values] == ([kept] if kept else [])
    assert [flaw.column for flaw in found.flaws] == ([] if kept else ["value"])


async def test_a_comma_file_leaves_no_doubt_about_a_point() -> None:
    assert (await read(f"{COMMAS}\n{RIGHT.replace(';', ',').replace(',12,', ',1.234,')}")).flaws == []


CELLS = {
    "code": ("JOBS", "jobs", "J", ""),
    "edition": ("1", "0", "1001", "1.0", "٣"),
    "area_code": ("PV20", "LD01", "pv20", "?"),
    "year": ("2015", "1899", "2201", "15"),
    "value": ("12", "12.000", "-0.5", "1,5", "1e3", "1234567890123456"),
    "price_basis": ("CURRENT", "current", "NOT_APPLICABLE"),
    "status": ("FINAL", "PROVISIONAL", "final"),
    "source": ("CBS", "x" * 201, "a\u202eb", ""),
}


@given(
    rows=st.lists(st.fixed_dictionaries({name: st.sampled_from(CELLS[name]) for name in CELLS}), max_size=8)
)
async def test_a_line_says_what_its_body_would_say(rows: list[dict[str, str]]) -> None:
    """Cells are read one by one, and each text once: with the outcome of a whole observation in JSON."""
    content = "\n".join(["\t".join(CELLS), *("\t".join(row[name] for name in CELLS) for row in rows)])
    found = await read(content)
    wrong, right = [], []
    for number, row in enumerate(rows, 2):
        body = {
            n: int(v) if n in ("edition", "year") and v.isascii() and v.isdigit() else v
            for n, v in row.items()
        } | {n: row[n].upper() for n in ("price_basis", "status")}  # its words are a program's, in one case
        try:
            right.append({"line": number, **ObservationIn.model_validate(body, by_name=True).model_dump()})
        except ValidationError as fault:
            wrong += [(number, error["loc"][0], error["type"]) for error in fault.errors()]
    assert [(flaw.line, flaw.column, flaw.code) for flaw in found.flaws] == wrong
    assert found.values == right
