"""The standards gates for documents: NLgov API design rules on OpenAPI, the official parser on AsyncAPI."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from jsonschema import Draft202012Validator

from tools import nodejs

DESIGN_RULES = Path(__file__).parent / "adr.spectral.yaml"
EVERY_RULE = Path(__file__).parent / "openapi.spectral.yaml"  # those, and what Spectral recommends
ERROR, WARNING = 0, 1  # Spectral's severities; information and hints are no findings

cli = typer.Typer(help=__doc__, no_args_is_help=True)


@dataclass(frozen=True)
class Finding:
    """One fault in one document: which rule, and where."""

    source: Path
    rule: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.rule} at {self.path or '/'}: {self.message}"


def lint_openapi(documents: Sequence[Path]) -> list[Finding]:
    """Errors and warnings of all rules (standards.md 1.5), for all documents in one process."""
    options = ["--fail-severity=warn", "--format=json", "--quiet", "--fail-on-unmatched-globs"]
    said = nodejs.run(
        [
            Path("node_modules/@stoplight/spectral-cli/dist/index.js"),
            "lint",
            f"--ruleset={EVERY_RULE}",
            *options,
            *(document.resolve() for document in documents),
        ],
        exits=(0, 1),
    )
    return _findings(said)


def lint_redocly(documents: Sequence[Path]) -> list[Finding]:
    """Errors and warnings of Redocly's recommended rules."""
    said = nodejs.run([nodejs.MANIFESTS / "redocly.mjs", *(document.resolve() for document in documents)])
    return _findings(said)


def lint_asyncapi(documents: Sequence[Path]) -> list[Finding]:
    """Errors and warnings of the official parser, and what it is known to let pass (standards.md 5.2)."""
    said = nodejs.run([nodejs.MANIFESTS / "asyncapi.mjs", *(document.resolve() for document in documents)])
    findings = _findings(said)
    sound = {document.resolve() for document in documents} - {finding.source for finding in findings}
    return findings + [finding for document in sorted(sound) for finding in _overlooked(document)]


def _findings(said: str) -> list[Finding]:
    return [
        Finding(Path(found["source"]), found["code"], "/".join(map(str, found["path"])), found["message"])
        for found in json.loads(said)
        if found["severity"] in (ERROR, WARNING)
    ]


def _overlooked(source: Path) -> Iterator[Finding]:
    document = json.loads(source.read_text())
    for name, channel in document.get("channels", {}).items():
        if not channel.get("address"):
            yield Finding(
                source, "channel-address", f"channels/{name}", "a channel needs its topic as address"
            )
    for name, message in document.get("components", {}).get("messages", {}).items():
        where = f"components/messages/{name}/examples"
        if not message.get("examples"):
            yield Finding(source, "message-example", where, "a message needs an example")
        for example in message.get("examples", []):
            for problem in _violations(document, message["payload"], example.get("payload")):
                yield Finding(source, "message-example", where, problem)


def _violations(document: dict[str, Any], schema: dict[str, Any], example: object) -> Iterator[str]:
    rooted = {**schema, "components": document.get("components", {})}  # so that #/components/... resolves
    validator = Draft202012Validator(rooted, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for error in validator.iter_errors(example):
        yield f"{error.json_path}: {error.message}"


def _report(findings: list[Finding]) -> None:
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} finding(s)", file=sys.stderr)
        raise typer.Exit(1)


Documents = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]


@cli.command()
def openapi(documents: Documents) -> None:
    """Check OpenAPI documents against our own rules, and those that Spectral and Redocly recommend."""
    _report([*lint_openapi(documents), *lint_redocly(documents)])


@cli.command()
def asyncapi(documents: Documents) -> None:
    """Check AsyncAPI documents with the official parser and our own additions."""
    _report(lint_asyncapi(documents))


if __name__ == "__main__":
    try:
        cli()
    except nodejs.NodeFailed as failure:
        sys.exit(str(failure))
