"""Which rate of interest contains no aid, over HTTP; nothing is stored."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from services.loans.codes import BasePercent, Rating
from services.loans.origination.reference_rates import rules
from services.loans.origination.terms.rules import LENDING
from shared.kernel.money import Percent
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Line, Wire, Write

router = Router("reference-rate-calculations")


class ReferenceRateIn(Write):
    reference_date: PeriodDate | None = None
    rating: Rating
    parent_rating: Annotated[
        Rating | None, Field(description="Of the parent: the margin is never below its margin.")
    ] = None
    lgd_percent: Annotated[
        Percent, Field(description="What is lost on default; of a subordinated loan 60 or more.")
    ]
    base_percent: Annotated[
        BasePercent | None, Field(description="The base rate; that of the regime of the day unless given.")
    ] = None
    mark_up_percent: Annotated[Percent, Field(description="For subordination, with its reasons.")] = Decimal(
        0
    )
    mark_up_reason: Line | None = None


class ReferenceRateOut(Wire):
    base_percent: BasePercent
    collateral: Literal["high", "normal", "low"]
    margin_percent: Percent
    mark_up_percent: Percent
    reference_percent: BasePercent
    discount_percent: Annotated[BasePercent, Field(description="At which aid is discounted: base and 1.")]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=ReferenceRateOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.REFERENCE_RATE),
)
async def calculate_reference_rate(
    body: ReferenceRateIn, tx: Transaction, _: Principal = allow("loans:read")
) -> dict[str, Any]:
    """The reference rate of a loan by rating and collateral, and the rate that discounts aid (RR-1)."""
    on = body.reference_date or tx.today
    regime = await tx.regime(LENDING, on)
    base = rules.base_of(body.base_percent, regime)
    asked = rules.Asked(
        body.rating, body.lgd_percent, body.parent_rating, body.mark_up_percent, body.mark_up_reason
    )
    return {
        **vars(rules.rate_of(asked, base, on)),
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
