"""Of which size a firm is, over HTTP; nothing is stored."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from services.funding.state_aid.firm_sizes import rules
from shared.kernel.money import Cents, Percent, Quantity, written
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Wire, Write

router = Router("firm-size-calculations")

SizeName = Literal["MICRO", "SMALL", "MEDIUM", "LARGE"]


class FiguresIn(Write):
    """Of one closed year."""

    year: Annotated[int, Field(ge=1900, le=2200)]
    headcount: Annotated[Quantity, Field(description="People in annual work units (fte).")]
    turnover_cents: Cents
    balance_cents: Annotated[Cents, Field(description="The balance sheet total.")]


class FirmIn(Write):
    code: Code
    kind: Annotated[rules.FirmKind, AS_TEXT] = rules.FirmKind.FIRM
    figures: Annotated[
        list[FiguresIn],
        Field(default_factory=list, max_length=10, description="Without those of related firms."),
    ]


class HoldingIn(Write):
    """What one firm holds of another."""

    holder: Code
    held: Code
    percent: Annotated[Percent, Field(description="The larger of capital and votes.")]
    controls: Annotated[
        bool, Field(description="By appointment, contract or agreement, whatever it holds.")
    ] = False


class FirmSizeIn(Write):
    reference_date: PeriodDate | None = None
    firm: Annotated[Code, Field(description="That is tested; one of the firms.")]
    firms: list[FirmIn] = Field(min_length=1, max_length=50)
    holdings: list[HoldingIn] = Field(default_factory=list, max_length=200)


class RelationOut(Wire):
    code: str
    kind: rules.RelationKind
    percent: Annotated[Percent, Field(description="Of its figures that counts, unless it is exempt.")]


class YearOut(Wire):
    year: int
    headcount: Annotated[str, Field(description="With those of related firms, 6 decimals.")]
    turnover_cents: int
    balance_cents: int
    size: Annotated[SizeName, Field(description="By the figures of this year alone.")]


class FirmSizeOut(Wire):
    size: Annotated[SizeName, Field(description="After two years alike.")]
    is_sme: bool
    is_public: Annotated[bool, Field(description="Whether public bodies hold a quarter or more: no SME.")]
    relations: list[RelationOut]
    years: list[YearOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=FirmSizeOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.FIRM_SIZE),
)
async def calculate_firm_size(
    body: FirmSizeIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Whether a firm is micro, small, medium or large, with its partner and linked firms (kmo-toets; O30)."""
    regime = await tx.regime(rules.SIZES, body.reference_date or tx.today)
    firms = [
        rules.Firm(each.code, each.kind, [rules.Figures(**dict(figures)) for figures in each.figures])
        for each in body.firms
    ]
    holdings = [rules.Holding(**dict(each)) for each in body.holdings]
    found = rules.measure(body.firm, firms, holdings, regime)
    return {
        "size": found.size.name,
        "is_sme": found.is_sme,
        "is_public": found.is_public,
        "relations": found.relations,
        "years": [
            {
                **rules.posted(each.figures),
                "headcount": written(Fraction(each.figures.headcount)),
                "size": each.size.name,
            }
            for each in found.years
        ],
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
