"""What a message says is read as its schema has it, and as the same words are read over HTTP."""

from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, get_args
from uuid import UUID

import pytest

from shared.bus.cloudevent import CloudEvent
from shared.bus.effects import effects_of
from shared.contracts.examples import EXAMPLES
from shared.contracts.rom import RecoveryReported, RemittanceReported
from shared.kernel.events import Event
from shared.kernel.rules import Refused
from shared.store.tx import Tx

LOAN = "018f5a1e-7c52-7d3a-9c1b-2f6d3b1a4e57"
RECOVERY = {"loanId": LOAN, "amountCents": 1, "receivedOn": "2016-03-01", "reference": "R-7"}


async def react(fact: Event, tx: Tx) -> None:
    """Nothing: only the reading is tried."""


def read(kind: type[Event], data: Any) -> Any:
    event = CloudEvent.model_validate(
        {"specversion": "1.0", "id": "1", "source": "/rom", "type": kind.type(), "data": data}
    )
    record = SimpleNamespace(event=event, topic="groeikracht.rom.bom.inbound")
    (effect,) = effects_of(record, {kind: [react]}, None, None)
    return effect.fact


def times() -> Iterator[tuple[Event, str]]:
    """An example of every fact with each of its days and instants, by the name that it has outside."""
    for example in EXAMPLES:
        for name, field in type(example).model_fields.items():
            if {date, datetime} & {field.annotation, *get_args(field.annotation)}:
                yield example, field.alias or name


@pytest.mark.parametrize("text", ["1735689600", "-86400", "1456790400000", "20160301", "0"])
def test_a_count_of_seconds_is_no_day(text: str) -> None:
    found = list(times())
    assert len(found) > 80
    for example, name in found:
        with pytest.raises(Refused) as refused:
            read(type(example), example.payload() | {name: text})
        assert refused.value.facts.keys() == {name}
        assert "must be a" in str(refused.value.facts[name])


def test_the_days_and_instants_of_every_example_are_read() -> None:
    for example, _ in times():
        assert read(type(example), example.payload()) == example


@pytest.mark.parametrize("written", [" R-7", "R-7\n", "R-7\u00a0", "\ufeffR-7", "R\u00ad-7"])
def test_a_reference_is_the_same_however_it_was_pasted(written: str) -> None:
    assert read(RecoveryReported, RECOVERY | {"reference": written}).reference == "R-7"


@pytest.mark.parametrize("written", ["R-\u200b7", "R-7\U000e0030", "R\t7", " \u00a0 "])
def test_a_reference_that_looks_like_another_is_refused(written: str) -> None:
    paid = {"remittedOn": "2016-03-01", "remittanceReference": written}
    with pytest.raises(Refused) as refused:
        read(RemittanceReported, {"loanId": LOAN, "reference": "R-7"} | paid)
    assert refused.value.facts.keys() == {"remittanceReference"}


def test_what_was_read_is_what_was_said() -> None:
    fact = read(RecoveryReported, RECOVERY)
    assert (fact.loan_id, fact.received_on) == (UUID(LOAN), date(2016, 3, 1))
