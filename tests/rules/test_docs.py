"""What the documents name exists: pages, commands, settings, files, terms; and they name no machine."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from deploy.kafka_access import main as kafka_access
from deploy.local.__main__ import app as local
from deploy.local.issuer import IssuerSettings
from deploy.manifests.__main__ import main as manifests
from services.__main__ import main as services
from services.gateway.settings import GatewaySettings
from shared.contracts.publish import FOLDER

ROOT = Path(__file__).resolve().parents[2]
TYPED = re.compile(r"python -m (services|deploy\.(?:local|kafka_access|manifests))((?: [^\s|]+)+)")
access = typer.Typer()
access.command()(kafka_access)
written = typer.Typer()
written.command()(manifests)
PROGRAMS = {
    "services": services,
    "deploy.local": local,
    "deploy.kafka_access": access,
    "deploy.manifests": written,
}
IGNORED = {"build", "node_modules", "__pycache__", "versions"}
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "services/**/*.md", "shared/**/*.md", "deploy/**/*.md")
    for path in ROOT.glob(pattern)
    if not IGNORED & set(path.parts)
)
GENERATED = re.compile(r"docs/(rules|regels|life-cycles|events|settings|wings)\.md|services/\w+/README\.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")

# in parts, so that this file does not hold what it forbids
HOSTS = (
    *("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com"),
    *("maven" + ".org", "maven.apache" + ".org", "crates" + ".io", "golang" + ".org", "rubygems" + ".org"),
)
PLACES = ("/" + "work/", "/" + "tmp/", ".." + "/shared", "/" + "root/", "/" + "home/")
PLACE = re.compile(r"(?<![\w.<>}*])(" + "|".join(map(re.escape, PLACES)) + ")")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(text: str) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.*)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path, text: str) -> Iterator[str]:
    """Links to files or headings that are not there; other hosts are not asked."""
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aimed = (page.parent / path).resolve() if path else page
        found = aimed.exists()
        if found and anchor and aimed.suffix == ".md":
            found = anchor in anchors(aimed.read_text("utf-8"))
        if not found:
            yield target


def code(text: str) -> str:
    """What a reader may type: code spans and fenced blocks."""
    return "\n".join([*(body for _, body in FENCE.findall(text)), *SPAN.findall(FENCE.sub("", text))])


def settings_known() -> set[str]:
    """Every variable that some part of the suite reads: declared settings, and those of local programs."""
    fields = {**GatewaySettings.model_fields, **IssuerSettings.model_fields}
    sources = [*ROOT.glob("deploy/**/*.py"), *ROOT.glob("examples/**/*.py")]
    literal = {
        name for path in sources for name in re.findall(r"GROEIKRACHT_[A-Z_]+", path.read_text("utf-8"))
    }
    return literal | {f"GROEIKRACHT_{field.upper()}" for field in fields}


def unknown_words(text: str) -> Iterator[str]:
    """Commands and options of our own programs that are typed and that they do not take."""
    for module, line in re.findall(
        r"python -m (services|deploy\.(?:local|kafka_access|manifests))((?: [^\s|]+)+)", text
    ):
        found: Any = get_command(PROGRAMS[module])
        for word in line.replace("<service>", "agenda").split():
            if word == "--":  # what follows is another program's
                break
            if commands := getattr(found, "commands", None):
                found = commands.get(word)
            elif word.startswith("--") and not any(word in option.opts for option in found.params):
                yield f"{line.strip()}: {word}"
            if found is None:
                yield f"{line.strip()}: {word}"
                break


def unknown_commands(text: str) -> Iterator[str]:
    """Make targets, modules, settings and files that are named and do not exist."""
    typed = code(text)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in re.findall(r"\bmake((?: [a-z]+\b(?!=))+)", typed):
        yield from (f"make {target}" for target in line.split() if target not in targets)
    for module in re.findall(r"python -m ([a-z_.]+)", typed):
        place = ROOT / module.replace(".", "/")
        installed = module in ("pytest",)
        if not (installed or place.with_suffix(".py").exists() or (place / "__main__.py").exists()):
            yield f"python -m {module}"
    yield from unknown_words(typed)
    yield from sorted(set(re.findall(r"GROEIKRACHT_[A-Z_]+[A-Z]", typed)) - settings_known())
    for path in re.findall(
        r"(?<![\w./<>-])((?:services|shared|deploy|tests|tools|docs|examples)/[\w./-]+)", typed
    ):
        if not (ROOT / path.rstrip(".")).exists():
            yield path


def secrets_of_a_machine(text: str) -> list[str]:
    """Hosts of package registries, and paths of the machine somebody worked on."""
    return [host for host in HOSTS if host in text] + PLACE.findall(text)


def texts() -> Iterator[Path]:
    """Every text file of the checkout that is ours to publish."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1]) or parts[0] == ".git"
        if path.is_file() and not hidden and not IGNORED - {"versions"} & set(parts):
            yield path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page, page.read_text("utf-8"))) == []


