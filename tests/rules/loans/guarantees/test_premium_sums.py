"""Whatever is told early or late, and paid or taken back: what is charged is what is due, to the cent.

What is due is worked out here by hand, in decimals: a quarter of 2.5 % of half the principal of its first
day, rounded half up, and 150,000.00 at least (domain.md 2.14; O15).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.loans.guarantees.guarantees.models import Status
from services.loans.guarantees.premiums import payment_rules, reversal_rules, rules
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.models import Status as PremiumStatus
from services.loans.guarantees.premiums.payment_rules import Payment
from services.loans.guarantees.premiums.reversal_rules import Reversal, Since
from services.loans.ledger.ledger.models import Entry
from shared.kernel.ids import uuid7
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal, Tenant
from shared.kernel.regimes import Regime

M = 1_000_000_00
ISSUED, ENDS = date(2015, 3, 2), date(2021, 3, 2)
MINIMUM = 150_000_00
REGIME = Regime("groeifaciliteit-premiums", "2015-1", ISSUED, None, "test", {"payment_days": 42})
FIRST, SECOND = (
    Principal(name, "tests", frozenset(), Tenant.parse("state")) for name in ("officer", "second-officer")
)


def quarters(until: date) -> Iterator[date]:
    """The first days of quarters in the term, by hand."""
    for year in range(2015, 2022):
        for month in (1, 4, 7, 10):
            if ISSUED <= (day := date(year, month, 1)) < ENDS and day <= until:
                yield day


def due(moved: dict[date, int], until: date) -> int:
    """The sum of the premiums of all quarters that began, each rounded by itself."""
    total = 0
    for first in quarters(until):
        balance = sum(cents for day, cents in moved.items() if day <= first)
        yearly = Decimal(balance // 2) * Decimal("0.025")
        total += int((yearly / 4).quantize(Decimal(1), ROUND_HALF_UP))
    return total


class Posted(list[Entry]):
    """The entries of a guarantee, without a database."""

    add = list.append
    add_all = list.extend


@dataclass
class Life:
    """A guarantee of half a loan of 4,000,000.00, played by the rules alone."""

    moved: dict[date, int] = field(default_factory=dict)
    invoices: list[GuaranteePremium] = field(default_factory=list)
    guarantee: Any = None
    loan: Any = None

    def __post_init__(self) -> None:
        self.loan = SimpleNamespace(principal_cents=4 * M)
        self.guarantee = SimpleNamespace(
            suspended_on=None,
            id=uuid7(),
            owner="rom:BOM",
            rom_code="BOM",
            loan_id=uuid7(),
            kvk_number="68750110",
            scheme="GROEIFACILITEIT",
            guaranteed_principal_cents=4 * M,
            guarantee_percent=Decimal(50),
            premium_percent=Decimal("2.5"),
            term_years=6,
            minimum_premium_cents=MINIMUM,
            status=Status.ACTIVE,
            issued_on=ISSUED,
            ends_on=ENDS,
            end_reason=None,
            premium_next_on=date(2015, 4, 1),
            premium_charged_cents=0,
            premium_paid_cents=0,
            postings=Posted(),
        )

    @property
    def charged(self) -> int:
        """What the guarantee says, which is what stands of the invoices."""
        standing = [each for each in self.invoices if each.status is not PremiumStatus.WITHDRAWN]
        assert all(each.amount_cents > 0 for each in self.invoices)
        assert len({each.quarter_on for each in self.invoices}) == len(self.invoices)
        total: int = self.guarantee.premium_charged_cents
        assert total == sum(each.amount_cents for each in standing)
        return total

    def look(self, on: date) -> None:
        """The clock looks until nothing is left."""
        while found := rules.charge(self.guarantee, self.loan, self.moved, REGIME, on):
            self.invoices += [premium for premium, _ in found]

    def tell(self, cents: int, on: date, today: date) -> bool:
        """Principal moved; not what would leave less than nothing, or more than all, on any day."""
        told = {**self.moved, on: self.moved.get(on, 0) + cents}
        balance, balances = 0, []
        for day in sorted(told):
            balance += told[day]
            balances.append(balance)
        paid_out = sum(max(each, 0) for each in told.values())
        fits = min(balances) >= 0 and paid_out <= 4 * M and self.guarantee.status is Status.ACTIVE
        if fits:
            self.moved = told
        return fits

    def repay_all(self, on: date, today: date) -> bool:
        """The last of the loan is repaid: the guarantee is released."""
        left = sum(self.moved.values())
        if not left or not self.tell(-left, on, today):
            return False
        self.guarantee.status, self.guarantee.end_reason = Status.RELEASED, "repaid"
        rules.end(self.guarantee, self.invoices, max(self.moved), at(today))
        return True

    def pay(self, premium: GuaranteePremium, on: date) -> None:
        payment = Payment(premium.amount_cents, on, str(premium.id), FIRST)
        payment_rules.pay(premium, self.guarantee, payment, None, self.invoices, at(on))

    def reverse(self, premium: GuaranteePremium, on: date) -> None:
        supplement = next((each for each in self.invoices if each.quarter_on is None), None)
        entry = next(
            each
            for each in self.guarantee.postings
            if each.act == "premium.pay" and each.cause == str(premium.id)
        )
        since, reversal = Since(None, self.moved, supplement), Reversal(entry, "Bounced.", SECOND)
        reversal_rules.reverse(premium, self.guarantee, since, reversal, at(on))


def at(day: date) -> Moment:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Moment(moment, moment)


CENTS = st.one_of(st.integers(-4 * M, 4 * M), st.sampled_from([4 * M, 2 * M, -1, -M, 1])).filter(bool)
MOVES = st.lists(st.tuples(st.integers(0, 1900), st.integers(0, 400), CENTS), max_size=8)
DAYS = st.lists(st.integers(0, 2000), max_size=12, unique=True)


def day(offset: int) -> date:
    return ISSUED + timedelta(days=offset)


@given(moves=MOVES, first=CENTS, end=st.integers(1, 1900))
def test_told_in_time_it_is_what_is_due_and_the_minimum(
    moves: list[tuple[int, int, int]], first: int, end: int
) -> None:
    life = Life()
    life.tell(abs(first), day(1), day(1))
    for offset, _, cents in sorted(moves):
        if 1 < offset < end:
            life.look(day(offset - 1))
            assert life.charged == due(life.moved, day(offset - 1))
            life.tell(cents, day(offset), day(offset))
    life.look(day(end))
    assert life.charged == due(life.moved, day(end))
    if life.repay_all(day(end + 1), day(end + 1)):
        life.look(day(end + 2))
        assert life.charged == max(due(life.moved, day(end + 2)), MINIMUM)
        assert life.guarantee.premium_next_on is None


@given(first=CENTS, moves=MOVES, looks=DAYS, end=st.integers(1, 1900), late=st.integers(0, 400))
def test_told_late_nothing_is_charged_twice_and_nothing_is_forgotten(
    first: int, moves: list[tuple[int, int, int]], looks: list[int], end: int, late: int
) -> None:
    life, highest = Life(), 0
    life.tell(abs(first), day(1), day(1))
    steps = [(offset + delay, offset, cents) for offset, delay, cents in moves if offset > 1]
    walked = 0
    for today, offset, cents in sorted([*steps, *((each, each, 0) for each in looks)]):
        if today > end + late:
            break
        if cents:
            life.tell(cents, day(offset), day(today))
            continue
        life.look(day(today))
        begun = len(list(quarters(day(today))))
        if begun > walked:  # what was told of earlier quarters comes with the next one
            walked, highest = begun, max(highest, due(life.moved, day(today)))
        assert life.charged == highest <= begun * 12_500_00
    if life.repay_all(day(end), day(end + late)):
        since = [each for each in life.invoices if each.quarter_on and each.quarter_on >= max(life.moved)]
        assert {each.status for each in since} <= {PremiumStatus.WITHDRAWN}
        kept = life.charged
        life.look(day(end + late + 1))
        assert life.charged == max(kept, due(life.moved, day(end + late + 1)), MINIMUM)
        life.look(day(end + late + 400))
        assert life.guarantee.premium_next_on is None


@given(
    first=st.integers(3 * M, 4 * M),
    moves=st.lists(st.tuples(st.integers(2, 1300), st.integers(0, 400), st.integers(-M, M)), max_size=3),
    end=st.integers(700, 1400),  # on both sides of the twelve quarters that are the minimum
    late=st.integers(0, 400),
    unpaid=st.sets(st.integers(0, 24), max_size=4),
    order=st.randoms(use_true_random=False),
    looks=st.booleans(),
)
def test_payments_that_are_all_taken_back_leave_what_was_charged_as_if_they_had_never_been(
    first: int,
    moves: list[tuple[int, int, int]],
    end: int,
    late: int,
    unpaid: set[int],
    order: Any,
    looks: bool,
) -> None:
    never, recorded = Life(), Life()
    known = end + late
    for life in (never, recorded):
        life.tell(first, day(1), day(1))
        for offset, delay, cents in sorted(moves, key=lambda each: each[0] + each[1]):
            if cents and offset + delay <= known:
                life.look(day(offset + delay))
                life.tell(cents, day(offset), day(offset + delay))
        life.look(day(known))
    back = [each for number, each in enumerate(recorded.invoices) if number not in unpaid]
    for each in back:
        recorded.pay(each, day(known))
    ended = [life.repay_all(day(end), day(known)) for life in (never, recorded)]
    assert ended[0] == ended[1]
    order.shuffle(back)
    for life in (never, recorded):
        life.look(day(known + 1))
    for each in back:
        recorded.reverse(each, day(known + 2))
        if looks:
            recorded.look(day(known + 2))
    for life in (never, recorded):
        life.look(day(known + 3))
    assert recorded.charged == never.charged
    assert recorded.guarantee.premium_paid_cents == 0
    cash = [each for each in recorded.guarantee.postings if "cash" in each.from_account + each.to_account]
    assert (
        sum(-each.amount_cents if ":cash" in each.from_account else each.amount_cents for each in cash) == 0
    )
