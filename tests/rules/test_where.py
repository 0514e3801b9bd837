"""Two pages for a newcomer name only what is there: where to find it, and one write's way (design.md 2)."""

import ast
import re
from pathlib import Path

import pytest

from services.wings import table

ROOT = Path(__file__).resolve().parents[2]
AGENDA = ROOT / "services/agenda"
QUESTIONS = re.findall(
    r"^\| (.+\?) \| `([\w/]+)` \| `(\w+)` \| (.+) \|$", (ROOT / "docs/where.md").read_text("utf-8"), re.M
)
WAY = (ROOT / "docs/one-write.md").read_text("utf-8")


def declared(path: Path) -> set[str]:
    """What a file declares at its top, and the methods of its classes."""
    body = ast.parse(path.read_text("utf-8")).body
    within = [node for each in body if isinstance(each, ast.ClassDef) for node in each.body]
    named = [node for node in [*body, *within] if hasattr(node, "name")]
    assigned = [each for node in body if isinstance(node, ast.Assign) for each in node.targets]
    return {node.name for node in named} | {ast.unparse(target) for target in assigned}


def test_ten_questions_are_asked() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize(("question", "folder", "name", "words"), QUESTIONS)
def test_the_readme_alone_answers(question: str, folder: str, name: str, words: str) -> None:
    wing, _, slice_ = folder.partition("/")
    files = sorted((AGENDA / folder).glob("*.py"))
    assert name in set().union(*map(declared, files)), f"{folder} has no {name}"
    (row,) = (line for line in table("agenda").splitlines() if line.startswith(f"| [`{wing}/`]"))
    (told,) = (part for part in re.split(r"; (?=`)|\| (?=`)", row) if part.startswith(f"`{slice_}/`"))
    assert words in told
    assert sum(words in line for line in table("agenda").splitlines()) == 1


def test_one_write_takes_at_most_four_files_and_what_they_are_said_to_hold() -> None:
    steps = re.findall(r"^\d\. `([\w/.]+)`: (.+?)(?=^\d\.|^\n)", WAY, re.M | re.S)
    assert len(steps) == WAY.count("\n1. ") + 3 == 4
    for file, told in steps:
        source = (ROOT / file).read_text("utf-8")
        gone = [name for name in re.findall(r"`(\w+)`", told) if not re.search(rf"\b{name}\b", source)]
        assert gone == [], file
        assert set(re.findall(r"`(\w+)`", told)) & declared(ROOT / file), file


def test_what_hears_of_the_write_is_there() -> None:
    ((name, file),) = re.findall(r"`(\w+)`\n\(`([\w/.]+)`\)", WAY)
    assert name in declared(ROOT / file)
