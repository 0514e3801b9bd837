"""What holds for every guarantee, whatever its figures (domain.md 3.26, GN-1, GN-2)."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.loans.guarantees.calculations.rules import Terms, aid_cents
from services.loans.lending.loans.plans import Plan

CENTS = st.integers(1, 10**12)
PERCENTS = st.decimals("0.000001", "80", places=6)


@st.composite
def covered(draw: st.DrawFn) -> tuple[Plan, Terms]:
    principal = draw(CENTS)
    years = draw(st.integers(1, 12))
    plan = Plan(principal, draw(st.integers(1, 60)), draw(st.integers(0, principal)), draw(st.integers(1, 4)))
    premium = draw(st.decimals("0", "10", places=6))
    return plan, Terms(draw(st.integers(1, principal)), draw(PERCENTS), premium, years)


@given(covered(), st.integers(0, 10**12))
def test_the_state_never_covers_more_than_its_percentage(found: tuple[Plan, Terms], balance: int) -> None:
    plan, terms = found
    balance = min(balance, plan.principal_cents)
    part = Fraction(terms.guaranteed_principal_cents, plan.principal_cents)
    exact = Fraction(terms.guarantee_percent) / 100 * part * balance
    assert 0 <= terms.covered_cents(balance, plan.principal_cents) <= exact


@given(covered(), st.data())
def test_what_is_covered_falls_with_the_balance_and_ends_with_it(
    found: tuple[Plan, Terms], data: st.DataObject
) -> None:
    plan, terms = found
    less, more = sorted(data.draw(st.integers(0, plan.principal_cents)) for _ in range(2))
    covers = [terms.covered_cents(balance, plan.principal_cents) for balance in (0, less, more)]
    assert covers == sorted(covers)
    assert covers[0] == 0


@given(covered())
def test_a_planned_balance_falls_to_nothing_at_the_end(found: tuple[Plan, Terms]) -> None:
    plan, _ = found
    balances = [plan.outstanding_cents(quarter) for quarter in range(plan.quarters + 1)]
    assert balances == sorted(balances, reverse=True)
    assert (balances[0], balances[-1]) == (plan.principal_cents, 0)


@given(covered(), st.decimals("0", "10", places=2), st.decimals("0", "20", places=2))
def test_aid_is_never_negative_and_never_more_than_the_premium_saved(
    found: tuple[Plan, Terms], harbour: Decimal, discount: Decimal
) -> None:
    plan, terms = found
    aid = aid_cents(plan, terms, harbour, discount)
    saved = max(Fraction(harbour) - Fraction(terms.premium_percent), Fraction(0)) / 100
    at_most = saved * terms.covered_cents(plan.principal_cents, plan.principal_cents) * terms.term_years
    assert 0 <= aid <= at_most + Fraction(1, 2)
    if discount == 0 and plan.repayment_cents == 0 and plan.quarters >= 4 * terms.term_years:
        assert abs(aid - at_most) <= Fraction(1, 2)
