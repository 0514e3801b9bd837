"""When what is advanced of an award, over HTTP; nothing is stored."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.funding.payments.advance_plans import rules
from shared.kernel.money import AnyPercent, Cents, Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import RegimeCode, Wire, Write

router = Router("advance-plan-calculations")


class CostsIn(Write):
    cost_cents: Cents
    on: Annotated[PeriodDate | None, Field(description="When it is declared, or its quarter begins.")] = None


class SeriesIn(Write):
    first_on: PeriodDate
    count: Annotated[int, Field(ge=1, le=120)]
    every_months: Annotated[int, Field(ge=0, le=24)] = 0
    every_days: Annotated[int, Field(ge=0, le=366)] = 0


class PlanIn(Write):
    regime: Annotated[
        RegimeCode,
        Field(
            description="Code of the regime that says what is advanced when.",
            examples=["advances-sectorplan"],
        ),
    ]
    reference_date: PeriodDate | None = None
    award_cents: Annotated[PositiveCents, Field(description="The most of the award.")]
    rate_percent: Percent | None = None
    approved_on: PeriodDate | None = None
    starts_on: PeriodDate | None = None
    ends_on: PeriodDate | None = None
    final_report_on: PeriodDate | None = None
    paid_cents: Annotated[Cents, Field(description="Advanced before this plan.")] = 0
    repayable: Annotated[bool, Field(description="Whether it is paid back when it succeeds.")] = False
    costs: Annotated[
        list[CostsIn],
        Field(
            default_factory=list, max_length=200, description="Declared in reports, or planned by quarter."
        ),
    ]
    instalments: list[PeriodDate] = Field(default_factory=list, max_length=200)
    instalment_series: Annotated[SeriesIn | None, Field(description="In place of their days.")] = None


class AdvanceOut(Wire):
    kind: rules.Kind
    due_on: date | None
    base_cents: int
    percent: AnyPercent
    wanted_cents: Annotated[int, Field(description="Before the ceiling.")]
    ceiling_cents: Annotated[int, Field(description="The most that all advances come to by then.")]
    amount_cents: int
    cumulative_cents: int


class PlanOut(Wire):
    award_cents: int
    advances: list[AdvanceOut]
    advanced_cents: Annotated[int, Field(description="All advances, those before this plan included.")]
    at_settlement_cents: int
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=PlanOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.PLAN),
)
async def calculate_advance_plan(
    body: PlanIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Plan the advances of an award by reports, quarters or instalments, under the scheme's ceilings."""
    regime = await tx.regime(body.regime, body.reference_date or tx.today)
    costs = [rules.Costs(each.cost_cents, each.on) for each in body.costs]
    series = [
        day
        for each in filter(None, [body.instalment_series])
        for day in rules.dates(rules.Series(**dict(each)))
    ]
    award = rules.Award(**body.model_dump(include=set(rules.Award.__dataclass_fields__)))
    *advances, last = rules.plan(award, costs, [*body.instalments, *series], regime)
    return {
        "award_cents": body.award_cents,
        "advances": advances,
        "advanced_cents": last.cumulative_cents - last.amount_cents,
        "at_settlement_cents": last.amount_cents,
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
