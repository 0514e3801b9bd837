"""A file of observations as lines, each with its values or with what is wrong with it."""

import codecs
import csv
import io
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from services.agenda.observation_imports.rules import Flaw
from services.agenda.observations.schema import ObservationIn
from shared.kernel.flaws import words
from shared.web.exports import plain

LONGEST = 2_000  # characters; the nine values of a line have a quarter of that
BATCH = 1_000
WANTED = tuple(ObservationIn.model_fields)
OPTIONAL = frozenset(name for name, each in ObservationIn.model_fields.items() if not each.is_required())
LATEST = {"true": True, "waar": True, "false": False, "onwaar": False}  # a Dutch spreadsheet saves its own
EXPORTED = frozenset({"id", "owner", "version", "measured_on", "revision", "latest"})  # ours, given anew
COLUMN = {to_camel(name): name for name in WANTED} | {name: name for name in WANTED}
WHOLE = frozenset({"edition", "year"})


@dataclass(frozen=True)
class Heading:
    """The first line: the columns in their order and what is between them; which lack, which are unknown."""

    columns: Sequence[str]
    delimiter: str

    @property
    def missing(self) -> list[str]:
        return [name for name in WANTED if name not in OPTIONAL and name not in self.columns]

    @property
    def unknown(self) -> list[str]:
        return sorted({*self.columns} - {*WANTED} - EXPORTED)

    @property
    def is_right(self) -> bool:
        return not self.missing and not self.unknown and len(set(self.columns)) == len(self.columns)


@dataclass
class Batch:
    """Some lines of a file: the values of those that can be read, the flaws of the others."""

    last: int = 0
    skipped: int = 0
    values: list[dict[str, Any]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


async def lines_of(chunks: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """The lines of a UTF-8 file without their ends; of a line that is too long no more than shows it."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")(), translate=True)
    rest = ""
    async for chunk in chunks:
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield line[: LONGEST + 1]
    if rest:
        yield rest[: LONGEST + 1]


def heading(line: str) -> Heading:
    """Read the first line; commas or semicolons, whichever it has more of."""
    delimiter = max(",;", key=line.count)
    return Heading(
        [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])], delimiter
    )


async def batches(head: Heading, lines: AsyncIterator[str]) -> AsyncIterator[Batch]:
    """The lines after the heading in batches; lines are counted as an editor does, the heading is line 1."""
    batch, number = Batch(last=1), 1
    async for line in lines:
        number += 1
        _read(head, number, line, batch)
        batch.last = number
        if number % BATCH == 0:
            yield batch
            batch = Batch(last=number)
    yield batch


def _read(head: Heading, number: int, line: str, batch: Batch) -> None:
    if not line.strip():
        return
    try:
        cells = next(csv.reader([line[:LONGEST]], delimiter=head.delimiter, strict=True))
    except csv.Error as flaw:
        batch.flaws.append(Flaw(number, None, "line.unreadable", f"This is no line of CSV: {flaw}."))
        return
    if len(line) > LONGEST or len(cells) != len(head.columns):
        detail = f"The line has {len(cells)} values, the heading has {len(head.columns)}."
        long = f"The line is longer than {LONGEST} characters."
        batch.flaws.append(Flaw(number, None, "line.length", long if len(line) > LONGEST else detail))
        return
    row = dict(zip(head.columns, cells, strict=True))
    latest = LATEST.get(row.get("latest", "true").strip().lower())
    if latest is None:  # a word that is not known must not decide what becomes the present value
        batch.flaws.append(Flaw(number, "latest", "latest.unknown", f"Write one of: {', '.join(LATEST)}."))
        return
    if not latest:
        batch.skipped += 1
        return
    try:
        read = ObservationIn.model_validate(dict(_typed(row)), by_name=True, by_alias=False)
        batch.values.append({"line": number, **read.model_dump()})
    except ValidationError as found:
        batch.flaws += _flaws(number, found)


def _typed(row: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name in WANTED:
        cell = plain(row.get(name, ""))
        if cell or name not in OPTIONAL:
            yield name, int(cell) if name in WHOLE and cell.isascii() and cell.isdigit() else cell


def _flaws(number: int, found: ValidationError) -> Iterator[Flaw]:
    for error in found.errors(include_url=False, include_input=False):
        yield Flaw(number, COLUMN[str(error["loc"][0])], error["type"], str(words(error, ObservationIn)))
