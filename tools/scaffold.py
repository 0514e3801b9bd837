"""Writes a new slice that passes `make check` at once: `python -m tools.scaffold loans guarantees visits`."""

import keyword
import re
import sys
import tomllib
from pathlib import Path
from string import Template
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("slice")
PLACES = {
    "models.py.txt": "services/$service/$wing/$folder/models.py",
    "rules.py.txt": "services/$service/$wing/$folder/rules.py",
    "routes.py.txt": "services/$service/$wing/$folder/routes.py",
    "test_rules.py.txt": "tests/rules/$service/$wing/test_$folder.py",
    "test_routes.py.txt": "tests/routes/$service/$wing/test_$folder.py",
}
SAID = '''"""$Things, which schemas call by their whole name."""

NOUN = "$name"
'''
SINGULAR = {"ies": "y", "sses": "ss", "xes": "x", "ches": "ch", "s": ""}
NEXT = """
Next:
  1. services/$service/app.py
                               from services.$service.$wing.$folder import routes as $plural
                               routers=(..., $plural.router)
  2. make revision service=$service message="$things"
                               writes the migration; read it
  3. .venv/bin/python -m pytest tests/*/$service/$wing/test_$folder.py
                               passes, on a real PostgreSQL
  4. Make it yours: fields, states, rules, the Dutch term and the source in the docstring of $Entity.
                               Then delete the migration and repeat step 2.
  5. services/$service/$wing/README.md, docs/glossary.md, shared/kernel/nl.json
                               one line each; in the last, every rule in Dutch
  6. make docs                 rules, life cycles and OpenAPI are generated
"""


def names(service: str, wing: str, noun: str) -> dict[str, str]:
    """What the templates call the slice; `noun` is its plural as in the address, e.g. `loss-claims`.

    Its folder leaves out what the wing says: `guarantee-claims` are in `guarantees/claims`.
    """
    singular = _singular(noun)
    words = singular.replace("-", " ")
    article = "an" if words[0] in "aeiou" else "a"
    entity = words.title().replace(" ", "")
    return {
        "service": service,
        "wing": wing,
        "noun": noun,
        "plural": noun.replace("-", "_"),
        "folder": noun.removeprefix(f"{_singular(wing)}-").replace("-", "_"),
        "kebab": singular,
        "name": singular.replace("-", "_"),
        "thing": words,
        "things": noun.replace("-", " "),
        "Things": noun.replace("-", " ").capitalize(),
        "a": article,
        "A": article.capitalize(),
        "Entity": entity,
        "imported": ", ".join(sorted(["Status", entity])),
    }


def _singular(plural: str) -> str:
    return next(
        (plural.removesuffix(end) + one for end, one in SINGULAR.items() if plural.endswith(end)), plural
    )


def wings(root: Path, service: str) -> list[str]:
    """The wings of a service: its folders with a README that says who works there."""
    return sorted(path.parent.name for path in (root / "services" / service).glob("*/README.md"))


def scaffold(root: Path, known: dict[str, str]) -> list[Path]:
    """Write the files of a slice below the checkout `root`; FileExistsError when one is there already."""
    files = {
        root / Template(place).substitute(known): Template((TEMPLATES / name).read_text("utf-8"))
        for name, place in PLACES.items()
    }
    folder = root / "services" / known["service"] / known["wing"] / known["folder"]
    for path in (folder, *files):
        if path.exists():
            raise FileExistsError(path)
    folder.mkdir()
    (folder / "__init__.py").write_text(Template(SAID).substitute(known) if _is_short(known) else "", "utf-8")
    for path, template in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.substitute(known), "utf-8")
    return list(files)


def _is_short(known: dict[str, str]) -> bool:
    return known["folder"] != known["plural"]


def advice(root: Path, known: dict[str, str]) -> str:
    """What is left to do by hand; granting the scope only when no local client has it yet."""
    steps = Template(NEXT).substitute(known)
    clients = tomllib.loads((root / "deploy/local/clients.toml").read_text("utf-8"))
    scope = f"{known['service']}:write"
    if not any(scope in client["scopes"].split() for client in clients.values()):
        steps += f"  7. deploy/local/clients.toml\n{' ' * 31}grant {scope} to a client: none has it yet\n"
    return steps


def main(
    service: Annotated[str, typer.Argument(help="The service that will own it, e.g. loans.")],
    wing: Annotated[str, typer.Argument(help="The wing it belongs to, e.g. guarantees.")],
    name: Annotated[str, typer.Argument(help="The plural noun of its address, e.g. loss-claims.")],
) -> None:
    """Write models, rules, routes and tests of a new slice, and say what to do next."""
    if not (ROOT / "services" / service / "entity.py").exists():
        sys.exit(f"There is no service {service} with entities of its own.")
    if wing not in wings(ROOT, service):
        there = ", ".join(wings(ROOT, service))
        sys.exit(f"The service {service} has no wing '{wing}'. Say which: wing=… of {there}.")
    if not re.fullmatch(r"[a-z]{2,30}(-[a-z]+)*s", name):
        sys.exit("Name the slice by its plural in lower case with hyphens, e.g. loss-claims.")
    known = names(service, wing, name)
    if keyword.iskeyword(known["name"]):
        sys.exit(f"{known['name']} is a word of Python's own; choose another name.")
    try:
        written = scaffold(ROOT, known)
    except FileExistsError as there:
        sys.exit(f"{there} is there already; nothing was written.")
    for path in written:
        typer.echo(f"written: {path.relative_to(ROOT)}")
    typer.echo(advice(ROOT, known))


if __name__ == "__main__":
    typer.run(main)
