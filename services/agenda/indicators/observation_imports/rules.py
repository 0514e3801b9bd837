"""When a file of observations is taken, what is wrong with its lines, and how they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.indicators.models import Indicator
from services.agenda.indicators.observation_imports.models import ImportProblem, ObservationImport, Status
from services.agenda.indicators.observations import rules as observations
from services.agenda.indicators.observations.models import KEY, Observation
from shared.contracts.agenda.observation_imports import ObservationsImported
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.names import camel
from shared.kernel.rules import Refused, Rule
from shared.kernel.sentences import Sentence

LIFE = Lifecycle(
    "observation-import",
    Status.ANNOUNCED,
    {
        (Status.ANNOUNCED, "receive"): Status.READING,
        (Status.READING, "read"): Status.READING,
        (Status.READING, "store"): Status.STORED,
        (Status.READING, "refuse"): Status.REFUSED,
        (Status.ANNOUNCED, "withdraw"): Status.WITHDRAWN,
        (Status.READING, "withdraw"): Status.WITHDRAWN,
    },
    source="A10, B5; issue: indicators",
)
SAME_FILE = Rule(
    "observation-import.same-file",
    "The bytes of an import have the size and SHA-256 that were announced, and are UTF-8 text without NUL.",
    source="B5; issue: indicators",
    mend="Send the file that was announced, or announce this one. Save it as CSV UTF-8: what a spreadsheet "
    "calls Unicode text is UTF-16.",
    refusal="The file is not the one that was announced",
)
HEADING = Rule(
    "observation-import.heading",
    "The first line of an import names each column once: those of the open data or of its announcement, with "
    "commas, semicolons or tabs.",
    source="B5, B18; issue: indicators",
    mend="Correct the columns that the answer names, and announce the corrected file as a new import.",
    refusal="The first line of the file does not name the columns that are wanted",
)
LENGTH = Rule(
    "observation-import.length",
    "An import has at most the number of lines that are stored in one go.",
    source="issue: indicators",
    mend="Cut the file in parts, each with the heading.",
    refusal="The file has more lines than are stored in one go",
)
ONCE = Rule(
    "observation-import.once",
    "An import has one line for each edition of an indicator, area, year and price basis.",
    source="B5; issue: indicators",
    mend="Leave out one of the two lines.",
    refusal="Two lines of the file are about the same value",
)
SAME = Sentence("Line {line} has the same.", "Regel {line} zegt hetzelfde.")
HERE = Sentence("Here {facts}.", "Hier geldt {facts}.")
RECEIVE = (LIFE.rule, SAME_FILE, HEADING, LENGTH)

AT_ONCE = 5_000  # lines
CODES_TOLD = 200
PROBLEMS_KEPT = 10_000
LINES_MAX = 200_000

Key = tuple[object, ...]
Lines = Sequence[tuple[int, Observation]]


@dataclass(frozen=True)
class Flaw:
    """What cannot be read of a line, in one column or as a whole."""

    line: int
    column: str | None
    code: str
    said: Sentence


@dataclass(frozen=True)
class Known:
    """What is stored already that some lines have to do with; clusters by area code.

    `earlier` has for each line that was said before the first that did.
    """

    indicators: Mapping[tuple[str, int], Indicator]
    clusters: Mapping[str, Cluster]
    before: Mapping[Key, Observation]
    earlier: Mapping[int, int] = field(default_factory=dict)


def receive(
    found: ObservationImport, key: str, size_bytes: int, sha256: str, is_text: bool, today: date
) -> None:
    """Take the file of an import, whose lines are then looked at one by one."""
    status = LIFE.after(found.status, "receive")
    same = (size_bytes, sha256) == (found.size_bytes, found.sha256)
    SAME_FILE.require(same and is_text, received_bytes=size_bytes, received_sha256=sha256, is_text=is_text)
    found.status = status
    found.content_key = key
    found.received_on = today


def require_heading(missing: Sequence[str], unknown: Sequence[str], *, is_right: bool) -> None:
    """Refuse a file whose first line does not name what is needed, each column once."""
    HEADING.require(is_right, missing=[camel(name) for name in missing], unknown=unknown)


def note(found: ObservationImport, last: int, skipped: int, flaws: Sequence[Flaw]) -> list[ImportProblem]:
    """Note lines as they come in, up to and including `last`; what cannot be read of them is a problem."""
    LENGTH.require(last <= LINES_MAX, lines_max=LINES_MAX)
    found.lines = last
    found.skipped_count += skipped
    told = [_problem(found, flaw.line, flaw.column, flaw.code, flaw.said) for flaw in flaws]
    return _counted(found, told)


def withdraw(found: ObservationImport, reason: str) -> None:
    """Withdraw (intrekken) an import that has not ended; nothing of it is stored."""
    found.status = LIFE.after(found.status, "withdraw")
    found.withdrawal_reason = reason


def spans(found: ObservationImport) -> list[tuple[int, int]]:
    """The lines after the heading in parts: after the first number, up to and including the second."""
    return [(first, first + AT_ONCE) for first in range(1, found.lines, AT_ONCE)]


def examine(found: ObservationImport, lines: Lines, known: Known) -> list[ImportProblem]:
    """What rules refuse of some lines: each by its own line number, nothing is stored yet."""
    problems = [problem for line in lines for problem in _problems(found, *line, known)]
    return _counted(found, problems)


def _counted(found: ObservationImport, problems: list[ImportProblem]) -> list[ImportProblem]:
    """Count all problems, and keep the first of them: a file is mended long before ten thousand are read."""
    kept = problems[: max(PROBLEMS_KEPT - found.problem_count, 0)]
    found.problem_count += len(problems)
    return kept


def still_right(examined: Sequence[ObservationImport]) -> list[ObservationImport]:
    """Those imports of which the last look found no problem."""
    return [found for found in examined if found.problem_count == 0]


def _problems(
    found: ObservationImport, line: int, observation: Observation, known: Known
) -> Iterator[ImportProblem]:
    if line in known.earlier:
        yield _problem(found, line, None, ONCE.code, ONCE.told(SAME.of(line=known.earlier[line])))
    indicator, before, cluster = _context(observation, known)
    try:
        observations.check(observation, indicator, _revised(observation, before), cluster)
    except Refused as refused:
        facts = ", ".join(f"{camel(name)}: {value}" for name, value in refused.facts.items())
        told = refused.rule.told(HERE.of(facts=facts) if facts else None)
        yield _problem(found, line, None, refused.rule.code, told)


def _problem(
    found: ObservationImport, line: int, column: str | None, code: str, said: Sentence
) -> ImportProblem:
    return ImportProblem(
        owner=found.owner,
        import_id=found.id,
        line=line,
        column=column,
        code=code,
        detail=said.told("en"),
        detail_nl=said.told("nl"),
    )


def _context(
    observation: Observation, known: Known
) -> tuple[Indicator | None, Observation | None, Cluster | None]:
    indicator = known.indicators.get((observation.code, observation.edition))
    return indicator, known.before.get(key_of(observation)), known.clusters.get(observation.area_code)


def key_of(observation: Observation) -> Key:
    """What there is one latest value of."""
    return tuple(getattr(observation, name) for name in KEY)


def looked_at(found: ObservationImport, last: int) -> None:
    """Note that the lines up to and including `last` were looked at."""
    found.status = LIFE.after(found.status, "read")
    found.lines_read = min(last, found.lines)


def store(found: ObservationImport, lines: Lines, known: Known) -> list[Observation]:
    """Store some lines as one by one: new, or a revision; what says nothing new is left as it is."""
    changed = []
    for _, each in lines:
        indicator, before, cluster = _context(each, known)
        revised = _revised(each, before)
        if before is None or revised is not None:
            observations.check(each, indicator, revised, cluster)
            observations.supersede(each, revised)
            changed.append(each)
        found.new_count += before is None
        found.revised_count += revised is not None
    return changed


def _revised(observation: Observation, before: Observation | None) -> Observation | None:
    """The value that this one revises; none when there is none, or it says the same."""
    said = ("value", "status", "source")
    same = before is None or all(getattr(observation, name) == getattr(before, name) for name in said)
    return None if same else before


def stored(found: ObservationImport, codes: Sequence[str], held: int) -> ObservationsImported:
    """Say that all lines are stored: `held` is how many observations, `codes` of which indicators."""
    found.status = LIFE.after(found.status, "store")
    found.unchanged_count = held - found.new_count - found.revised_count
    return ObservationsImported(
        import_id=found.id,
        codes=sorted(codes)[:CODES_TOLD],
        new_count=found.new_count,
        revised_count=found.revised_count,
        unchanged_count=found.unchanged_count,
    )


def refuse(found: ObservationImport) -> None:
    """Refuse an import with problems: nothing of it is stored."""
    found.status = LIFE.after(found.status, "refuse")
