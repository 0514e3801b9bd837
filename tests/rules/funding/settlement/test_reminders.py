"""How long a demand is collected, what prolongs that, and what a reminder costs (AWB-27, AWB-28)."""

from datetime import UTC, date, datetime

import pytest

from services.funding.settlement.demands.models import Demand, Interruption, Status
from services.funding.settlement.demands.reminders import (
    ORDERED,
    PAST_DUE,
    PROLONGS,
    STANDS,
    interrupt,
    remind,
)
from services.funding.settlement.demands.standing import Standing
from shared.kernel.moment import Moment
from shared.kernel.rules import Refused, Rule
from shared.testing.regimes import in_force
from tests.rules.funding.settlement.test_standing import demand

REGIME = in_force("funding", "demands")
NONE, GIVEN = date(2012, 2, 29), date(2017, 2, 28)  # five years after a leap day


def owed(**more: object) -> Demand:
    """A demand of 80,000 that was to be paid by the 29th of February 2012."""
    found = demand()
    found.due_on, found.prescribes_on, found.reminded_on, found.reminder_due_on = NONE, GIVEN, None, None
    for name, value in more.items():
        setattr(found, name, value)
    return found


def reminded(found: Demand, on: date, principal_cents: int = 80_000_00) -> int:
    """What a reminder on a day says is due of a demand with 1,000 of interest."""
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    when = Moment(at, at)
    due = Standing(0, 0, 0, 0, 1_000_00, principal_cents, 0)
    return remind(found, due, in_force("funding", "demand-reminders", on), REGIME, when).outstanding_cents


def is_refused(rule: Rule, found: Demand, ground: Interruption, on: date) -> None:
    before = found.status, found.prescribes_on, found.interrupted_on
    with pytest.raises(Refused) as refusal:
        interrupt(found, ground, on, REGIME)
    assert refusal.value.rule is rule
    assert (found.status, found.prescribes_on, found.interrupted_on) == before


@pytest.mark.parametrize(
    ("on", "principal_cents", "fee_cents"),
    [
        (date(2012, 12, 31), 453_99, 6_00),
        (date(2012, 12, 31), 454_00, 14_00),
        (date(2013, 1, 1), 454_00, 15_00),
        (date(2013, 12, 31), 453_99, 6_00),
        (date(2014, 1, 1), 453_99, 7_00),
        (date(2014, 12, 31), 454_00, 15_00),
        (date(2015, 1, 1), 499_99, 7_00),
        (date(2015, 1, 1), 500_00, 15_00),
    ],
)
def test_the_fee_of_a_reminder_is_that_of_its_day(on: date, principal_cents: int, fee_cents: int) -> None:
    """The amounts of Awb 4:113 as they were changed on the 1st of January of 2013, 2014 and 2015."""
    found = owed()
    assert reminded(found, on, principal_cents) == principal_cents + 1_000_00 + fee_cents
    assert found.reminder_fee_cents == fee_cents


def test_a_demand_is_reminded_between_its_due_date_and_its_limitation() -> None:
    for rule, on in ((PAST_DUE, NONE), (STANDS, date(2017, 3, 1))):
        found = owed()
        with pytest.raises(Refused) as refusal:
            reminded(found, on)
        assert refusal.value.rule is rule
        assert (found.status, found.reminded_on, found.prescribes_on) == (Status.CLAIMED, None, GIVEN)
    first, last = owed(), owed()
    reminded(first, date(2012, 3, 1))
    reminded(last, GIVEN)
    assert (first.reminder_due_on, first.prescribes_on) == (date(2012, 3, 15), date(2017, 3, 1))
    assert (last.reminder_due_on, last.prescribes_on) == (date(2017, 3, 14), date(2022, 2, 28))


def test_an_interruption_counts_until_the_last_day_and_makes_the_end_later() -> None:
    found = owed()
    is_refused(PROLONGS, found, Interruption.RECOGNITION, NONE)
    is_refused(STANDS, found, Interruption.RECOGNITION, date(2017, 3, 1))
    interrupt(found, Interruption.RECOGNITION, GIVEN, REGIME)
    assert found.prescribes_on == date(2022, 2, 28)
    is_refused(PROLONGS, found, Interruption.LEGAL_ACTION, GIVEN)
    interrupt(found, Interruption.LEGAL_ACTION, date(2022, 2, 28), REGIME)
    assert (found.prescribes_on, found.interruption) == (date(2027, 2, 28), Interruption.LEGAL_ACTION)


@pytest.mark.parametrize("ground", [Interruption.PAYMENT_ORDER, Interruption.ENFORCEMENT])
def test_a_payment_order_counts_after_the_term_of_a_reminder(ground: Interruption) -> None:
    is_refused(ORDERED, owed(), ground, date(2012, 5, 1))
    found = owed()
    reminded(found, date(2012, 4, 2))
    assert found.reminder_due_on == date(2012, 4, 16)
    is_refused(ORDERED, found, ground, date(2012, 4, 16))
    interrupt(found, ground, date(2012, 4, 17), REGIME)
    assert (found.status, found.prescribes_on) == (Status.REMINDED, date(2017, 4, 17))
