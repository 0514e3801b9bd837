"""A file of observations as lines, each with its values or with what is wrong with it."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from services.agenda.indicators.observation_imports.areas import area_codes
from services.agenda.indicators.observation_imports.heading import OPTIONAL, WANTED, Heading
from services.agenda.indicators.observation_imports.records import Record, records_of
from services.agenda.indicators.observation_imports.rules import Flaw
from services.agenda.indicators.observations.schema import ObservationIn
from shared.kernel.capitals import capitals
from shared.kernel.flaws import words
from shared.kernel.sentences import Sentence
from shared.web.exports import plain

BATCH = 1_000
AROUND = " \t\xa0\u2007\u202f\ufeff\u200b\u2060\u200e\u200f"  # what may stand around a value and says nothing
AS_TEXT = re.compile(r'="([^"]*)"')  # a formula of one text, so that leading zeros stay
LATEST = {"true": True, "waar": True, "false": False, "onwaar": False}  # a Dutch spreadsheet saves its own
KINDS = get_type_hints(ObservationIn, include_extras=True)
READERS = {name: TypeAdapter[Any](KINDS[name], config=ConfigDict(strict=True)) for name in WANTED}
PERIOD = re.compile(
    r"([0-9]{4})(?:JJ00)?(\*{0,2})", re.ASCII | re.IGNORECASE
)  # as CBS writes years; a star is provisional
NUMBER = re.compile(r"0|[1-9][0-9]*", re.ASCII)
YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)  # or three decimals
DUTCH = re.compile(r"-?([1-9][0-9]{0,2}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?", re.ASCII)
WHOLE = frozenset({"edition", "year"})
CHOSEN = frozenset({"price_basis", "status"})
IN_DUTCH = {"definitief": "FINAL", "voorlopig": "PROVISIONAL", "nadervoorlopig": "PROVISIONAL"}  # of CBS
LINE_OF_TEXT = Sentence(
    "One line of text of at most 200 characters is wanted",
    "Eén regel tekst van ten hoogste 200 tekens wordt gevraagd",
)
IN_WORDS = {
    "code": Sentence(
        "The code of an indicator is wanted, such as JOBS; look it up in /indicators",
        "De code van een indicator wordt gevraagd, zoals JOBS; zoek die op in /indicators",
    ),
    "edition": Sentence(
        "The number of an edition of the indicator is wanted, such as 1",
        "Het nummer van een versie van de indicator wordt gevraagd, zoals 1",
    ),
    "area_code": Sentence(
        "The code of a region is wanted, such as CR01; look it up in /regions",
        "De code van een regio wordt gevraagd, zoals CR01; zoek die op in /regions",
    ),
    "year": Sentence(
        "A year is wanted, such as 2015; 2015* and 2015JJ00 are read too",
        "Een jaar wordt gevraagd, zoals 2015; 2015* en 2015JJ00 worden ook gelezen",
    ),
    "value": Sentence(
        "A figure is wanted with a point before at most 6 decimals and nothing between thousands, such "
        "as 1234.5; with decimal commas, announce decimalMark",
        "Een getal wordt gevraagd met een punt voor ten hoogste 6 decimalen en niets tussen duizendtallen, "
        "zoals 1234.5; kondig met decimale komma's decimalMark aan",
    ),
    "price_basis": Sentence(
        "CURRENT, CONSTANT or NOT_APPLICABLE is wanted", "CURRENT, CONSTANT of NOT_APPLICABLE wordt gevraagd"
    ),
    "status": Sentence("PROVISIONAL or FINAL is wanted", "PROVISIONAL of FINAL wordt gevraagd"),
    "source": LINE_OF_TEXT,
    "reason": LINE_OF_TEXT,
}
WANTED_IS = Sentence("{wanted}.", "{wanted}.")
WANTED_AS = Sentence("{wanted}: it {flaw}.", "{wanted}: het {flaw}.")
ONE_OF = Sentence("Write one of: {words}.", "Schrijf een van deze: {words}.")
STARRED = Sentence(
    "The year has the star of a provisional value.", "Het jaar heeft de ster van een voorlopige waarde."
)
SEVERAL = Sentence(
    "This name stands for {codes}: write one of these codes.",
    "Deze naam staat voor {codes}: schrijf een van deze codes.",
)
COMMA = Sentence(
    "A figure is wanted with a comma before its decimals, as was announced, such as 1234,5.",
    "Een getal wordt gevraagd met een komma voor de decimalen, zoals aangekondigd, zoals 1234,5.",
)
POINT = Sentence(
    "The point may stand before thousands or before decimals: announce decimalMark.",
    "De punt kan voor duizendtallen of voor decimalen staan: kondig decimalMark aan.",
)


@dataclass(frozen=True)
class Announced:
    """What was said of a file beforehand: what is the same in all lines, and how decimals are marked."""

    same: Mapping[str, Any] = field(default_factory=dict)
    decimal_mark: str | None = None


@dataclass
class Batch:
    """Some lines of a file: the values of those that can be read, the flaws of the others."""

    last: int = 0
    skipped: int = 0
    values: list[dict[str, Any]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


@dataclass
class Reading:
    """The values of one line, and what is not clear of them by column."""

    given: dict[str, Any]
    unclear: dict[str, tuple[str, Sentence]] = field(default_factory=dict)


async def batches(head: Heading, lines: AsyncIterator[str], announced: Announced) -> AsyncIterator[Batch]:
    """The lines after the heading in batches; lines are counted as an editor does."""
    batch = Batch(last=head.line)
    begun = head.line
    async for record in records_of(lines, head.delimiter, head.line):
        _read(head, record, announced, batch)
        batch.last = record.last
        if record.last - begun >= BATCH:
            yield batch
            batch, begun = Batch(last=record.last), record.last
    yield batch


def _read(head: Heading, record: Record, announced: Announced, batch: Batch) -> None:
    cells = [_bare(cell) for cell in record.cells]
    if record.flaw is None and not any(cells):  # as a spreadsheet saves a row that was emptied
        return
    flaw = record.flaw or head.misfit(cells)
    if flaw is not None:
        batch.flaws.append(Flaw(record.line, None, *flaw))
        return
    row = head.row(cells)
    latest = LATEST.get(row.get("latest", "true").lower())
    if latest is None:  # a word that is not known must not decide what becomes the present value
        said = ONE_OF.of(words=", ".join(LATEST))
        batch.flaws.append(Flaw(record.line, "latest", "latest.unknown", said))
        return
    if not latest:
        batch.skipped += 1
        return
    _validate(record.line, row, head, announced, batch)


def _bare(cell: str) -> str:
    """What a cell says, without blanks around it, or as what a spreadsheet is told to leave as it is."""
    bare = cell.strip(AROUND)
    as_text = AS_TEXT.fullmatch(bare)
    return as_text[1].strip(AROUND) if as_text else bare


def _validate(line: int, row: Mapping[str, str], head: Heading, announced: Announced, batch: Batch) -> None:
    reading = Reading({**announced.same, **row})
    _read_period(reading, row)
    _read_area(reading)
    _read_figure(reading, head.delimiter, announced.decimal_mark)
    flaws = [Flaw(line, column, *why) for column, why in reading.unclear.items()]
    values: dict[str, Any] = {"line": line}
    for column in WANTED:
        values[column], why = _value(column, reading.given.get(column, ""))
        if why is not None and column not in reading.unclear:
            flaws.append(Flaw(line, column, *why))
    batch.flaws += flaws
    if not flaws:
        batch.values.append(values)


@lru_cache(maxsize=10_000, typed=True)
def _value(column: str, given: Any) -> tuple[Any, tuple[str, Sentence] | None]:
    """What a cell says in its column, or what is wrong with it; most lines of a file say much the same."""
    if given == "" and column in OPTIONAL:
        return None, None
    cell = plain(given) if isinstance(given, str) else given
    if column in CHOSEN and isinstance(cell, str):
        cell = IN_DUTCH.get(cell.lower(), capitals(cell))
    if column in WHOLE and isinstance(cell, str) and NUMBER.fullmatch(cell):
        cell = int(cell)
    try:
        return READERS[column].validate_python(cell), None
    except ValidationError as found:
        error, *_ = found.errors(include_url=False, include_input=False)
        form = WANTED_AS if error["type"] == "value_error" else WANTED_IS
        return None, (error["type"], form.of(wanted=IN_WORDS[column], flaw=words(error)))


def _read_period(reading: Reading, row: Mapping[str, str]) -> None:
    found = PERIOD.fullmatch(row.get("year", "").replace(" ", ""))
    if found is None:
        return
    reading.given["year"] = found[1]
    if found[2] and not _is_provisional(row):
        reading.unclear["status"] = ("status.starred", STARRED)
    elif found[2]:
        reading.given["status"] = "PROVISIONAL"


def _is_provisional(row: Mapping[str, str]) -> bool:
    status = row.get("status", "PROVISIONAL")
    known: str = IN_DUTCH.get(status.lower(), capitals(status))
    return known == "PROVISIONAL"


def _read_area(reading: Reading) -> None:
    year = reading.given.get("year", "")
    codes = area_codes(reading.given.get("area_code", ""), int(year) if YEAR.fullmatch(year) else None)
    if len(codes) > 1:
        reading.unclear["area_code"] = ("area.ambiguous", SEVERAL.of(codes=", ".join(sorted(codes))))
    elif codes:
        reading.given["area_code"] = codes[0]
    else:
        reading.given["area_code"] = ""  # a name that nobody has is no code in small letters


def _read_figure(reading: Reading, delimiter: str, mark: str | None) -> None:
    cell = plain(reading.given.get("value", ""))
    reading.given["value"] = cell
    if mark == "," and DUTCH.fullmatch(cell):
        reading.given["value"] = cell.replace(".", "").replace(",", ".")
    elif mark == ",":
        reading.unclear["value"] = ("figure", COMMA)
    elif mark is None and delimiter == ";" and THOUSANDS.fullmatch(cell):
        reading.unclear["value"] = ("value.ambiguous", POINT)
