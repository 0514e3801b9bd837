"""Rules under test: who acts, and that an act is refused by the rule it should be."""

from collections.abc import Callable

import pytest

from shared.kernel.principal import Principal, Tenant
from shared.kernel.rules import Refused, Rule


def person(subject: str, tenant: str = "state") -> Principal:
    """Somebody who acts for a body."""
    return Principal(subject, "tests", frozenset(), Tenant.parse(tenant))


def refused(rule: Rule, act: Callable[[], object]) -> dict[str, object]:
    """The facts with which this rule, and no other, refuses an act."""
    with pytest.raises(Refused) as found:
        act()
    assert found.value.rule is rule
    return dict(found.value.facts)
