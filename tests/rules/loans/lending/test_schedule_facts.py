"""Each kind of fact, worked by hand; the faults that users of other systems met are among them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.loans.lending.schedules.changes import REFUNDABLE, WAIVABLE
from services.loans.lending.schedules.facts import FactKind
from services.loans.lending.schedules.rows import RowStatus
from services.loans.lending.schedules.rules import calculate
from services.loans.lending.schedules.terms import (
    Across,
    Amortisation,
    DayCount,
    InGrace,
    Late,
    Part,
    Planned,
    Surplus,
)
from shared.kernel.money import round_half_up
from shared.kernel.rules import Refused
from tests.rules.loans.lending.said import fact, instalments, loan, paid

LINEAR = loan(12_000_00, Amortisation.LINEAR, 12, "12")  # 1,000 a month, with 120 interest the first time
BULLET = loan(100_000_00, Amortisation.BULLET, 12, "12")  # 1,000 interest a month


def days(*said: str) -> list[date]:
    return [date.fromisoformat(day) for day in said]


def test_an_exact_payment_closes_its_instalment() -> None:
    found = calculate(LINEAR, [paid("2026-02-01", 1_120_00)], asked=days("2026-02-01"))
    row, standing = instalments(found)[0], found.standings[0]
    assert (row.status, row.paid_cents, row.paid_on) == (RowStatus.PAID, 1_120_00, date(2026, 2, 1))
    assert (standing.outstanding_principal_cents, standing.days_past_due) == (11_000_00, 0)


def test_an_early_payment_is_held_until_it_is_due() -> None:
    found = calculate(LINEAR, [paid("2026-01-20", 1_120_00)], asked=days("2026-01-31", "2026-02-01"))
    assert [each.held_cents for each in found.standings] == [1_120_00, 0]
    assert instalments(found)[0].paid_cents == 1_120_00


def test_a_late_payment_bears_interest_on_what_was_overdue() -> None:
    """1,000 of principal is ten days late: 12% over it, beside that on what is not due."""
    found = calculate(LINEAR, [paid("2026-02-11", 1_120_00)])
    assert instalments(found)[1].interest_cents == round_half_up(
        Fraction(11_000_00, 100) + Fraction(1_000_00 * 12 * 10, 36000)
    )


def test_days_past_due_count_from_the_day_after_the_due_day() -> None:
    asked = days("2026-01-31", "2026-02-01", "2026-02-02", "2026-03-03")
    found = calculate(LINEAR, told_until=date(2026, 3, 3), asked=asked)
    assert [each.days_past_due for each in found.standings] == [0, 0, 1, 30]


def test_a_part_pays_costs_then_interest_then_principal() -> None:
    told = [fact(FactKind.FEE, "2026-02-01", amount_cents=50_00), paid("2026-02-01", 200_00)]
    posting = calculate(LINEAR, told).postings[-1]
    assert (posting.costs_cents, posting.interest_cents, posting.principal_cents) == (50_00, 120_00, 30_00)


@pytest.mark.parametrize(
    ("across", "costs", "principal"), [(Across.PART, 240_00, 760_00), (Across.INSTALMENT, 0, 1_000_00)]
)
def test_arrears_are_paid_by_part_or_by_instalment(across: Across, costs: int, principal: int) -> None:
    terms = loan(12_000_00, Amortisation.LINEAR, 12, "0", allocation={"across": across})
    told = [fact(FactKind.FEE, day, amount_cents=120_00) for day in ("2026-02-01", "2026-03-01")]
    posting = calculate(terms, [*told, paid("2026-03-15", 1_000_00)]).postings[-1]
    assert (posting.costs_cents, posting.principal_cents) == (costs, principal)


def test_another_order_for_what_is_past_due() -> None:
    first = (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COSTS)
    terms = loan(12_000_00, Amortisation.LINEAR, 12, "12")
    terms = replace(terms, allocation=replace(terms.allocation, past_due=first))
    late = calculate(terms, [paid("2026-02-10", 1_000_00)])
    on_time = calculate(terms, [paid("2026-02-01", 1_000_00)])
    assert (late.postings[0].principal_cents, on_time.postings[0].principal_cents) == (1_000_00, 880_00)


def test_what_was_overpaid_is_held_and_paid_back() -> None:
    told = [paid("2026-02-01", 1_500_00), fact(FactKind.REFUND, "2026-02-05", amount_cents=380_00)]
    found = calculate(LINEAR, told, asked=days("2026-02-04", "2026-02-05"))
    assert [each.held_cents for each in found.standings] == [380_00, 0]
    with pytest.raises(Refused) as refused:
        calculate(LINEAR, [told[0], fact(FactKind.REFUND, "2026-02-05", amount_cents=380_01)])
    assert refused.value.rule is REFUNDABLE


ANNUITY = loan(10_000_00, Amortisation.ANNUITY, 12, "12")
MONTHLY = Fraction(1, 100)


def level(balance: int, count: int) -> int:
    return round_half_up(balance * MONTHLY / (1 - (1 + MONTHLY) ** -count))


def test_a_prepayment_shortens_the_term() -> None:
    told = [fact(FactKind.PREPAYMENT, "2026-02-01", amount_cents=3_000_00)]
    rows = instalments(calculate(ANNUITY, told))
    assert {row.due_cents for row in rows[:-1]} == {level(10_000_00, 12)}
    assert len(rows) == 9
    assert rows[-1].closing_cents == 0


def test_a_prepayment_lowers_the_instalments() -> None:
    told = [fact(FactKind.PREPAYMENT, "2026-02-01", amount_cents=3_000_00, effect=Surplus.LOWER_INSTALMENTS)]
    rows = instalments(calculate(ANNUITY, told))
    assert len(rows) == 12
    assert {row.due_cents for row in rows[1:-1]} == {level(rows[0].closing_cents - 3_000_00, 11)}


def test_two_prepayments_on_one_day_pay_the_interest_once() -> None:
    told = [fact(FactKind.PREPAYMENT, "2026-01-16", amount_cents=1_000_00) for _ in range(2)]
    found = calculate(BULLET, told)
    assert [(each.interest_cents, each.principal_cents) for each in found.postings] == [
        (500_00, 500_00),
        (0, 1_000_00),
    ]
    # 98,500 for the 15 days that are left of the month
    assert instalments(found)[0].interest_cents == 492_50


def test_a_prepayment_bears_its_penalty_first() -> None:
    told = [fact(FactKind.PREPAYMENT, "2026-02-01", amount_cents=10_000_00, penalty_percent=Decimal(1))]
    posting = calculate(BULLET, told).postings[0]
    assert (posting.penalty_cents, posting.principal_cents) == (100_00, 9_900_00)


def test_paying_off_takes_all_that_is_owed_on_the_day() -> None:
    found = calculate(
        BULLET, [fact(FactKind.PREPAYMENT, "2026-03-16")], asked=days("2026-03-15", "2026-03-16")
    )
    assert found.postings[0].amount_cents == 100_500_00
    assert [each.payoff_cents for each in found.standings] == [100_466_67, 0]
    assert found.rows[-1].closing_cents == 0


def test_a_surplus_may_go_to_the_next_instalment() -> None:
    terms = loan(12_000_00, Amortisation.LINEAR, 12, "0", allocation={"surplus": Surplus.NEXT_INSTALMENT})
    rows = instalments(calculate(terms, [paid("2026-02-01", 1_400_00)]))
    assert [row.principal_cents for row in rows[:3]] == [1_000_00, 600_00, 1_000_00]


def test_more_and_less_paid_out_than_planned() -> None:
    planned = (Planned(date(2026, 1, 1), 6_000_00), Planned(date(2026, 3, 1), 6_000_00))
    terms = loan(12_000_00, Amortisation.LINEAR, 4, "0", disbursements=planned)
    less = [fact(FactKind.DISBURSEMENT, "2026-03-10", amount_cents=1_000_00, planned_on=date(2026, 3, 1))]
    assert calculate(terms, less).totals.disbursed_cents == 7_000_00
    assert [row.principal_cents for row in instalments(calculate(terms, less))] == [
        1_500_00,
        1_500_00,
        2_000_00,
        2_000_00,
    ]
    more = [fact(FactKind.DISBURSEMENT, "2026-01-01", amount_cents=8_000_00)]
    assert calculate(terms, more).totals.disbursed_cents == 14_000_00


def test_a_rate_change_of_the_past_is_one_correction() -> None:
    told = [
        paid("2026-02-01", 1_000_00),
        paid("2026-03-01", 1_000_00),
        fact(FactKind.RATE_CHANGE, "2026-01-16", percent=Decimal(24), recorded_on=date(2026, 3, 10)),
    ]
    found = calculate(BULLET, told)
    # half a month and a whole one at 12% more
    assert [(each.recorded_on, each.facts, each.difference.interest_cents) for each in found.corrections] == [
        (date(2026, 3, 10), (2,), 1_500_00)
    ]
    assert [row.interest_cents for row in instalments(found)[:3]] == [1_500_00, 2_000_00, 2_000_00]


def test_a_payment_that_became_known_late() -> None:
    told = [paid("2026-02-01", 1_120_00, recorded_on=date(2026, 3, 5)), paid("2026-03-01", 1_110_00)]
    correction = calculate(LINEAR, told).corrections[0]
    # without it the second payment went to the first instalment, and 1,000 was overdue a month
    assert correction.difference.interest_cents == -10_00
    assert correction.difference.outstanding_principal_cents == -1_010_00
    assert correction.difference.paid_principal_cents + correction.difference.paid_interest_cents == 1_120_00


def test_no_interest_runs_while_it_is_paused() -> None:
    told = [fact(FactKind.INTEREST_PAUSE, "2026-01-11", until=date(2026, 1, 20))]
    rows = instalments(
        calculate(loan(365_000_00, Amortisation.BULLET, 2, "10", day_count=DayCount.ACT_365), told)
    )
    assert [row.interest_cents for row in rows] == [21 * 100_00, 28 * 100_00]


def test_a_deferral_moves_the_instalments_or_raises_the_later_ones() -> None:
    moved = [fact(FactKind.DEFERRAL, "2026-01-15", instalments=2)]
    rows = instalments(calculate(LINEAR, moved))
    assert [row.principal_cents for row in rows] == [0, 0, *[1_000_00] * 12]
    assert [row.interest_cents for row in rows[:3]] == [120_00] * 3
    kept = [fact(FactKind.DEFERRAL, "2026-01-15", instalments=2, extend=False)]
    assert [row.principal_cents for row in instalments(calculate(LINEAR, kept))] == [0, 0, *[1_200_00] * 10]
    whole = [
        fact(FactKind.DEFERRAL, "2026-01-15", instalments=2, with_interest=True, interest=InGrace.CAPITALISED)
    ]
    assert calculate(LINEAR, whole).totals.capitalised_cents == 120_00 + 121_20


def test_a_re_amortisation_takes_what_is_overdue_along() -> None:
    told = [
        paid("2026-02-01", 120_00),
        fact(
            FactKind.RE_AMORTISATION,
            "2026-02-01",
            instalments=6,
            include_overdue=True,
            first_due_on=date(2026, 3, 15),
        ),
    ]
    rows = instalments(calculate(LINEAR, told))
    assert [row.principal_cents for row in rows] == [1_000_00, *[2_000_00] * 6]
    assert [row.due_on.isoformat() for row in rows[1:3]] == ["2026-03-15", "2026-04-15"]
    assert (rows[0].waived_cents, rows[0].status) == (1_000_00, RowStatus.PAID)


def test_arrears_of_interest_become_principal() -> None:
    told = [fact(FactKind.CAPITALISATION, "2026-02-16")]
    found = calculate(BULLET, told, told_until=date(2026, 2, 16))
    assert found.postings[0].amount_cents == 1_500_00
    assert instalments(found)[1].interest_cents == round_half_up(Fraction(101_500_00 * 12 * 15, 36000))


@pytest.mark.parametrize("part", [Part.INTEREST, Part.COSTS, Part.PENALTY])
def test_what_is_due_may_be_waived_and_no_more(part: Part) -> None:
    told = [
        fact(FactKind.FEE, "2026-02-01", amount_cents=1_000_00),
        fact(FactKind.PENALTY, "2026-02-01", amount_cents=1_000_00),
    ]
    waiver = fact(FactKind.WAIVER, "2026-02-01", part=part, amount_cents=1_000_00)
    found = calculate(BULLET, [*told, waiver], told_until=date(2026, 2, 1), asked=days("2026-02-01"))
    assert found.standings[0].overdue_cents == 2_000_00
    more = fact(FactKind.WAIVER, "2026-02-01", part=part, amount_cents=1_000_01)
    with pytest.raises(Refused) as refused:
        calculate(BULLET, [*told, more], told_until=date(2026, 2, 1))
    assert refused.value.rule is WAIVABLE


def test_a_reversed_payment_never_was() -> None:
    told = [
        paid("2026-02-01", 1_120_00, reference="R1"),
        paid("2026-03-01", 1_110_00, reference="R2"),
        fact(FactKind.REVERSAL, "2026-03-09", reference="R1"),
    ]
    found, without = calculate(LINEAR, told), calculate(LINEAR, told[1:2])
    assert found.rows == without.rows
    assert found.corrections[0].recorded_on == date(2026, 3, 9)
    assert found.corrections[0].difference.interest_cents == 10_00
    paid_less = found.corrections[0].difference
    assert paid_less.paid_principal_cents + paid_less.paid_interest_cents == -1_120_00


def test_a_payment_that_comes_back_is_owed_again() -> None:
    told = [fact(FactKind.CHARGEBACK, "2026-03-01", amount_cents=1_000_00)]
    rows = instalments(calculate(LINEAR, told))
    assert [row.principal_cents for row in rows[2:4]] == [1_100_00, 1_100_00]


def test_a_part_is_written_off_and_the_rest_repaid() -> None:
    found = calculate(LINEAR, [fact(FactKind.WRITE_OFF, "2026-02-01", amount_cents=5_500_00)])
    assert found.totals.written_off_cents == 5_500_00
    assert {row.principal_cents for row in instalments(found)[1:]} == {500_00}


def test_a_loan_written_off_whole_ends() -> None:
    found = calculate(
        LINEAR,
        [fact(FactKind.WRITE_OFF, "2026-02-16")],
        told_until=date(2026, 2, 16),
        asked=days("2026-02-16"),
    )
    assert found.standings[0].payoff_cents == 0
    assert found.totals.written_off_cents == 11_000_00
    assert found.totals.waived_cents == 1_120_00


def test_a_loan_charged_off_bears_no_interest_and_is_still_collected() -> None:
    told = [fact(FactKind.CHARGE_OFF, "2026-02-01"), paid("2026-06-01", 1_000_00)]
    found = calculate(BULLET, told, asked=days("2026-05-01"))
    assert found.standings[0].accrued_interest_cents == 0
    assert found.postings[-1].interest_cents == 1_000_00


def test_a_loan_that_is_called_falls_due_at_once() -> None:
    told = [fact(FactKind.ACCELERATION, "2026-03-16")]
    found = calculate(
        BULLET, told, told_until=date(2026, 3, 20), paid_until=date(2026, 3, 1), asked=days("2026-03-20")
    )
    standing = found.standings[0]
    assert (standing.overdue_principal_cents, standing.overdue_interest_cents) == (100_000_00, 500_00)
    assert (standing.days_past_due, standing.undue_principal_cents) == (4, 0)


def test_late_interest_and_a_late_fee() -> None:
    terms = loan(
        12_000_00, Amortisation.LINEAR, 12, "0", late=Late(Decimal(10), fee_cents=15_00, days_free=5)
    )
    found = calculate(terms, [paid("2026-02-16", 2_000_00)])
    row = instalments(found)[0]
    assert row.penalty_cents == 15_00 + round_half_up(Fraction(1_000_00 * 10 * 10, 36500))


def test_interest_that_ran_and_what_pays_off_on_any_day() -> None:
    found = calculate(
        BULLET, asked=days("2026-01-01", "2026-01-11", "2026-02-01", "2026-12-31", "2027-01-01")
    )
    assert [each.accrued_interest_cents for each in found.standings] == [0, 333_33, 0, 966_67, 0]
    assert [each.payoff_cents for each in found.standings][:2] == [100_000_00, 100_333_33]
    assert found.standings[-1].payoff_cents == 0
