"""What a route, a reaction, a rule and a model look like (design.md 2); each check is shown to fail."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.kernel import rules as shared_rules

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40
PARAMETERS_MAX = 6
PARTS_OF_A_MOMENT = {"at", "now", "today", "recorded_at", "recorded_on"}
UNSAFE = {"post", "put", "patch", "delete"}
WRITES = ("tx.add", "tx.emit", "tx.audit", "tx.session.add")
BANNED_NAMES = {"utils", "helpers", "manager", "service", "base", "common"}
COLUMNS = ("mapped_column(", "composite(", "relationship(", "searchable(", "sort_key(")
DECIDING = (ast.If, ast.IfExp, ast.Raise, ast.Try, ast.While, ast.Match)
IMPURE = {"now", "today", "utcnow", "uuid4", "uuid7", "random", "open", "print", "getenv", "sleep"}

TOLD_OF_A_WING = ("Who works here", "Owns", "Comes in", "Goes out", "Rows of domain.md")

Check = Callable[[ast.Module], Iterator[str]]


def files(pattern: str) -> list[Path]:
    return [path for path in sorted(ROOT.glob(pattern)) if "migrations/versions" not in path.as_posix()]


def code() -> list[Path]:
    return [
        path
        for root in ("services", "shared", "deploy", "examples", "tools")
        for path in files(f"{root}/**/*.py")
    ]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def decisions(tree: ast.Module) -> Iterator[str]:
    """Branches: they belong in rules.py (an optional filter in queries.py)."""
    yield from (f"line {node.lineno} decides" for node in ast.walk(tree) if isinstance(node, DECIDING))


def impurities(tree: ast.Module) -> Iterator[str]:
    """IO, clocks and chance."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.AsyncFunctionDef, ast.Await)):
            yield f"line {node.lineno} waits"
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in IMPURE:
                yield f"line {node.lineno} calls {name}()"


def second_meanings(tree: ast.Module) -> Iterator[str]:
    """Names of the rules that all share, given to something else."""
    for node in tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            if hasattr(shared_rules, ast.unparse(target)):
                yield f"line {node.lineno} gives {ast.unparse(target)} a second meaning"


def functions(tree: ast.Module) -> Iterator[str]:
    """Any function at all: a model holds state only."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    yield from (f"line {node.lineno} is a function" for node in ast.walk(tree) if isinstance(node, kinds))


def lost_columns(tree: ast.Module) -> Iterator[str]:
    """`x: Mapped[int] = 0` is silently no column (style.md 5.7, trap 1)."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.AnnAssign) and "Mapped[" in ast.unparse(node.annotation)):
            continue
        if node.value and not ast.unparse(node.value).startswith(COLUMNS):
            yield f"line {node.lineno} is not a column"


def careless_routes(tree: ast.Module) -> Iterator[str]:
    """Unsafe routes without an idempotency key, routes without a scope, changes without a version.

    A POST that is `calculated` needs no key: its transaction is read-only, and it names no way to write.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.AsyncFunctionDef):
            continue
        for decorator in node.decorator_list:
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
                continue
            text, arguments = ast.unparse(decorator), ast.unparse(node.args)
            computes = decorator.func.attr == "post" and "calculated" in text
            if computes and any(way in ast.unparse(node) for way in WRITES):
                yield f"{node.name} stores what it calculates"
            if decorator.func.attr in UNSAFE and "idempotent" not in text and not computes:
                yield f"{node.name} takes no idempotency key"
            asked = ("allow(",) if decorator.func.attr in UNSAFE else ("allow(", "anybody(")
            if decorator.func.attr in (*UNSAFE, "get") and not any(word in arguments for word in asked):
                yield f"{node.name} asks no scope"
            if decorator.func.attr in UNSAFE and "{id}" in text and "if_match" not in arguments:
                yield f"{node.name} changes without If-Match"


def scattered(tree: ast.Module) -> Iterator[str]:
    """Functions that are told so much that some of it must be one value (a `Moment`, a `Cover`)."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            told = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if len(told) > PARAMETERS_MAX:
                yield f"{node.name} takes {len(told)} parameters"
            if sum(name in PARTS_OF_A_MOMENT for name in told) > 1:
                yield f"{node.name} takes the parts of a Moment"


def oversized(path: Path, tree: ast.Module) -> Iterator[str]:
    """Files and functions that do not fit in one sitting."""
    if len(path.read_text("utf-8").splitlines()) > FILE_LINES_MAX:
        yield "the file is too long"
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length >= FUNCTION_LINES_MAX:
                yield f"{node.name} has {length} lines"


def undocumented(tree: ast.Module) -> Iterator[str]:
    """A module says in one sentence what it is for."""
    text = ast.get_docstring(tree)
    if text is None and tree.body:
        yield "no module docstring"


@pytest.mark.parametrize(
    ("pattern", "check"),
    [
        ("services/**/routes.py", decisions),
        ("services/**/routes.py", careless_routes),
        ("services/**/routes.py", second_meanings),
        ("services/**/reactions.py", decisions),
        ("services/**/rules.py", impurities),
        ("services/**/rules.py", scattered),
        ("services/**/models.py", functions),
        ("services/**/models.py", lost_columns),
    ],
)
def test_the_leaves_and_rules_keep_their_shape(pattern: str, check: Check) -> None:
    found = {named(p): list(check(ast.parse(p.read_text("utf-8")))) for p in files(pattern)}
    assert found, f"no file matches {pattern}"
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("path", code(), ids=named)
def test_a_file_fits_in_one_sitting_and_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert [*oversized(path, tree), *undocumented(tree)] == []


@pytest.mark.parametrize("path", code(), ids=named)
def test_no_name_says_nothing(path: Path) -> None:
    assert not BANNED_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (decisions, "async def r():\n  if x: raise E"),
        (decisions, "async def r():\n  return a if x else b"),
        (impurities, "def r():\n  return datetime.now()"),
        (impurities, "async def r(): pass"),
        (second_meanings, "CHANGE = (NOT_FOUND, LIFE.rule)"),
        (scattered, "def r(a, b, c, d, e, f, g): pass"),
        (scattered, "def r(at, today): pass"),
        (functions, "class A:\n  def f(self): pass"),
        (lost_columns, "class A:\n  x: Mapped[int] = 0"),
        (careless_routes, "@router.post('/x')\nasync def r(p=allow('a')): pass"),
        (careless_routes, "@router.put('/x', dependencies=[calculated])\nasync def r(p=allow('a')): pass"),
        (
            careless_routes,
            "@router.post('/x', dependencies=[calculated])\nasync def r(p=allow('a')): tx.emit(e)",
        ),
        (careless_routes, "@router.get('/x')\nasync def r(): pass"),
        (careless_routes, "@router.post('/x', dependencies=[idempotent])\nasync def r(p=anybody('a')): pass"),
        (careless_routes, "@router.put('/{id}', dependencies=[idempotent])\nasync def r(p=allow('a')): pass"),
        (undocumented, "x = 1"),
    ],
)
def test_a_fault_is_seen(check: Check, source: str) -> None:
    assert list(check(ast.parse(source))) != []


