"""Between which bounds a grant and the parts of others lie, over HTTP; nothing is stored."""

from typing import Annotated, Any

from pydantic import Field

from services.funding.cofunding.bounds import rules
from shared.kernel.money import Cents, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Code, RegimeCode, Wire, Write

router = Router("grant-bound-calculations")


class BroughtIn(Write):
    group: Annotated[Code, Field(description="Of the regime, such as EMPLOYERS.")]
    amount_cents: Cents


class GrantBoundIn(Write):
    regime: Annotated[
        RegimeCode, Field(description="Code of the regime with the bounds.", examples=["bounds-rif-mbo"])
    ]
    reference_date: PeriodDate | None = None
    budget_cents: PositiveCents
    asked_cents: Annotated[Cents | None, Field(description="The most that may be, unless given.")] = None
    brought: list[BroughtIn] = Field(default_factory=list, max_length=20)


class PartyOut(Wire):
    group: str
    min_cents: int
    max_cents: int
    amount_cents: int | None
    fits: Annotated[bool | None, Field(description="Null when what it brings is not told.")]


class GrantBoundOut(Wire):
    rate_cents: Annotated[int, Field(description="Of the budget at the rate of the scheme.")]
    grant_max_cents: Annotated[int, Field(description="That, up to the most of any grant.")]
    minimum_cents: Annotated[int, Field(description="Less is not granted.")]
    maximum_cents: int | None
    outcome: rules.Fit
    parties: list[PartyOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=GrantBoundOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.GRANT_BOUND),
)
async def calculate_grant_bound(
    body: GrantBoundIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """What a scheme grants at most on a budget, and between which bounds others bear the rest (O29)."""
    regime = await tx.regime(body.regime, body.reference_date or tx.today)
    brought = {each.group: each.amount_cents for each in body.brought}
    rules.PARTY_KNOWN.require(len(brought) == len(body.brought), parties=regime.codes("parties"))
    found = rules.bounds(body.budget_cents, body.asked_cents, brought, regime)
    return {**vars(found), "rounding": rules.ROUNDING, "regimes": [regime.reference]}
