"""Whoever follows a fact that can be withdrawn hears the withdrawal, and says what it then undoes."""

import importlib
from collections.abc import Iterator

import pytest

from examples.rom_backoffice.__main__ import ON
from services.agenda.projects.withdrawn_facts import rules as agenda
from services.funding.cofunding.withdrawn_facts import rules as cofunding
from services.funding.state_aid.withdrawn_facts import rules as state_aid
from services.loans.guarantees.guarantees import aid
from services.loans.origination.projects import rules as projects
from shared.contracts.agenda import EVENTS as OF_AGENDA
from shared.contracts.funding import EVENTS as OF_FUNDING
from shared.contracts.funding.state_aid import AidReleased
from shared.contracts.loans import EVENTS as OF_LOANS
from shared.contracts.loans import AidReservationReleased
from shared.contracts.withdrawn import OF_SERVICE, FactWithdrawn
from shared.kernel.events import Event

READERS = ("agenda", "funding", "loans")
# by reader and by who told: the types of facts that are undone when they are withdrawn
UNDONE: dict[tuple[str, str], set[str]] = {
    ("agenda", "funding"): set(agenda.UNDONE),
    ("funding", "agenda"): set(cofunding.UNDONE),
    ("funding", "loans"): set(state_aid.UNDONE),
    ("loans", "agenda"): set(projects.UNDONE),
    ("loans", "funding"): set(aid.UNDONE),
}
# what stands although it is withdrawn, and why nobody is hurt by that
STANDS: dict[tuple[str, type[Event]], str] = {
    ("funding", AidReservationReleased): (
        "loans, restored, reads aid-released again, funding's answer to it, and its guarantee ends by that"
    ),
    ("loans", AidReleased): (
        "the guarantee ended and stays so; funding, restored, releases again: it reads the cause again, or "
        "the same term passes"
    ),
}


def followed() -> Iterator[tuple[str, type[Event]]]:
    """Each service with every fact of another one that it reacts to."""
    for reader in READERS:
        for subscription in importlib.import_module(f"services.{reader}.worker").SUBSCRIPTIONS:
            for kind in subscription.reactions:
                if kind.service in OF_SERVICE and not issubclass(kind, FactWithdrawn):
                    yield reader, kind


@pytest.mark.parametrize(("reader", "kind"), list(followed()), ids=str)
def test_a_followed_fact_is_undone_when_it_is_withdrawn(reader: str, kind: type[Event]) -> None:
    module = importlib.import_module(f"services.{reader}.worker")
    (reading,) = [each for each in module.SUBSCRIPTIONS if kind in each.reactions]
    assert OF_SERVICE[kind.service] in reading.reactions, "it never hears that the fact was lost"
    undone = kind.type() in UNDONE[reader, kind.service]
    assert undone != ((reader, kind) in STANDS), "say what is undone, or why nothing is"


def test_nothing_is_said_of_facts_that_nobody_follows() -> None:
    pairs = list(followed())
    assert set(STANDS) <= set(pairs)
    types = {(reader, kind.service, kind.type()) for reader, kind in pairs}
    for (reader, teller), told in UNDONE.items():
        assert {(reader, teller, each) for each in told} <= types


def test_every_service_can_withdraw_and_the_example_of_a_back_office_hears_it() -> None:
    for events, service in ((OF_AGENDA, "agenda"), (OF_FUNDING, "funding"), (OF_LOANS, "loans")):
        assert OF_SERVICE[service] in events
    assert OF_SERVICE["loans"].type() in ON