def test_an_oversized_function_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * 39 + "y = 1\n" * 261)
    faults = list(oversized(path, ast.parse(path.read_text())))
    assert faults == ["the file is too long", "f has 40 lines"]


def wings() -> list[Path]:
    """The folders of a service that hold slices."""
    services = (path.parent for path in ROOT.glob("services/*/entity.py"))
    inside = (path for service in services for path in sorted(service.iterdir()) if path.is_dir())
    return [path for path in inside if path.name not in ("migrations", "regimes", "__pycache__")]


def unlike_a_wing(wing: Path) -> Iterator[str]:
    """Code of its own, a page that is not five lines or forgets a slice, a name that says the wing again."""
    slices = {path.name for path in wing.iterdir() if path.is_dir() and path.name != "__pycache__"}
    for path in wing.iterdir():
        if path.is_file() and path.name != "README.md" and (path.name != "__init__.py" or path.read_text()):
            yield f"{path.name} is no README and no empty __init__.py"
    page = wing / "README.md"
    lines = page.read_text("utf-8").splitlines() if page.exists() else [""]
    if [line.partition("**: ")[0] for line in lines] != [f"- **{told}" for told in TOLD_OF_A_WING]:
        yield f"its README is not five lines: {', '.join(TOLD_OF_A_WING)}"
    if (owned := set(re.findall(r"`(\w+)/`", " ".join(lines[1:2])))) != slices:
        yield f"its README and its folders differ: {sorted(owned ^ slices)}"
    yield from (f"{name} says the wing again" for name in slices if name.startswith(f"{wing.name[:-1]}_"))


@pytest.mark.parametrize("wing", wings(), ids=named)
def test_a_wing_holds_slices_and_a_page_and_nothing_else(wing: Path) -> None:
    assert list(unlike_a_wing(wing)) == []


def test_a_wing_with_code_or_without_a_page_is_seen(tmp_path: Path) -> None:
    wing = tmp_path / "clusters"
    (wing / "cluster_scores").mkdir(parents=True)
    (wing / "rules.py").write_text("x = 1")
    (wing / "__init__.py").write_text("x = 1")
    assert len(list(unlike_a_wing(wing))) == 5
