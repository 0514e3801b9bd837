"""The heading of a file of observations: which column is which, in its own or in announced words."""

import csv
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.agenda.indicators.observation_imports.records import OPEN
from services.agenda.indicators.observations.schema import ObservationIn
from shared.kernel.sentences import Sentence

WANTED = tuple(ObservationIn.model_fields)
OPTIONAL = frozenset(name for name, each in ObservationIn.model_fields.items() if not each.is_required())
EXPORTED = frozenset({"id", "owner", "version", "measured_on", "revision", "latest"})  # ours, given anew
NAMES = {name.replace("_", ""): name for name in (*WANTED, *EXPORTED)}
SEPARATOR = re.compile(r'"?sep=([,;\t])"?,*;*', re.IGNORECASE)  # how a spreadsheet is told what is between
EMPTY = re.compile(r"[\s;,\ufeff]*")
EMPTY_MAX = 20
NAME_MAX = 200
VALUES = Sentence(
    "The line has {found} values, the heading has {wanted}. A value with a comma or semicolon in it stands "
    "in double quotes.",
    "De regel heeft {found} waarden, de kop heeft er {wanted}. Een waarde met een komma of puntkomma erin "
    "staat tussen dubbele aanhalingstekens.",
)
NAMELESS = Sentence(
    "Something stands in column {where}, which the heading does not name.",
    "Er staat iets in kolom {where}, die de kop niet noemt.",
)
LEFT_OUT = "-"  # a column of the file that the announcement does not name


@dataclass(frozen=True)
class Heading:
    """The columns in their order and what is between them; what the announcement says for all lines.

    A column without a name is "", one that the announcement leaves out "-". `line` is where the heading is.
    """

    columns: Sequence[str]
    delimiter: str
    same: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    line: int = 1

    @property
    def missing(self) -> list[str]:
        """What no column gives, and the announcement does not either; and what it says a column gives."""
        needed = [name for name in WANTED if name not in OPTIONAL or name in self.asked]
        return [name for name in needed if name not in self.columns and name not in self.same]

    @property
    def unknown(self) -> list[str]:
        """Columns that are none of ours, or are there twice."""
        counted = Counter(name for name in self.columns if name not in ("", LEFT_OUT))
        twice = [f"{name} (twice)" for name, count in counted.items() if count > 1]
        again = [f"{name} (announced for all lines)" for name in counted if name in self.same]
        return sorted({*counted} - {*WANTED} - EXPORTED) + sorted(twice) + sorted(again)

    @property
    def is_right(self) -> bool:
        """Whether lines can be read by it."""
        return not self.missing and not self.unknown

    @cached_property
    def _last_named(self) -> int:
        return max(i for i, name in enumerate(self.columns, 1) if name)

    @cached_property
    def _nameless(self) -> list[int]:
        return [i for i, name in enumerate(self.columns) if not name]

    @cached_property
    def _ours(self) -> list[tuple[int, str]]:
        return [(i, name) for i, name in enumerate(self.columns) if name not in ("", LEFT_OUT)]

    def misfit(self, cells: Sequence[str]) -> tuple[str, Sentence] | None:
        """What is wrong with the number of values of a line; empty columns without a name are nothing."""
        if len(cells) < self._last_named or any(cells[len(self.columns) :]):
            return "line.length", VALUES.of(found=len(cells), wanted=self._last_named)
        unnamed = [str(i + 1) for i in self._nameless if i < len(cells) and cells[i]]
        if unnamed:
            return "column.nameless", NAMELESS.of(where=", ".join(unnamed))
        return None

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """The values of a line by the names of their columns."""
        return {name: cells[i] for i, name in self._ours}


async def heading(lines: AsyncIterator[str], columns: Mapping[str, str], same: Collection[str]) -> Heading:
    """Read the first line that is not empty, or the next after `sep=;`; what it has most of is between.

    `columns` says which of our columns stands under which name in the file.
    """
    first, number = await anext(lines, ""), 1
    while EMPTY.fullmatch(first) and number < EMPTY_MAX:  # as a spreadsheet saves the rows above a table
        first, number = await anext(lines, ""), number + 1
    told = SEPARATOR.fullmatch(first.strip(" "))
    if told:
        first, number = await anext(lines, ""), number + 1
    delimiter = told[1] if told else max(",;\t", key=first.count)
    cells, further = await _cells(first, lines, delimiter)
    ours = {_shown(theirs): name for name, theirs in columns.items()}
    return Heading(
        [_named(_shown(cell), ours) for cell in cells],
        delimiter,
        same=frozenset(same),
        asked=frozenset(columns),
        line=number + further,
    )


async def _cells(first: str, lines: AsyncIterator[str], delimiter: str) -> tuple[list[str], int]:
    """The cells of the heading, whose names may go on in as many further lines while quotes are open."""
    text, further = first, 0
    while _is_open(text, delimiter) and further < EMPTY_MAX:
        text, further = f"{text}\n{await anext(lines, '')}", further + 1
    return next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), []), further


def _is_open(text: str, delimiter: str) -> bool:
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as fault:
        return str(fault) == OPEN
    return False


def _named(shown: str, ours: Mapping[str, str]) -> str:
    """What a column is to us: areaCode, area_code and "Area code" are one."""
    known = ours.get(shown) or NAMES.get(re.sub("[ _]", "", shown))
    return known or (LEFT_OUT if ours and shown else shown)


def _shown(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).lower()[:NAME_MAX]
