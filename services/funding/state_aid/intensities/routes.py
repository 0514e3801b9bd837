"""How much aid costs may bear beside other aid on them, over HTTP; nothing is stored."""

from typing import Annotated, Any

from pydantic import Field

from services.funding.state_aid.intensities import rules
from shared.kernel.money import AnyPercent, Cents, Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Wire, Write

router = Router("intensity-calculations")
regional_router = Router(
    "regional-aid-calculations", "The adjusted aid amount of a large regional investment (GBER art. 2(20))."
)


class OtherIn(Write):
    kind: Annotated[rules.OtherKind, AS_TEXT]
    amount_cents: Cents


class PackageIn(Write):
    code: Annotated[Code, Field(description="Of a work package.")]
    eligible_cents: PositiveCents
    aid_cents: Annotated[Cents, Field(description="That is asked: the gross grant equivalent.")] = 0
    beneficiary: Annotated[Code | None, Field(description="Whose; one code for a single undertaking.")] = None
    measure: Annotated[Code | None, Field(description="Of the regime gber-intensities.")] = None
    size: Annotated[rules.Size | None, AS_TEXT] = None
    bonuses: list[Code] = Field(default_factory=list, max_length=10)
    maximum_percent: Annotated[
        Percent | None, Field(description="In place of a measure and size, such as that of the regional map.")
    ] = None
    others: Annotated[
        list[OtherIn],
        Field(default_factory=list, max_length=50, description="Other public money on the same costs."),
    ]


class IntensityIn(Write):
    reference_date: Annotated[PeriodDate | None, Field(description="On which the aid is granted.")] = None
    packages: list[PackageIn] = Field(min_length=1, max_length=200)


class BonusOut(Wire):
    name: str
    percent: Percent


class StepsOut(Wire):
    base_percent: Annotated[Percent | None, Field(description="Of a large undertaking.")]
    size_percent: Percent
    bonuses: list[BonusOut]
    cap_percent: Percent
    percent: Percent


class PackageOut(Wire):
    code: str
    intensity: StepsOut
    ceiling_cents: int
    counted_cents: Annotated[int, Field(description="Other aid on the same costs.")]
    room_cents: int
    aid_cents: int
    fits: bool
    public_cents: Annotated[int, Field(description="All public money on the costs, this aid included.")]
    public_percent: AnyPercent | None


class NotifiedOut(Wire):
    beneficiary: str | None
    measure: str
    aid_cents: int
    threshold_cents: int | None
    below: bool


class IntensityOut(Wire):
    packages: list[PackageOut]
    notification: Annotated[list[NotifiedOut], Field(description="By undertaking and measure.")]
    rounding: str
    regimes: list[str]


class RegionalIn(Write):
    reference_date: PeriodDate | None = None
    eligible_cents: PositiveCents
    map_percent: Annotated[Percent, Field(description="Of the regional aid map.")]


class RegionalOut(Wire):
    adjusted_cents: int
    counted_cents: Annotated[int, Field(description="Of the costs, after the bands.")]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=IntensityOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.INTENSITY),
)
async def calculate_intensity(
    body: IntensityIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """What aid each package may bear, what is left beside other aid on its costs, and what is notified."""
    on = body.reference_date or tx.today
    regime, thresholds = await tx.regime(rules.INTENSITIES, on), await tx.regime(rules.THRESHOLDS, on)
    packages = [
        rules.Package(**{**dict(each), "others": [rules.Other(**dict(other)) for other in each.others]})
        for each in body.packages
    ]
    weighed = [rules.weigh(each, regime, f"/packages/{n}") for n, each in enumerate(packages)]
    return {
        "packages": [
            {
                **vars(each),
                "code": each.package.code,
                "aid_cents": each.package.aid_cents,
                "fits": each.fits,
                "public_percent": rules.percent_of_costs(each),
            }
            for each in weighed
        ],
        "notification": rules.notified(packages, thresholds),
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference, thresholds.reference],
    }


@regional_router.post(
    "", response_model=RegionalOut, dependencies=[calculated], responses=problems(IN_FORCE, TERM_KNOWN)
)
async def calculate_regional_aid(
    body: RegionalIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """The adjusted aid amount of a large regional investment: less of each euro above two bounds (O35)."""
    regime = await tx.regime(rules.REGIONAL, body.reference_date or tx.today)
    cents, bands = rules.adjusted(body.eligible_cents, body.map_percent, regime)
    return {
        "adjusted_cents": cents,
        "counted_cents": sum(int(band.exact) for band in bands),
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
