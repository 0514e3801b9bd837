"""What is due on a demand on each day, to the cent (AWB-25, AWB-26; O23a)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.funding.settlement.demands.models import Basis, Debtor, Demand, Status
from services.funding.settlement.demands.standing import Terms, standing
from services.funding.settlement.interest.rules import RATE_KNOWN
from services.funding.settlement.interest.rules import published as rates
from services.funding.settlement.receipts.models import DemandPayment
from shared.kernel.ids import uuid7
from shared.kernel.rules import Refused
from shared.testing.regimes import in_force, published

AT = datetime(2024, 1, 18, 9, tzinfo=UTC)
DUE_ON = date(2024, 2, 29)  # interest from 1 March on, as in O23a
TERMS = Terms(
    rates([each for each in published("funding") if each.code == "statutory-interest"]),
    in_force("funding", "money-debts"),
)


def demand(cents: int = 80_000_00, debtor: Debtor = Debtor.FIRM) -> Demand:
    return Demand(
        owner="region:CR36",
        application_id=uuid7(),
        alteration_id=uuid7(),
        title="Pilot plant",
        basis=Basis.AWB_4_57,
        debtor=debtor,
        principal_cents=cents,
        limit_on=date(2029, 1, 1),
        regime="demands@2009-1",
        opened_at=AT,
        hands=[],
        conflicted=[],
        status=Status.CLAIMED,
        due_on=DUE_ON,
    )


def paid(*amounts: tuple[date, int]) -> list[DemandPayment]:
    return [
        DemandPayment(
            owner="region:CR36",
            demand_id=uuid7(),
            amount_cents=cents,
            received_on=on,
            reference=str(n),
            recorded_at=AT,
            recorded_by="teller",
        )
        for n, (on, cents) in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("on", "interest_cents"),
    [
        (DUE_ON, 0),
        (date(2024, 3, 1), 0),  # the day of payment bears none
        (date(2024, 6, 30), 1_851_37),
        (date(2025, 3, 1), 5_457_86),
        (date(2025, 6, 30), 7_157_65),
    ],
)
def test_o23a_interest_runs_from_the_day_after_the_due_date(on: date, interest_cents: int) -> None:
    found = standing(demand(), [], TERMS, on)
    assert (found.principal_cents, found.interest_cents) == (80_000_00, interest_cents)
    whole = standing(demand(), paid((on, 80_000_00 + interest_cents)), TERMS, on)
    assert (whole.outstanding_cents, whole.over_cents) == (0, 0)
    assert (whole.received_interest_cents, whole.received_principal_cents) == (interest_cents, 80_000_00)
    assert standing(demand(), paid((on, 80_000_01 + interest_cents)), TERMS, on).over_cents == 1


def test_interest_that_was_added_to_the_principal_is_paid_before_it() -> None:
    on = date(2025, 6, 30)
    found = standing(demand(), paid((on, 7_157_65)), TERMS, on)
    assert (found.received_interest_cents, found.received_principal_cents) == (7_157_65, 0)
    assert (found.interest_cents, found.principal_cents) == (0, 80_000_00)
    found = standing(demand(), paid((on, 7_157_66)), TERMS, on)
    assert (found.received_interest_cents, found.received_principal_cents) == (7_157_65, 1)


def test_what_is_paid_in_time_bears_no_interest() -> None:
    """79,000 in time; 1,000 at 7 % for 121 of 366 days: 23.14; for 100 of them 19.13, which is too little."""
    early = paid((DUE_ON, 79_000_00))
    assert standing(demand(), early, TERMS, date(2024, 6, 30)).interest_cents == 23_14
    assert standing(demand(), early, TERMS, date(2024, 6, 9)).interest_cents == 0
    body = demand(debtor=Debtor.BODY)  # Awb 4:98: from 10 euro on
    assert standing(body, early, TERMS, date(2024, 6, 9)).interest_cents == 19_13


def test_the_fee_of_a_reminder_is_paid_before_interest_from_its_day_on() -> None:
    """80,000 at 7 % for 30 of 366 days is 459.02, for 31 474.32; then 30 days on all of it again: 459.02."""
    reminded = demand()
    reminded.reminded_on, reminded.reminder_fee_cents = date(2024, 4, 1), 15_00
    assert standing(reminded, [], TERMS, date(2024, 3, 31)).costs_cents == 0
    assert standing(reminded, [], TERMS, date(2024, 4, 1)).costs_cents == 15_00
    before = standing(reminded, paid((date(2024, 3, 31), 459_02)), TERMS, date(2024, 3, 31))
    assert (before.received_costs_cents, before.received_interest_cents) == (0, 459_02)
    on_it = standing(reminded, paid((date(2024, 4, 1), 20_00)), TERMS, date(2024, 4, 1))
    assert (on_it.received_costs_cents, on_it.received_interest_cents, on_it.costs_cents) == (15_00, 5_00, 0)
    assert on_it.interest_cents == 469_32
    whole = paid((date(2024, 3, 31), 80_000_00 + 459_02))
    assert standing(reminded, whole, TERMS, date(2024, 5, 1)).outstanding_cents == 0
    both = paid((date(2024, 3, 31), 459_02), (date(2024, 4, 30), 15_01))
    late = standing(reminded, both, TERMS, date(2024, 4, 30))
    assert (late.received_costs_cents, late.received_interest_cents) == (15_00, 459_03)
    assert late.interest_cents == 459_01


@pytest.mark.parametrize("status", [Status.OPENED, Status.DROPPED, Status.WITHDRAWN])
def test_nothing_is_due_on_what_was_not_decided_or_was_withdrawn(status: Status) -> None:
    off = demand()
    off.status = status
    found = standing(off, paid((date(2024, 3, 15), 1_00)), TERMS, date(2025, 6, 30))
    assert set(vars(found).values()) == {0}


def test_a_day_without_a_rate_is_an_error() -> None:
    with pytest.raises(Refused) as refusal:
        standing(demand(), [], TERMS, date(2026, 3, 2))
    assert refusal.value.rule is RATE_KNOWN


DAYS = st.dates(date(2024, 1, 18), date(2025, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(1, 50_000_00)), max_size=8), DAYS, st.none() | DAYS)
def test_every_cent_received_is_costs_interest_principal_or_over(
    parts: list[tuple[date, int]], on: date, reminded_on: date | None
) -> None:
    owed = demand()
    owed.reminded_on, owed.reminder_fee_cents = reminded_on, 15_00 if reminded_on else 0
    found = standing(owed, paid(*parts), TERMS, on)
    received = sum(cents for day, cents in parts if day <= on)
    went = found.received_costs_cents + found.received_interest_cents + found.received_principal_cents
    assert received == went + found.over_cents
    assert found.principal_cents + found.received_principal_cents == 80_000_00
    assert min(vars(found).values()) >= 0
