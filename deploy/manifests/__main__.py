"""`python -m deploy.manifests`: writes what the code knows of the manifests; --check only compares."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from deploy.local import rom_access
from deploy.manifests import dashboard, kafka

TREE = Path(__file__).resolve().parents[1] / "kustomize"
NOTE = "# Written by `python -m deploy.manifests`; edit the code, not this file.\n"


def generated() -> Iterator[tuple[Path, str]]:
    """Every file that the code writes, with its text."""
    yield TREE / "components" / "monitoring" / "dashboard.yaml", text([dashboard.dashboard()])
    folder = TREE / "data" / "kafka"
    yield folder / "services.yaml", text(kafka.of_services())
    for code in rom_access.rom_codes():
        yield folder / "roms" / f"{code.lower()}.yaml", text(kafka.of_rom(code))


class Dumper(yaml.SafeDumper):  # type: ignore[misc]  # it has no types
    """Writes a text of several lines as such."""


Dumper.add_representer(
    str,
    lambda dumper, told: dumper.represent_scalar(
        "tag:yaml.org,2002:str", told, style="|" if "\n" in told else None
    ),
)


def text(manifests: list[dict[str, Any]]) -> str:
    """Manifests as a file."""
    return f"{NOTE}{yaml.dump_all(manifests, Dumper=Dumper, sort_keys=False)}"


def main(check: Annotated[bool, typer.Option(help="Write nothing.")] = False) -> None:
    """Write the manifests that the code knows."""
    drifted = [path for path, wanted in generated() if not path.exists() or path.read_text("utf-8") != wanted]
    for path, wanted in generated():
        if path in drifted and not check:
            path.write_text(wanted, "utf-8")
    for path in drifted:
        typer.echo(f"{'out of date' if check else 'written'}: {path.relative_to(TREE)}")
    raise typer.Exit(check and bool(drifted))


if __name__ == "__main__":
    typer.run(main)
