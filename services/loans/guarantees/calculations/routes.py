"""What a guarantee would cover, cost and contain as aid, over HTTP; nothing is stored."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from services.loans.codes import Rating, Scheme
from services.loans.guarantees.calculations import rules
from services.loans.guarantees.calculations.rules import Terms
from services.loans.lending.loans import plans
from services.loans.lending.loans.models import Repayment
from shared.kernel.money import CENTS_MAX, Percent, percent_of
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.web.auth import allow
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Filter, Wire

router = Router("guarantee-calculations")

AmountCents = Annotated[int, Field(gt=0, le=CENTS_MAX, description="Whole euro cents.")]


class CalculationQuery(Filter):
    principal_cents: AmountCents
    guaranteed_principal_cents: AmountCents
    guarantee_percent: Percent
    premium_percent: Percent
    rating: Rating
    term_years: Annotated[int, Field(ge=1, le=50, description="Of the guarantee and the loan.")]
    repayment: Repayment = Repayment.BULLET
    repayment_per_quarter_cents: AmountCents | None = None
    repayment_per_year_cents: Annotated[
        AmountCents | None, Field(description="For a loan repaid once a year instead of every quarter.")
    ] = None
    repaid_after_years: Annotated[
        int | None, Field(ge=1, le=50, description="When the loan is repaid earlier than planned.")
    ] = None
    quotum_cents: Annotated[
        AmountCents | None, Field(description="To be reserved; the guaranteed principal unless given.")
    ] = None
    scheme: Scheme = "GROEIFACILITEIT"


class PremiumOut(Wire):
    quarter: int
    guaranteed_cents: int
    premium_cents: int


class CalculationOut(Wire):
    guaranteed_cents: int
    share_percent: Annotated[Percent, Field(description="Of the outstanding principal.")]
    premiums: list[PremiumOut]
    first_year_premium_cents: int
    charged_premium_cents: int
    minimum_premium_cents: int
    supplement_cents: int
    quotum_fee_cents: int
    safe_harbour_percent: Percent
    aid_cents: Annotated[int, Field(description="Gross grant equivalent.")]
    regimes: list[str]


@router.get(
    "",
    response_model=CalculationOut,
    responses=problems(IN_FORCE, plans.REPAYMENT, *rules.LIMITS),
)
async def calculate_guarantee(
    query: Annotated[CalculationQuery, Query()], tx: Transaction, _: Principal = allow("loans:read")
) -> dict[str, Any]:
    """What a guarantee covers, its premiums by quarter and the aid in it; a quote that binds nobody."""
    scheme = await tx.regime(query.scheme.lower(), tx.today)
    aid = await tx.regime(rules.AID, tx.today)
    plan = plans.plan(
        query.principal_cents,
        query.term_years * plans.QUARTERS_A_YEAR,
        query.repayment,
        query.repayment_per_quarter_cents,
        query.repayment_per_year_cents,
    )
    terms = Terms(
        query.guaranteed_principal_cents, query.guarantee_percent, query.premium_percent, query.term_years
    )
    quote = rules.quote(plan, terms, query.rating, rules.Regimes(scheme, aid), tx.today)
    quotum = query.quotum_cents or query.guaranteed_principal_cents
    return {
        **vars(quote),
        **vars(rules.charge(quote, query.repaid_after_years)),
        "quotum_fee_cents": percent_of(quotum, scheme.percent("quotum_fee_percent")),
        "regimes": [scheme.reference, aid.reference],
    }
