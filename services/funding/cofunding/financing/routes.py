"""How a cost is split over those who finance it, over HTTP; nothing is stored."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field

from services.funding.cofunding.financing import groups, rules
from services.funding.cofunding.financing.sources import Group, Source, Way
from shared.kernel.money import Cents, Percent, Quantity
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, RegimeCode, Wire, Write

router = Router("split-calculations")


class SourceIn(Write):
    code: Code
    group: Annotated[Group, AS_TEXT]
    percent: Annotated[Percent | None, Field(description="Of the total.")] = None
    amount_cents: Annotated[Cents | None, Field(description="A sum that does not change.")] = None
    weight: Annotated[
        Quantity | None,
        Field(description="Its share of what percentages and sums leave, beside other weights."),
    ] = None
    maximum_cents: Annotated[Cents | None, Field(description="It pays no more than this.")] = None
    at_most: Annotated[bool, Field(description="Rounded down; its cent goes to another source.")] = False


class PartnerIn(Write):
    code: Code
    cost_cents: Cents
    sources: Annotated[
        list[SourceIn],
        Field(default_factory=list, max_length=50, description="Its own; else those of the whole pay."),
    ]


class SplitIn(Write):
    total_cents: Annotated[
        Cents | None, Field(description="Left out where the partners, or sums of the sources, say it.")
    ] = None
    sources: Annotated[
        list[SourceIn],
        Field(
            default_factory=list,
            max_length=50,
            description="Without any, the groups of the programme pay by its shares.",
        ),
    ]
    partners: list[PartnerIn] = Field(default_factory=list, max_length=200)
    programme: Annotated[
        RegimeCode | None,
        Field(
            description="Code of the regime whose shares are asked of the groups, such as programme-rea.",
            examples=["programme-rea"],
        ),
    ] = None
    level: Annotated[
        Literal["PROJECT", "YEAR"], Field(description="Whether the programme's reading is that of a year.")
    ] = "PROJECT"
    reference_date: PeriodDate | None = None


class SourceOut(Wire):
    code: str
    group: Group
    way: Way
    exact_cents: Annotated[str, Field(description="Its share before rounding, with 6 decimals.")]
    amount_cents: int
    share_percent: Percent | None


class StandingOut(Wire):
    group: Group
    amount_cents: int
    share_percent: Percent | None
    required_cents: Annotated[int | None, Field(description="At most for the State, at least for others.")]
    met: bool
    shortage_cents: int
    excess_cents: int


class AmountOut(Wire):
    source: str
    amount_cents: int


class PartnerOut(Wire):
    code: str
    cost_cents: int
    amounts: list[AmountOut]


class SplitOut(Wire):
    total_cents: int
    sources: list[SourceOut]
    groups: list[StandingOut]
    partners: list[PartnerOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=SplitOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.FINANCE),
)
async def calculate_split(
    body: SplitIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Split a cost over sources and partners: both what a partner costs and what a source pays stay exact."""
    on = body.reference_date or tx.today
    terms = await tx.regime(groups.TERMS, on)
    programmes = [await tx.regime(code, on) for code in filter(None, [body.programme])]
    asked = groups.Asked(terms, next(iter(programmes), None), body.level.lower())
    sources = [Source(**dict(each)) for each in body.sources] or asked.sources()
    partners = [
        rules.Partner(each.code, each.cost_cents, [Source(**dict(source)) for source in each.sources])
        for each in body.partners
    ]
    plan = await asyncio.to_thread(rules.finance, body.total_cents, sources, partners)
    return {
        "total_cents": plan.total_cents,
        "sources": [rules.shown(part, plan) for part in plan.parts],
        "groups": groups.standings(plan, asked),
        "partners": [rules.shown_partner(row) for row in plan.partners],
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference for regime in (terms, *programmes)],
    }
