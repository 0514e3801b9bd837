"""What allowance contributions to a top consortium give, over HTTP; nothing is stored."""

from typing import Annotated, Any

from pydantic import Field

from services.funding.cofunding.tki_allowances import rules
from shared.kernel.money import Cents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Wire, Write

router = Router("tki-allowance-calculations")


class ContributionIn(Write):
    partner: Code
    year: Annotated[int, Field(ge=1900, le=2200)]
    kind: Annotated[rules.Kind, AS_TEXT] = rules.Kind.CASH
    amount_cents: Cents


class TkiAllowanceIn(Write):
    reference_date: PeriodDate | None = None
    contributions: list[ContributionIn] = Field(min_length=1, max_length=1000)


class ShareOut(Wire):
    partner: str
    year: int
    counted_cents: int
    allowance_cents: int


class TkiAllowanceOut(Wire):
    allowance_cents: int
    shares: list[ShareOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=TkiAllowanceOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN),
)
async def calculate_tki_allowance(
    body: TkiAllowanceIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """The allowance (TKI-toeslag) that private contributions give, by participant and year (O31)."""
    regime = await tx.regime(rules.ALLOWANCES, body.reference_date or tx.today)
    shares = rules.allowances([rules.Contribution(**dict(each)) for each in body.contributions], regime)
    return {
        "allowance_cents": sum(each.allowance_cents for each in shares),
        "shares": shares,
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
