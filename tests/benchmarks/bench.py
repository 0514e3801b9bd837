"""What a bench is: an id, what it must reach, and how one round of it is measured and then checked.

A file of this folder that begins with `bench_` declares one as a subclass of `Bench`; nothing else is needed.
"""

import importlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from tests.benchmarks.world import World

Figures = dict[str, float]


class Wrong(Exception):
    """The answers that a bench got were not right: whatever it measured counts for nothing."""


@dataclass(frozen=True)
class Goal:
    """What one figure must reach; `cores` are those without which the machine decides and not the code."""

    figure: str
    limit: float
    at_least: bool
    cores: int = 1

    def verdict(self, found: float) -> str:
        """Whether it was reached here."""
        if (os.cpu_count() or 1) < self.cores:
            return f"needs {self.cores} cores"
        return "met" if (found >= self.limit if self.at_least else found <= self.limit) else "missed"


def at_least(figure: str, limit: float, *, cores: int = 1) -> Goal:
    """A goal below which a figure must not fall."""
    return Goal(figure, limit, True, cores)


def at_most(figure: str, limit: float) -> Goal:
    """A goal above which a figure must not rise."""
    return Goal(figure, limit, False)


class Bench(ABC):
    """One thing that is measured. Its docstring is what a reader is told."""

    id: ClassVar[str]
    goals: ClassVar[tuple[Goal, ...]] = ()
    rounds: ClassVar[int] = 3
    quick: ClassVar[bool] = True  # has a quick form, for CI

    def __init__(self, world: World) -> None:
        self.world = world

    async def prepare(self) -> None:  # noqa: B027 - there may be nothing to bring about
        """Bring about what is measured; takes no part in any figure."""

    @abstractmethod
    async def round(self) -> Figures:
        """Ours and the reference, one after the other, so that ratios are of one moment."""

    @abstractmethod
    async def check(self) -> None:
        """Raise Wrong unless every answer was right."""


def require(holds: bool, what: str, *seen: object) -> None:
    """Raise Wrong, with what was seen, unless something holds."""
    if not holds:
        raise Wrong(f"{what}: {', '.join(map(str, seen))}" if seen else what)


def benches() -> Iterator[type[Bench]]:
    """All of them, in the order of their files."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        yield from (
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Bench) and kind.__module__ == module.__name__
        )


def written(entity: Any) -> str:
    """The columns of an entity that somebody writes: what PostgreSQL makes of them is left to it."""
    return ", ".join(column.name for column in entity.__table__.columns if column.computed is None)
