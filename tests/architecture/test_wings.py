"""Which wings read each other: no more than are known to, and a README says what its wing tells."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from services.openapi import SERVICES
from services.wings import arrows, wings

# An agenda that ends ends its projects; a project stands under an agenda and a leading cluster; a cluster is
# scored on indicators and is an area that they measure; what a project builds belongs to its cluster.
KNOWN = {"agenda": {"agendas", "clusters", "indicators", "projects"}, "funding": set(), "loans": set()}


def circles(read: Mapping[str, set[str]]) -> Iterator[str]:
    """The wings from which the arrows lead back to themselves."""
    for wing in read:
        reached: set[str] = set()
        waiting = set(read[wing])
        while waiting:
            reached |= waiting
            waiting = {other for each in waiting for other in read[each]} - reached
        if wing in reached:
            yield wing


@pytest.mark.parametrize("service", SERVICES)
def test_only_known_wings_read_each_other_in_a_circle(service: str) -> None:
    assert set(circles(arrows(service))) == KNOWN[service]


def test_a_circle_of_wings_is_seen() -> None:
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == ["b", "c"]


def told(wing: Path, line: int) -> set[str]:
    """The events that a line of a wing's README names."""
    return set(re.findall(r"`(\w+)`", (wing / "README.md").read_text("utf-8").splitlines()[line]))


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_goes_out_of_the_wing_that_says_so(service: str) -> None:
    events = {event.__name__ for event in import_module(f"shared.contracts.{service}").EVENTS}
    for wing in wings(service):
        code = "".join(path.read_text("utf-8") for path in wing.rglob("*.py"))
        made = {name for name in events if re.search(rf"(?<!\w){name}\(", code)}
        assert told(wing, 3) == made, wing


@pytest.mark.parametrize("service", SERVICES)
def test_every_event_comes_in_at_the_wing_that_says_so(service: str) -> None:
    heard: dict[str, set[str]] = defaultdict(set)
    for subscription in import_module(f"services.{service}.worker").SUBSCRIPTIONS:
        for event, reactions in subscription.reactions.items():
            for reaction in reactions:
                heard[reaction.__module__.split(".")[2]].add(event.__name__)
    assert {wing.name: told(wing, 2) for wing in wings(service) if told(wing, 2)} == heard