@pytest.mark.parametrize("page", [p for p in PAGES if not GENERATED.fullmatch(named(p))], ids=named)
def test_whatever_a_reader_may_type_exists(page: Path) -> None:
    assert list(unknown_commands(page.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "typed",
    [
        "python -m services loans redrives 1",
        "python -m services agenda replay loans --from 1",
        "python -m services loan verify",
        "python -m deploy.local stop",
        "python -m deploy.kafka_access --copies 3",
    ],
)
def test_a_command_or_option_that_a_program_does_not_take_is_found(typed: str) -> None:
    assert len(list(unknown_words(typed))) == 1


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {}
    for path in texts():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if faults := secrets_of_a_machine(text):
            found[named(path)] = faults
    assert found == {}


def test_the_examples_of_messages_are_those_of_the_contract() -> None:
    messages = json.loads((FOLDER / "asyncapi.json").read_text("utf-8"))["components"]["messages"]
    sent = [message["examples"][0]["payload"] for message in messages.values()]
    known = [*sent, *(event["data"] for event in sent)]
    page = (ROOT / "docs/rom-back-office.md").read_text("utf-8")
    shown = [json.loads(body) for language, body in FENCE.findall(page) if language == "json"]
    assert len(shown) >= 9
    assert [example for example in shown if example not in known] == []


STEP = re.compile(r"^\| [\d, ]+ [^|]+\| ([^|]+)\| ([^|]+)\|", re.MULTILINE)
CALL = re.compile(r"`(GET|POST|PUT) /(\w+)/v1(/[^`]+)`")


def unlike_the_document(text: str) -> Iterator[str]:
    """Rows of a table of steps whose call is not served, or needs another scope than the row says."""
    for calls, scopes in STEP.findall(text):
        needed = set()
        for method, api, path in CALL.findall(calls):
            document = json.loads((ROOT / f"docs/openapi/{api}.json").read_text("utf-8"))
            operation = document["paths"].get(path, {}).get(method.lower())
            if operation is None:
                yield f"{method} {path}"
                continue
            asked = operation["security"]
            needed |= set() if {} in asked else {scope for each in asked for scope in each["bearer"]}
        first = scopes.split(";")[0]
        if CALL.search(calls) and (set(SPAN.findall(first)) != needed or ("none" in first) == bool(needed)):
            yield f"{calls}: {needed or 'none'}"


@pytest.mark.parametrize("page", ["first-agenda.md", "first-award.md", "first-loan.md"])
def test_each_step_of_a_first_page_names_a_call_and_its_scope(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert len(STEP.findall(text)) > 10
    assert list(unlike_the_document(text)) == []


@pytest.mark.parametrize(
    "row",
    [
        "| 1 step | `POST /funding/v1/nothing` | `funding:read` | who |",
        "| 1 step | `GET /funding/v1/tranches` | none | who |",
        "| 1 step | `GET /agenda/v1/agendas` | `agenda:read` | who |",
        "| 1, 2 step | `GET /funding/v1/tranches` | `funding:decide` | who |",
    ],
)
def test_a_step_that_is_not_so_is_seen(row: str) -> None:
    assert list(unlike_the_document(row)) != []


def terms() -> list[tuple[str, str]]:
    """Each entity and each value of an enumeration, with the file that declares it."""
    found = []
    for path in sorted([*ROOT.glob("services/**/models.py"), *ROOT.glob("shared/records/**/models.py")]):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {ast.unparse(base) for base in node.bases}
            if "Entity" in bases:
                found.append((named(path), node.name))
            if "StrEnum" in bases:
                values = [ast.literal_eval(line.value) for line in node.body if isinstance(line, ast.Assign)]
                found += [(named(path), value) for value in values]
    return found


@pytest.mark.parametrize(("path", "term"), terms(), ids=lambda value: str(value))
def test_the_glossary_has_every_term(path: str, term: str) -> None:
    assert f"`{term}`" in (ROOT / "docs/glossary.md").read_text("utf-8"), (
        f"{term} of {path} has no Dutch term"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[gone](docs/gone.md)",
        "[gone](README.md#no-such-heading)",
        "`make everything`",
        "`make check everything`",
        "`GROEIKRACHT_NO_SUCH_THING`",
        "`services/loans/gone.py`",
        "```sh\n.venv/bin/python -m tools.gone\n```",
        f"from {HOSTS[0]}",
        f"see {PLACES[0]}notes",
        f"cd {PLACES[1]}x",
        f"`{PLACES[2]}/x.md`",
    ],
)
def test_a_fault_is_seen(text: str) -> None:
    page = ROOT / "PAGE.md"
    assert [*broken_links(page, text), *unknown_commands(text), *secrets_of_a_machine(text)] != []
