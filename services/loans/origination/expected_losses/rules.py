"""What a lender expects to lose on a loan (IFRS 9): by stage, scenario and period (O28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.kernel.money import round_half_up
from shared.kernel.rules import Rule

PERIODS_FIT = Rule(
    "expected-loss.periods-fit",
    "Stage 1 looks one year ahead, stage 2 the whole life; stage 3 has a chance of 100 percent.",
    source="domain.md 2.18; O28",
    mend="Send one period for stage 1, and one with pdPercent 100 for stage 3.",
    refusal="The periods do not fit the stage",
)
CHANCES = Rule(
    "expected-loss.chances",
    "Chances of default of a scenario are at most 100 percent together, weights of scenarios just 100.",
    source="domain.md 2.18; O28",
    mend="Lower the chances; let weightPercent of all scenarios sum to 100.",
    refusal="Chances or weights do not sum to what they may",
)
EXPECTED_LOSS = (PERIODS_FIT, CHANCES)
ROUNDING = (
    "Exact until the sum of all periods and scenarios, which is rounded half up once; so is the net sum."
)
HUNDRED = Decimal(100)


class Stage(StrEnum):
    """Performing; with a risk that rose significantly; credit-impaired."""

    ONE = "STAGE_1"
    TWO = "STAGE_2"
    THREE = "STAGE_3"


@dataclass(frozen=True)
class Period:
    """A year: the chance of default in it, what is lost then, and what is outstanding in cents."""

    pd_percent: Decimal
    exposure_cents: int
    lgd_percent: Decimal


@dataclass(frozen=True)
class Scenario:
    """A course of the economy, with its weight."""

    weight_percent: Decimal
    periods: Sequence[Period]


@dataclass(frozen=True)
class Exposure:
    """A loan: its stage, effective interest, scenarios, and what an integral guarantee covers."""

    stage: Stage
    rate_percent: Decimal
    scenarios: Sequence[Scenario]
    guarantee_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class Loss:
    """The exact loss of each period of each scenario, the whole in cents, and what the lender bears of it."""

    scenarios: list[list[Fraction]]
    loss_cents: int
    net_cents: int


def expect(exposure: Exposure) -> Loss:
    """The loss of each period, from stage 2 on discounted to today at the end of its year."""
    growth = 1 + Fraction(exposure.rate_percent) / 100
    discounts = exposure.stage is Stage.TWO
    total, found = Fraction(0), []
    CHANCES.require(sum(each.weight_percent for each in exposure.scenarios) == HUNDRED, location="/scenarios")
    for number, scenario in enumerate(exposure.scenarios):
        _require_fits(exposure.stage, scenario, f"/scenarios/{number}")
        losses = [
            _lost(period) / (growth ** (year + 1) if discounts else 1)
            for year, period in enumerate(scenario.periods)
        ]
        found.append(losses)
        total += sum(losses, Fraction(0)) * Fraction(scenario.weight_percent) / 100
    net = total * (1 - Fraction(exposure.guarantee_percent) / 100)
    return Loss(found, round_half_up(total), round_half_up(net))


def _require_fits(stage: Stage, scenario: Scenario, location: str) -> None:
    chances = [each.pd_percent for each in scenario.periods]
    fits = stage is Stage.TWO or len(chances) == 1
    fits = fits and (stage is not Stage.THREE or chances[0] == HUNDRED)
    PERIODS_FIT.require(fits, location=location)
    CHANCES.require(sum(chances) <= HUNDRED, location=location)


def _lost(period: Period) -> Fraction:
    return period.exposure_cents * Fraction(period.pd_percent) * Fraction(period.lgd_percent) / 10_000
