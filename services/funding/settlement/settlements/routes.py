"""What is settled of an award, paid or claimed back, over HTTP; nothing is stored."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.funding.settlement.settlements import rules
from services.funding.settlement.settlements.costs import Declared, Finding, LowerGround
from services.funding.settlement.settlements.schema import CutIn, DeclaredIn
from shared.kernel.money import AnyPercent, Cents, Percent, PositiveCents, Quantity
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, RegimeCode, Wire, Write

router = Router("settlement-calculations")


class ShareIn(Write):
    code: Code
    awarded_cents: Cents
    paid_cents: Cents = 0


class SettlementIn(Write):
    regime: Annotated[
        RegimeCode,
        Field(
            description="Code of the regime by which the scheme settles.",
            examples=["settlement-sectorplan"],
        ),
    ]
    reference_date: PeriodDate | None = None
    award_cents: Annotated[PositiveCents, Field(description="The most of the award.")]
    method: Annotated[rules.Method, AS_TEXT] = rules.Method.COSTS
    rate_percent: Annotated[Percent | None, Field(description="Of the award; the scheme's unless named.")] = (
        None
    )
    budget_cents: Annotated[Cents | None, Field(description="Eligible costs of the award.")] = None
    cost_maximum_cents: Annotated[Cents | None, Field(description="The most of costs that counts.")] = None
    costs: list[DeclaredIn] = Field(default_factory=list, max_length=1000)
    units_agreed: Annotated[Quantity | None, Field(description="Of PERFORMANCE.")] = None
    units_realised: Annotated[Quantity | None, Field(description="Of PERFORMANCE.")] = None
    done_percent: Annotated[Percent | None, Field(description="Of LUMP_SUM: what was done.")] = None
    others_cents: Annotated[
        Cents | None, Field(description="What others really paid; checks the co-funding ratio anew.")
    ] = None
    deductions: list[CutIn] = Field(default_factory=list, max_length=20)
    good_grounds: Annotated[
        bool, Field(description="Whether too little realised lowers in proportion instead of to nil.")
    ] = False
    advances_cents: Cents = 0
    financiers: list[ShareIn] = Field(default_factory=list, max_length=50)
    published_on: Annotated[PeriodDate | None, Field(description="When the decision is published.")] = None


class LoweredOut(Wire):
    ground: LowerGround
    article: str | None
    amount_cents: int
    grant_cents: Annotated[int, Field(description="After it.")]


class BalanceOut(Wire):
    code: str
    settled_cents: int
    paid_cents: int
    to_pay_cents: int
    reclaim_cents: int


class DeclaredOut(Wire):
    code: str
    declared_cents: int
    accepted_cents: int


class SettlementOut(Wire):
    arrangement: Annotated[int, Field(description="Of the national framework (USK): 1, 2 or 3.")]
    accounts: str
    declared_cents: int
    rejected_cents: int
    doubtful_cents: int
    accepted_cents: int
    realised_percent: Annotated[AnyPercent | None, Field(description="Of the budget.")]
    settled_cents: int
    doubtful_grant_cents: Annotated[int, Field(description="More, when the doubtful costs are accepted.")]
    lowered: list[LoweredOut]
    hearing_needed: bool
    to_pay_cents: int
    reclaim_cents: int
    due_on: date | None
    balances: list[BalanceOut]
    costs: list[DeclaredOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=SettlementOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.SETTLE),
)
async def calculate_settlement(
    body: SettlementIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Settle an award on costs, performance or a sum: each ground that lowers it, and the balance."""
    on = body.reference_date or tx.today
    regime, usk = await tx.regime(body.regime, on), await tx.regime(rules.USK, on)
    named = {name: getattr(body, name) for name in rules.Account.__dataclass_fields__ if hasattr(body, name)}
    costs = [
        Declared(each.code, each.declared_cents, [Finding(**dict(found)) for found in each.findings])
        for each in body.costs
    ]
    cuts = [rules.Cut(LowerGround(each.ground), each.percent, each.amount_cents) for each in body.deductions]
    financiers = [rules.Share(**dict(each)) for each in body.financiers]
    account = rules.Account(**{**named, "costs": costs, "cuts": cuts, "financiers": financiers})
    found = rules.settle(account, regime)
    arrangement = rules.arrangement(body.award_cents, usk)
    return {
        **vars(found),
        "hearing_needed": found.hearing_needed,
        "arrangement": arrangement,
        "accounts": rules.ACCOUNTS[arrangement],
        "due_on": rules.due_on(body.published_on, usk),
        "costs": costs,
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference, usk.reference],
    }
