"""What is written in the `examples.json` of a slice: the steps of a story, in their order.

A step takes one operation (`call`) as a body (`by`) at a business time (`at`; else that of the step before).
`name` keeps its answer: `"$name"` in what comes later is its id, `"$name.region.code"` a part of it.
`of` is the id in the address, `path` and `query` are what else it takes, `content` is the text of a file.
`person` is who acts, where four eyes ask for another; `scopes` are what else their token holds.
The first step that takes an operation is the example of it; others only bring a thing into a state.
`told` in place of `call` is an event of another service, heard by its worker (`by` its topic);
`parked` is a message that is set aside; `timer` is one of the worker's that runs once.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(__file__).with_name("operations.json")  # of the routes that every service has
REFERENCE = re.compile(r"^\$([a-z][a-z0-9-]*)(?:\.(.+))?$")
MORNING = "2014-01-06T09:00:00Z"


@dataclass(frozen=True)
class Step:
    """One request, event or message of a story."""

    call: str = ""
    told: str = ""
    parked: str = ""
    timer: str = ""
    name: str = ""
    by: str = "state"
    at: str = MORNING
    of: str = ""
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    content: str | None = None
    person: str = ""
    scopes: Sequence[str] = ()

    @property
    def needs(self) -> set[str]:
        """The names of the steps whose answers this one mentions."""
        found = (REFERENCE.match(text) for text in _texts([self.of, self.path, self.query, self.body]))
        return {match[1] for match in found if match}

    @property
    def addressed(self) -> dict[str, Any]:
        """What stands in the address."""
        return {**({"id": self.of} if self.of else {}), **self.path}


class NoProgress(Exception):
    """Steps name answers that no step gives; the message says which."""


def having_steps(service: str) -> list[str]:
    """The slices of a service that have steps, each with its wing: `clusters/scores`."""
    home = ROOT / "services" / service
    return sorted(path.parent.relative_to(home).as_posix() for path in home.glob("*/*/examples.json"))


def in_order(service: str, slices: list[str]) -> list[Step]:
    """The steps of all slices: each slice's in its own order, each after the steps whose answers it names."""
    files = [ROOT / f"services/{service}/{each}/examples.json" for each in slices]
    return ordered([_read(path) for path in (*files, SHARED) if path.exists()])


def ordered(waiting: list[list[Step]]) -> list[Step]:
    """The steps of several stories as one, each after those whose answers it names."""
    known: set[str] = set()
    found: list[Step] = []
    while any(waiting):
        before = len(found)
        for steps in waiting:
            while steps and steps[0].needs <= known:
                found.append(steps.pop(0))
                known.add(found[-1].name)
        if len(found) == before:
            missing = {steps[0].call: sorted(steps[0].needs - known) for steps in waiting if steps}
            raise NoProgress(f"no step gives what these name: {missing}")
    return found


def filled(value: Any, answers: Mapping[str, Any]) -> Any:
    """The value with every `$name` replaced by what it stands for."""
    if isinstance(value, Mapping):
        return {name: filled(held, answers) for name, held in value.items()}
    if isinstance(value, list):
        return [filled(held, answers) for held in value]
    match = REFERENCE.match(value) if isinstance(value, str) else None
    if match is None:
        return value
    found = answers[match[1]]
    for part in (match[2] or "id").split("."):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


def _read(path: Path) -> list[Step]:
    found, at = [], MORNING
    for written in json.loads(path.read_text("utf-8")):
        at = written.get("at", at)
        found.append(Step(**{**written, "at": at}))
    return found


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    held = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    for each in held:
        yield from _texts(each)
