"""What a lender expects to lose on a loan, over HTTP; nothing is stored."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from services.loans.origination.expected_losses import rules
from shared.kernel.money import Cents, Percent, written
from shared.kernel.principal import Principal
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Wire, Write

router = Router("expected-loss-calculations")


class PeriodIn(Write):
    """A year from today on."""

    pd_percent: Annotated[Percent, Field(description="The chance of default in it, seen from today (PD).")]
    exposure_cents: Annotated[Cents, Field(description="Outstanding on default (EAD).")]
    lgd_percent: Annotated[Percent, Field(description="What of it is lost (LGD).")]


class ScenarioIn(Write):
    weight_percent: Annotated[Percent, Field(description="All together 100.")] = Decimal(100)
    periods: list[PeriodIn] = Field(min_length=1, max_length=50)


class ExpectedLossIn(Write):
    stage: Annotated[rules.Stage, AS_TEXT]
    rate_percent: Annotated[
        Percent, Field(description="The effective interest (EIR), at which stage 2 is discounted.")
    ] = Decimal(0)
    guarantee_percent: Annotated[
        Percent, Field(description="Of the loss that a guarantee integral to the loan bears.")
    ] = Decimal(0)
    scenarios: list[ScenarioIn] = Field(min_length=1, max_length=10)


class LossesOut(Wire):
    losses: Annotated[list[str], Field(description="Of each year, in cents with 6 decimals, unweighted.")]


class ExpectedLossOut(Wire):
    loss_cents: int
    net_cents: Annotated[int, Field(description="What the lender bears of it.")]
    scenarios: list[LossesOut]
    rounding: str


@router.post(
    "", response_model=ExpectedLossOut, dependencies=[calculated], responses=problems(*rules.EXPECTED_LOSS)
)
async def calculate_expected_loss(
    body: ExpectedLossIn, tx: Transaction, _: Principal = allow("loans:read")
) -> dict[str, Any]:
    """The expected loss of a loan (IFRS 9): a year ahead, its whole life, or in default (O28)."""
    scenarios = [
        rules.Scenario(each.weight_percent, [rules.Period(**dict(period)) for period in each.periods])
        for each in body.scenarios
    ]
    found = rules.expect(rules.Exposure(body.stage, body.rate_percent, scenarios, body.guarantee_percent))
    return {
        **vars(found),
        "scenarios": [{"losses": [written(loss) for loss in losses]} for losses in found.scenarios],
        "rounding": rules.ROUNDING,
    }
