"""A file of CSV (RFC 4180) as records, each with the line it begins on: quotes may hold line breaks."""

import codecs
import csv
import io
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from shared.kernel.sentences import Sentence

LONGEST = 2_000  # characters; the nine values of a line have a quarter of that
OPEN = "unexpected end of data"  # how the csv module says that quotes are not closed yet


@dataclass(frozen=True)
class Record:
    """The cells of one or more lines, or what is wrong with them: a code and a sentence."""

    line: int
    last: int
    cells: list[str] = field(default_factory=list)
    flaw: tuple[str, Sentence] | None = None


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


@dataclass
class Records:
    """Makes records of lines that come one by one; lines are counted as an editor does.

    Quotes that stay open for longer than a record may be are a slip: they cost their own line, and those
    after it are read for themselves.
    """

    delimiter: str
    line: int  # the number of the line before the first
    held: list[str] = field(default_factory=list)  # lines of a record whose quotes are open

    def take(self, line: str) -> Iterator[Record]:
        """The records that are whole with this line."""
        self.held.append(line)
        text = "\n".join(self.held)
        try:
            cells = self._cells(text[:LONGEST]) if len(self.held) == 1 or '"' in line else None
        except csv.Error as fault:
            cells, wrong = None, str(fault) != OPEN
        else:
            wrong = False
        if cells is not None and len(text) <= LONGEST:
            yield self._record(len(self.held), cells=cells)
        elif wrong or len(text) > LONGEST:
            yield from self.close()

    def close(self) -> Iterator[Record]:
        """The records of what is held, though its quotes are open: nothing follows that could close them."""
        if not self.held:
            return
        first, *rest = self.held
        long = len(first) > LONGEST
        yield self._record(1, flaw=TOO_LONG if long else UNREADABLE)
        for line in rest:
            yield from self.take(line)

    def _cells(self, text: str) -> list[str]:
        if '" ' in text:  # blanks around a cell mean nothing, as before it so after its quotes
            text = re.sub(rf'(?<=") +(?={self.delimiter}|$)', "", text)
        return next(csv.reader([text], delimiter=self.delimiter, strict=True, skipinitialspace=True), [])

    def _record(
        self, lines: int, cells: list[str] | None = None, flaw: tuple[str, Sentence] | None = None
    ) -> Record:
        first, self.line = self.line + 1, self.line + lines
        self.held = []
        return Record(first, self.line, cells or [], flaw)


TOO_LONG = (
    "line.length",
    Sentence(f"The line is longer than {LONGEST} characters.", f"De regel is langer dan {LONGEST} tekens."),
)
UNREADABLE = (
    "line.unreadable",
    Sentence(
        "Double quotes are not closed, or something follows them: write a quote inside quotes twice.",
        "Dubbele aanhalingstekens zijn niet gesloten, of er volgt iets op: schrijf een aanhalingsteken "
        "ertussen twee keer.",
    ),
)


async def records_of(lines: AsyncIterator[str], delimiter: str, heading_line: int) -> AsyncIterator[Record]:
    """The records after the heading."""
    records = Records(delimiter, heading_line)
    async for line in lines:
        for record in records.take(line):
            yield record
    while records.held:
        for record in records.close():
            yield record
