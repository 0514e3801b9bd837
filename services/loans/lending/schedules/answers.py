"""What is answered about a loan that was worked out."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.loans.codes import BasePercent
from services.loans.lending.schedules import terms
from services.loans.lending.schedules.facts import FactKind
from services.loans.lending.schedules.rows import RowKind, RowStatus
from services.loans.lending.schedules.schema import RoundingIn
from shared.web.schema import Wire


class RowOut(Wire):
    """One line: closing = opening + disbursed + capitalised - principal - written off."""

    kind: RowKind
    number: int | None
    period_from: date | None
    due_on: date
    opening_cents: int
    disbursed_cents: int
    capitalised_cents: int
    principal_cents: int
    interest_cents: int
    costs_cents: int
    penalty_cents: int
    due_cents: int
    written_off_cents: int
    closing_cents: int
    paid_principal_cents: int
    paid_interest_cents: int
    paid_costs_cents: int
    paid_penalty_cents: int
    paid_cents: int
    waived_cents: int
    paid_on: date | None
    status: RowStatus


class TotalsOut(Wire):
    """The sums of all rows."""

    disbursed_cents: int
    capitalised_cents: int
    principal_cents: int
    interest_cents: int
    costs_cents: int
    penalty_cents: int
    due_cents: int
    written_off_cents: int
    waived_cents: int
    paid_cents: int
    recovered_cents: Annotated[int, Field(description="Of what was written off.")]
    instalments: int
    ends_on: date | None
    annual_percentage: Annotated[
        BasePercent | None, Field(description="Effective, a year of 365 days (jaarlijks kostenpercentage).")
    ]


class PostingOut(Wire):
    """What a fact did: where a receipt went, or what was charged, waived or written off."""

    on: date
    kind: FactKind
    reference: str | None
    amount_cents: int
    principal_cents: int
    interest_cents: int
    costs_cents: int
    penalty_cents: int
    held_cents: int
    balance_cents: int


class DifferenceOut(Wire):
    """How much more, or less, than was posted."""

    principal_cents: int
    interest_cents: int
    capitalised_cents: int
    costs_cents: int
    penalty_cents: int
    paid_principal_cents: int
    paid_interest_cents: int
    paid_costs_cents: int
    paid_penalty_cents: int
    outstanding_principal_cents: int
    held_cents: int


class CorrectionOut(Wire):
    """What facts that became known late change; `facts` counts them from 0."""

    recorded_on: date
    facts: list[int]
    difference: DifferenceOut


class StandingOut(Wire):
    """Where the loan stands at the end of a day."""

    on: date
    outstanding_principal_cents: int
    undue_principal_cents: int
    overdue_cents: int
    overdue_principal_cents: int
    overdue_interest_cents: int
    overdue_costs_cents: int
    overdue_penalty_cents: int
    accrued_interest_cents: int
    late_interest_cents: int
    held_cents: int
    payoff_cents: int
    days_past_due: int
    rate_percent: BasePercent
    annual_percentage: Annotated[
        BasePercent | None, Field(description="Of the loan if it were paid off on this day.")
    ]


class BasisOut(Wire):
    """By which rules it was computed."""

    regime: str
    day_count: terms.DayCount
    rounding: RoundingIn
    past_due: list[terms.Part]
    due: list[terms.Part]
    advance: list[terms.Part]
    told_until: date | None


class CalculationOut(Wire):
    """A loan worked out."""

    basis: BasisOut
    rows: list[RowOut]
    totals: TotalsOut
    grant_equivalent_cents: Annotated[
        int | None, Field(description="The aid in the loan; null when no equivalent is asked.")
    ]
    standings: list[StandingOut]
    postings: list[PostingOut]
    corrections: list[CorrectionOut]
