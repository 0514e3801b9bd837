"""What a project costs, what of it counts and what overhead comes to, over HTTP; nothing is stored."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field

from services.funding.applications.costs import rules
from services.funding.applications.costs.lines import Basis, Deduction, Line, Method, Period, Uncounted
from shared.kernel.bands import bands_of, total_of
from shared.kernel.money import Cents, Percent, Quantity
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, RegimeCode, Wire, Write
from shared.web.schema import Line as Words

router = Router("cost-calculations")
overhead_router = Router("overhead-calculations", "What overhead comes to at the flat rates of a scheme.")

CostRegime = Annotated[
    RegimeCode,
    Field(
        description="Code of the regime with the hourly rates, surcharges and flat rates of the scheme.",
        examples=["costs-sectorplan"],
    ),
]


class DeductionIn(Write):
    ground: Annotated[
        Literal["RECOVERABLE_VAT", "GROUP_MARK_UP", "NOT_NECESSARY", "NOT_PAID", "OTHER"],
        Field(description="Why it does not count."),
    ]
    amount_cents: Cents


class LineIn(Write):
    partner: Code
    kind: Annotated[Code, Field(description="Of cost, such as STAFF, EXTERNAL, TRAVEL, EQUIPMENT.")]
    basis: Annotated[Basis, AS_TEXT]
    work_package: Code | None = None
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    amount_cents: Annotated[
        Cents | None, Field(description="Of AMOUNT, LUMP_SUM and IN_KIND; the price for DEPRECIATION.")
    ] = None
    units: Annotated[Quantity | None, Field(description="Units, or hours.")] = None
    unit_cents: Annotated[
        Cents | None, Field(description="Of a unit; of an hour the integral rate, or the wage for an hour.")
    ] = None
    unit_maximum_cents: Annotated[
        Cents | None, Field(description="The most that a unit or hour counts for.")
    ] = None
    method: Annotated[Method | None, AS_TEXT, Field(description="Of HOURS.")] = None
    yearly_wage_cents: Annotated[
        Cents | None, Field(description="Of WAGE_SURCHARGE: divided by the productive hours of the regime.")
    ] = None
    write_off_years: Annotated[int | None, Field(ge=1, le=100)] = None
    used_months: Annotated[int | None, Field(ge=0, le=1200)] = None
    used_percent: Annotated[Percent | None, Field(description="Of the equipment, for the project.")] = None
    valuation: Annotated[Words | None, Field(description="How what is in kind was valued.")] = None
    incurred_on: PeriodDate | None = None
    deductions: list[DeductionIn] = Field(default_factory=list, max_length=10)


class FlatRateIn(Write):
    kind: Code
    percent: Percent
    of: Annotated[list[Code], Field(min_length=1, max_length=20, description="Kinds it is a percentage of.")]
    partner: Annotated[Code | None, Field(description="Whose; else of all without one of their own.")] = None


class MaximumIn(Write):
    maximum_cents: Cents
    partner: Code | None = None
    kind: Code | None = None
    work_package: Code | None = None


class CostIn(Write):
    regime: CostRegime
    reference_date: PeriodDate | None = None
    lines: list[LineIn] = Field(min_length=1, max_length=1000)
    flat_rates: list[FlatRateIn] = Field(default_factory=list, max_length=50)
    maxima: list[MaximumIn] = Field(default_factory=list, max_length=50)
    overhead: Annotated[bool, Field(description="Whether the regime's overhead is added.")] = False
    applied_on: Annotated[PeriodDate | None, Field(description="No cost of before it counts.")] = None
    ends_on: Annotated[PeriodDate | None, Field(description="No cost of after it counts.")] = None
    rounding: Literal["HALF_UP", "DOWN"] = "HALF_UP"


class DeductionOut(Wire):
    ground: Uncounted
    amount_cents: int


class LineOut(Wire):
    partner: str
    kind: str
    basis: Basis
    work_package: str | None
    year: int | None
    rate_cents: Annotated[str | None, Field(description="Of an hour or unit, with 6 decimals.")]
    gross_cents: int
    eligible_cents: int
    deductions: list[DeductionOut]


class SumOut(Wire):
    code: str | None
    eligible_cents: int


class CostOut(Wire):
    gross_cents: int
    eligible_cents: int
    by_partner: list[SumOut]
    by_kind: list[SumOut]
    by_work_package: list[SumOut]
    by_year: list[SumOut]
    lines: Annotated[list[LineOut], Field(description="As sent, then flat rates and overhead.")]
    rounding: str
    regimes: list[str]


class OverheadIn(Write):
    regime: CostRegime
    reference_date: PeriodDate | None = None
    direct_cents: Cents
    rate_percent: Annotated[Percent | None, Field(description="Of the overhead that is co-funded.")] = None


class BandOut(Wire):
    base_cents: int
    percent: Percent
    exact_cents: str


class OverheadOut(Wire):
    direct_cents: int
    bands: list[BandOut]
    overhead_cents: int
    cofunded_cents: int | None
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=CostOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.COST),
)
async def calculate_cost(
    body: CostIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Sum cost lines by partner, kind, work package and year: what counts, and why the rest does not."""
    regime = await tx.regime(body.regime, body.reference_date or tx.today)
    lines = [
        Line(
            **{
                **dict(each),
                "deductions": [Deduction(Uncounted(d.ground), d.amount_cents) for d in each.deductions],
            }
        )
        for each in body.lines
    ]
    down = body.rounding == "DOWN"
    wanted = rules.Wanted(
        [rules.FlatRate(**dict(each)) for each in body.flat_rates],
        [rules.Maximum(**dict(each)) for each in body.maxima],
        Period(body.applied_on, body.ends_on),
        body.overhead,
        down,
    )
    found = await asyncio.to_thread(rules.cost, lines, wanted, regime)
    return {
        **rules.totals(found),
        "lines": [rules.shown(each) for each in found],
        "rounding": rules.ROUNDING[down],
        "regimes": [regime.reference],
    }


@overhead_router.post(
    "",
    response_model=OverheadOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN),
)
async def calculate_overhead(
    body: OverheadIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Overhead at the flat rates of a scheme, by bands of the direct cost (O22)."""
    regime = await tx.regime(body.regime, body.reference_date or tx.today)
    bands = bands_of(body.direct_cents, regime, "overhead")
    overhead = total_of(bands)
    return {
        "direct_cents": body.direct_cents,
        "bands": [rules.shown_band(band) for band in bands],
        "overhead_cents": overhead,
        "cofunded_cents": rules.cofunded(overhead, body.rate_percent),
        "rounding": "Half up, once on the sum of the bands.",
        "regimes": [regime.reference],
    }
