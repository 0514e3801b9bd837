"""Who takes a step: every body on every kind of row, and what refuses it."""

import pytest

from services.loans.guarantees.guarantees.rules import BY_STATE, STATE_DECIDES
from shared.kernel.rules import OWN_OBJECTS, Refused
from shared.kernel.takers import EVERY_SIDE, OWNER, OWNER_OR_STATE, STATE, By

OWNS, READS, OTHER = "region:CR36", "rom:BOM", "region:LD01"


def takers(by: By, addressee: str | None = READS) -> set[str]:
    """Which of some bodies may take a step on a row of the first, addressed to the second."""
    found = set()
    for body in (OWNS, READS, OTHER, "state", "public", "platform"):
        try:
            by.require(body, owner=OWNS, addressee=addressee, resource="row")
        except Refused:
            continue
        found.add(body)
    return found


def test_a_step_is_taken_by_whom_it_names_and_nobody_else() -> None:
    assert takers(OWNER) == {OWNS}
    assert takers(STATE) == takers(BY_STATE) == {"state"}
    assert takers(OWNER_OR_STATE) == {OWNS, "state"}
    assert takers(EVERY_SIDE) == {OWNS, READS, "state"}
    assert takers(EVERY_SIDE, None) == {OWNS, "state"}
    assert takers(By()) == set()


@pytest.mark.parametrize(
    ("by", "rule", "facts"), [(OWNER, OWN_OBJECTS, {"resource": "row"}), (BY_STATE, STATE_DECIDES, {})]
)
def test_what_refuses_is_the_rule_of_the_step(by: By, rule: object, facts: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        by.require(OTHER, owner=OWNS, addressee=None, resource="row")
    assert (refused.value.rule, refused.value.facts) == (rule, facts)
