"""How much aid costs may bear (steunintensiteit): size, bonuses, caps, other aid on them (O4, O5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from shared.kernel.bands import Band, bands_of
from shared.kernel.money import share_of
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

MEASURE_KNOWN = Rule(
    "intensity.measure-known",
    "Aid on costs falls under a measure whose intensities are known, or names the most percent it may be.",
    source="GBER art. 13-56; domain.md 2.11",
    mend="Send a measure of the regime with a size, or maximumPercent, and not both.",
    refusal="No intensity is known for this aid",
)
BONUS_KNOWN = Rule(
    "intensity.bonus-known",
    "A bonus is one that the measure has, and is named once.",
    source="GBER art. 25(6); domain.md 2.11",
    mend="Name bonuses of the answer.",
    refusal="The measure has no such bonus",
)
INTENSITY = (MEASURE_KNOWN, BONUS_KNOWN)
INTENSITIES, THRESHOLDS, REGIONAL = "gber-intensities", "gber", "regional-aid"
ROUNDING = "Ceilings are rounded down, so that no cent passes the intensity."


class Size(StrEnum):
    """The size of an undertaking (Annex I of the GBER)."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"


class OtherKind(StrEnum):
    """Other public money on the same costs: aid, de minimis aid, or of a fund the Union itself manages."""

    AID = "AID"
    DE_MINIMIS = "DE_MINIMIS"
    EU_CENTRAL = "EU_CENTRAL"


@dataclass(frozen=True)
class Other:
    """Other public money on the same costs, in cents."""

    kind: OtherKind
    amount_cents: int


@dataclass(frozen=True)
class Package:
    """Costs of one undertaking under one measure, the aid that is asked and other money on the same costs."""

    code: str
    eligible_cents: int
    aid_cents: int = 0
    beneficiary: str | None = None
    measure: str | None = None
    size: Size | None = None
    bonuses: Sequence[str] = ()
    maximum_percent: Decimal | None = None
    others: Sequence[Other] = ()


@dataclass(frozen=True)
class Bonus:
    """Percentage points on top of the intensity of a size."""

    name: str
    percent: Decimal


@dataclass(frozen=True)
class Intensity:
    """How an intensity comes about: of the large, of the size, bonuses, the cap; in percent."""

    base_percent: Decimal | None
    size_percent: Decimal
    bonuses: list[Bonus]
    cap_percent: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Weighed:
    """What a package may bear and bears, in cents."""

    package: Package
    intensity: Intensity
    ceiling_cents: int
    counted_cents: int
    room_cents: int
    public_cents: int

    @property
    def fits(self) -> bool:
        """Whether the aid that is asked stays within the room."""
        return self.package.aid_cents <= self.room_cents


@dataclass(frozen=True)
class Notified:
    """What an undertaking is given under a measure, beside what must be notified above it, in cents."""

    beneficiary: str | None
    measure: str
    aid_cents: int
    threshold_cents: int | None

    @property
    def below(self) -> bool:
        """Whether the aid need not be notified."""
        return self.threshold_cents is None or self.aid_cents <= self.threshold_cents


def weigh(package: Package, regime: Regime, location: str) -> Weighed:
    """What the costs of a package may bear, and what is left of it beside other money on the same costs.

    Aid and de minimis aid count; money of a fund that the Union manages itself counts as public money only.
    """
    intensity = _intensity(package, regime, location)
    ceiling = floor(package.eligible_cents * Fraction(intensity.percent) / 100)
    counted = sum(each.amount_cents for each in package.others if each.kind is not OtherKind.EU_CENTRAL)
    all_public = sum(each.amount_cents for each in package.others) + package.aid_cents
    return Weighed(package, intensity, ceiling, counted, max(ceiling - counted, 0), all_public)


def notified(packages: Sequence[Package], thresholds: Regime) -> list[Notified]:
    """Aid by undertaking and measure, beside the threshold above which it is notified (GBER art. 4)."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for each in packages:
        if each.measure is not None:
            aid = [other.amount_cents for other in each.others if other.kind is OtherKind.AID]
            sums[each.beneficiary or "", each.measure] += each.aid_cents + sum(aid)
    known = set(thresholds.codes("measures"))
    return [
        Notified(name or None, measure, cents, thresholds.whole(measure) if measure in known else None)
        for (name, measure), cents in sorted(sums.items())
    ]


def adjusted(eligible_cents: int, map_percent: Decimal, regional: Regime) -> tuple[int, list[Band]]:
    """The adjusted aid amount of a large regional investment, by its bands (GBER art. 2(20); O35)."""
    bands = bands_of(eligible_cents, regional, "investment")
    return floor(sum((band.exact for band in bands), Fraction(0)) * Fraction(map_percent) / 100), bands


def percent_of_costs(weighed: Weighed) -> Decimal | None:
    """What part of the costs all public money is."""
    return share_of(weighed.public_cents, weighed.package.eligible_cents)


def _intensity(package: Package, regime: Regime, location: str) -> Intensity:
    by_map = package.maximum_percent is not None
    clear = by_map != (package.measure is not None and package.size is not None)
    clear = clear and not (by_map and (package.measure or package.size or package.bonuses))
    MEASURE_KNOWN.require(clear, location=location)
    if package.maximum_percent is not None:
        most = package.maximum_percent
        return Intensity(None, most, [], most, most)
    measure, size = package.measure or "", package.size or Size.LARGE
    MEASURE_KNOWN.require(measure in regime.codes("measures"), location=f"{location}/measure")
    large, medium, small, cap = (Decimal(each) for each in regime.codes(measure))
    of_size = {Size.LARGE: large, Size.MEDIUM: medium, Size.SMALL: small}[size]
    bonuses = _bonuses(package, regime, measure, f"{location}/bonuses")
    whole = of_size + sum(bonus.percent for bonus in bonuses)
    return Intensity(large, of_size, bonuses, cap, min(whole, cap))


def _bonuses(package: Package, regime: Regime, measure: str, location: str) -> list[Bonus]:
    """The bonuses that count: of those that stand for one another (`A|B`) only one."""
    listed = regime.codes(f"{measure}_BONUSES") if f"{measure}_BONUSES" in regime.terms else []
    split = [(points, names.split("|")) for points, _, names in (each.partition(":") for each in listed)]
    known = {name for _, names in split for name in names}
    once = len(set(package.bonuses)) == len(package.bonuses)
    BONUS_KNOWN.require(once and set(package.bonuses) <= known, location=location, bonuses=sorted(known))
    found = [(points, [name for name in names if name in package.bonuses]) for points, names in split]
    return [Bonus(names[0], Decimal(points)) for points, names in found if names]
