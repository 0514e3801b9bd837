"""What a definition and a target of an indicator must be."""

from decimal import Decimal

from services.agenda.agendas.agendas.goals import yearly_growth
from services.agenda.clusters.clusters.models import Cluster
from services.agenda.indicators.indicators.areas import AREA, OWN_AREA, require_known, require_own
from services.agenda.indicators.indicators.models import Indicator, Target
from shared.kernel.rules import OWN_OBJECTS, Rule

NEXT_EDITION = Rule(
    "indicator.next-edition",
    "A definition never changes: another one is the next edition of the indicator.",
    source="B5; domain.md 2.20",
    mend="Give the edition that the answer names.",
    refusal="The edition is not the next one of the indicator",
)
YEARS = Rule(
    "target.years",
    "A target is for a year after the one of its baseline.",
    source="A2",
    mend="Correct baselineYear or targetYear.",
    refusal="The year of the target is not after that of its baseline",
)
DEFINED = Rule(
    "indicator.defined",
    "What is observed or aimed at is an indicator that was defined.",
    source="A2, A10, B5",
    mend="Define the indicator first, or correct its code and edition.",
    refusal="This edition of the indicator was not defined",
)


AIM = (DEFINED, AREA, OWN_AREA, YEARS)


def define(indicator: Indicator, earlier: list[Indicator]) -> Indicator:
    """Define (definiëren) an indicator, or the next edition of one; `earlier` are its editions (B5, B7).

    Only who defined it first defines its next edition.
    """
    OWN_OBJECTS.require(all(other.owner == indicator.owner for other in earlier), resource="indicator")
    edition = max((other.edition for other in earlier), default=0) + 1
    NEXT_EDITION.require(indicator.edition == edition, edition=edition)
    return indicator


def aim(target: Target, indicator: Indicator | None, cluster: Cluster | None) -> Target:
    """Set a target (streefwaarde) beside its baseline, with gap and growth a year that closes it (A2)."""
    DEFINED.present(indicator)
    for year in (target.baseline_year, target.target_year):
        require_known(target.area_code, year=year, cluster_known=cluster is not None)
    require_own(target.owner, target.area_code, cluster)
    years = target.target_year - target.baseline_year
    YEARS.require(years > 0)
    target.gap = target.target - target.baseline
    target.growth_percent = yearly_growth(Decimal(target.baseline), Decimal(target.target), years)
    return target
