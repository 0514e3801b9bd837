"""Who may import whom (design.md 2); each check is itself shown to fail on bad code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("agenda", "funding", "loans", "gateway")
LAYERS = {  # what each part of shared may import of shared
    "kernel": {"kernel", "reference"},
    "reference": {"reference", "kernel"},
    "contracts": {"contracts", "kernel", "settings", "bus"},
    "store": {"store", "kernel", "settings"},
    "objects": {"objects", "settings"},
    "ledger": {"ledger", "store", "kernel"},
    "web": {"web", "store", "objects", "kernel", "reference", "settings", "server"},
    "records": {"records", "web", "store", "kernel"},
    "bus": {"bus", "store", "contracts", "kernel", "settings", "server"},
    "server": {"server", "settings"},
    "settings": {"settings"},
    "logs": {"logs"},
    "testing": {"testing", "web", "bus", "store", "contracts", "kernel", "reference", "settings"},
}
SUBJECTS = "shared.records.subjects"  # of which kinds records are, and who sees what is said of one: pure
LEAVES = ("routes", "reactions")
PURE = ("kernel", "contracts", "reference")  # of shared, for rules.py
PURE_MODULES = ("shared.ledger.postings",)


def sources() -> list[Path]:
    return sorted([*ROOT.glob("services/**/*.py"), *ROOT.glob("shared/**/*.py")])


def imported(source: str) -> set[str]:
    """Every module a source imports, inside functions too; `from a import b` counts as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def breaches(path: str, source: str) -> Iterator[str]:
    """What a file at `path` (from the checkout's root, without .py) imports and may not."""
    parts = path.split("/")
    for module in sorted(imported(source)):
        names = module.split(".")
        yield from _of_layers(parts, names, module)
        yield from _of_leaves(parts, names, module)
        if not module.startswith(SUBJECTS):
            yield from _of_rules(parts, names, module)


def _of_layers(parts: list[str], names: list[str], module: str) -> Iterator[str]:
    if parts[0] == "shared" and names[0] in ("services", "deploy", "tests"):
        yield f"shared imports what stands above it: {module}"
    if parts[0] == "shared" and names[0] == "shared" and len(names) > 1 and names[1] not in LAYERS[parts[1]]:
        yield f"{parts[1]} imports {module}"
    across = parts[0] == names[0] == "services" and len(parts) > 2 and len(names) > 1 and names[1] in SERVICES
    if across and names[1] != parts[1]:
        yield f"the service {parts[1]} imports the service {names[1]}"


def _of_leaves(parts: list[str], names: list[str], module: str) -> Iterator[str]:
    is_leaf = names[0] == "services" and bool({*names[3:]} & {*LEAVES})
    if is_leaf and parts[-1] not in ("app", "worker"):
        yield f"a leaf is imported outside app.py and worker.py: {module}"


def _of_rules(parts: list[str], names: list[str], module: str) -> Iterator[str]:
    if parts[0] != "services" or parts[-1] != "rules":
        return
    pure = names[0] != "shared" or len(names) < 2 or names[1] in PURE or module.startswith(PURE_MODULES)
    if not pure and module != "shared.ledger":
        yield f"a rule imports {module}"
    if names[0] in (
        "sqlalchemy",
        "fastapi",
        "aiokafka",
        "httpx",
        "asyncio",
        "os",
        "random",
        "secrets",
        "time",
    ):
        yield f"a rule imports {module}"


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_layers(path: Path) -> None:
    name = str(path.relative_to(ROOT).with_suffix(""))
    assert list(breaches(name, path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("shared/kernel/x", "from shared.store.tx import Tx"),
        ("shared/store/x", "import services.agenda.app"),
        ("shared/web/x", "def f():\n    from shared.bus import inbox"),
        ("services/loans/lending/loans/rules", "from services.funding.programmes.tranches import models"),
        ("services/loans/lending/loans/rules", "from shared.store.tx import Tx"),
        ("services/loans/lending/loans/rules", "import random"),
        ("services/loans/lending/loans/rules", "from services.loans.guarantees.guarantees import routes"),
        (
            "services/loans/lending/loans/routes",
            "def f():\n    from services.loans.guarantees.guarantees.reactions import note",
        ),
    ],
)
def test_a_breach_is_seen(path: str, source: str) -> None:
    assert list(breaches(path, source)) != []


def test_no_module_imports_itself_in_a_circle() -> None:
    assert circle({str(p.relative_to(ROOT).with_suffix("")): p.read_text("utf-8") for p in sources()}) == []


def test_a_circle_is_seen() -> None:
    assert circle({"a/x": "from a.y import z", "a/y": "import a.x"}) != []


def circle(files: dict[str, str]) -> list[str]:
    """Modules of one import circle, or nothing."""
    names = {path.replace("/", ".").removesuffix(".__init__"): path for path in files}
    edges = {name: sorted((imported(files[path]) & names.keys()) - {name}) for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return trail[trail.index(name) :]
        if name in done:
            return []
        for other in edges[name]:
            if found := visit(other, [*trail, name]):
                return found
        done.add(name)
        return []

    return next((found for name in names if (found := visit(name, []))), [])
