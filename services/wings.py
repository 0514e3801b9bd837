"""The wings of each service, one for each desk, and which of them reads which: taken from the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

from services.openapi import SERVICES

ROOT = Path(__file__).resolve().parents[1]
INTRODUCTION = """
A wing is a folder of a service with the slices that one desk works with. An arrow goes from a wing to one
whose code it reads. Services have no arrows between them: they hear of each other by events
([events.md](events.md)).
"""


def wings(service: str) -> list[Path]:
    """The folders of a service that hold slices, each with a README that says who works there."""
    return [page.parent for page in sorted((ROOT / "services" / service).glob("*/README.md"))]


def arrows(service: str) -> dict[str, set[str]]:
    """Each wing with the other wings whose code it reads."""
    known = {wing.name for wing in wings(service)}
    return {
        wing.name: {
            names[2]
            for path in wing.rglob("*.py")
            for names in _imported(path.read_text("utf-8"))
            if names[:2] == ["services", service] and len(names) > 2
        }
        & known - {wing.name}
        for wing in wings(service)
    }


def table(service: str) -> str:
    """What the README of each wing says of who works there and what it owns."""
    lines = ["| wing | who works here | what it owns |", "| --- | --- | --- |"]
    for wing in wings(service):
        told = (wing / "README.md").read_text("utf-8").splitlines()
        who, owns, *_ = (line.partition("**: ")[2] for line in told)
        lines.append(f"| [`{wing.name}/`]({wing.name}/README.md) | {who} | {owns} |")
    return "\n".join(lines) + "\n"


def page(note: str) -> str:
    """The content of docs/wings.md."""
    parts = [f"# Wings\n\n{note}{INTRODUCTION}"]
    for service in SERVICES:
        lines = [
            f"  {wing} --> {other}" for wing, others in arrows(service).items() for other in sorted(others)
        ]
        parts.append(f"\n## {service}\n\n```mermaid\nflowchart TD\n" + "\n".join(lines) + "\n```\n")
    return "".join(parts)


def _imported(source: str) -> Iterator[list[str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".") for name in node.names)
