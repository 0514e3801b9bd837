"""Writes what others read of our events, `python -m shared.contracts.publish`, and says what has drifted."""

import json
import sys
from pathlib import Path

from shared.contracts import agenda, asyncapi, funding, loans, rom
from shared.contracts.data_schema import data_schema, mode
from shared.contracts.examples import EXAMPLES
from shared.kernel.events import Event

EVENTS: list[type[Event]] = [*agenda.EVENTS, *funding.EVENTS, *loans.EVENTS, *rom.EVENTS]
FOLDER = Path(__file__).parent


def generate(events: list[type[Event]], examples: list[Event]) -> dict[str, str]:
    """Path below the contracts' folder to content; ValueError for an event without an example."""
    example_of = {type(example): example for example in examples}
    if missing := [event.__name__ for event in events if event not in example_of]:
        raise ValueError(f"shared/contracts/examples.py has no example of {', '.join(missing)}")
    files = {f"schemas/{event.schema_path()}": data_schema(event, mode(event)) for event in events}
    files["asyncapi.json"] = asyncapi.document([example_of[event] for event in events])
    return {path: json.dumps(held, indent=2, ensure_ascii=False) + "\n" for path, held in files.items()}


def check(folder: Path, files: dict[str, str]) -> list[str]:
    """How the committed files in `folder` differ from the generated ones; empty when they do not."""
    drift = []
    for path, content in files.items():
        if not (folder / path).exists():
            drift.append(f"{path} is missing: run `python -m shared.contracts.publish`")
        elif (folder / path).read_text() == content:
            continue
        elif path.startswith("schemas/"):
            drift.append(f"{path} is published and never changes: raise the `semver` of the event")
        else:
            drift.append(f"{path} is out of date: run `python -m shared.contracts.publish`")
    facts = {str(Path(path).parent) for path in files}
    gone = {str(file.parent.relative_to(folder)) for file in folder.glob("schemas/*/*/*.json")} - facts
    return drift + [f"{fact} is published, and no event says it any more" for fact in sorted(gone)]


def main() -> None:
    """Write the generated files, but never over a published schema; exits with what is then left to mend."""
    files = generate(EVENTS, EXAMPLES)
    for path, content in files.items():
        if path.startswith("schemas/") and (FOLDER / path).exists():
            continue
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_text(content)
    if drift := check(FOLDER, files):
        sys.exit("\n".join(drift))


if __name__ == "__main__":
    main()
