"""What the tests over all routes must know of one slice: its objects, who may do what, and its life cycle."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import Rule
from shared.store.engine import Sessions

REGIONS = ("region:CR36", "region:LD01")
ROMS = ("rom:BOM", "rom:LIOF")
BODIES = (*REGIONS, *ROMS, "state", "public", "platform")
EVERYONE = frozenset(BODIES) - {"platform"}

Parents = Callable[[Sessions, str], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Kept:
    """A kind of object in one state: who owns such objects, who else sees them, whether the State acts.

    `state_acts` may be the one scope under which the State takes steps of its own.
    """

    service: str
    path: str
    entity: Any
    owners: tuple[str, ...]
    seen_by: frozenset[str] = frozenset({"state"})
    state_acts: bool | str = False
    values: dict[str, Any] = field(default_factory=dict)

    def sees(self, body: str, owner: str) -> bool:
        return body == owner or body in self.seen_by

    def acts(self, body: str, owner: str, scope: str, holders: str) -> bool:
        """Whether a body may take a step; `holders` are the kinds of body that hold its scope."""
        by_state = self.state_acts in (True, scope) and "state" in holders.split()
        return body == owner or (body == "state" and by_state)

    def __str__(self) -> str:
        return f"{self.service}-{self.path}-{self.values.get('status', 'any').lower()}"


@dataclass(frozen=True)
class Steps:
    """The life cycle of an entity and what takes each of its events.

    `by` names for each event the operation that takes it, on an object of `owner`. An operation of the State
    is written `state:approve_project`; an event that comes by a timer or another service is written
    `timer:expire_agendas` or `reaction:note_award`, and has a test of its own.
    `bodies` are those of events that share an operation.
    """

    life: Lifecycle[Any]
    entity: Any
    path: str
    by: Mapping[str, str]
    owner: str = REGIONS[0]
    values: Mapping[str, Any] = field(default_factory=dict)
    bodies: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Slice:
    """One slice's part of the matrix.

    `kept` is one object of every kind and state that the slice shows under `/{path}/{id}`; `parents` gives
    for an entity the values that the factory cannot think of (references to other rows, composites, what a
    CHECK asks for); `changes` names the operations of each scope; `bodies` is a valid body for each
    operation on one object that takes one; `made` is who may make what: body, address and content of a
    first object; `public` are the reads that need no token;
    `unread` are reads that a rule refuses on an object straight from the factory, to whoever may see it.
    """

    kept: tuple[Kept, ...] = ()
    parents: Mapping[Any, Parents] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, Any] = field(default_factory=dict)
    made: tuple[tuple[str, str, Any], ...] = ()
    steps: tuple[Steps, ...] = ()
    public: str = ""
    unread: Mapping[str, Rule] = field(default_factory=dict)
