"""When a strategy for smart specialisation holds, and how much of the budget lies inside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.specialisations.models import InnovationStrategy, Status
from services.agenda.projects.projects.models import Project
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.money import ratio_percent
from shared.kernel.periods import holds
from shared.kernel.principal import Principal, Tenant, TenantKind
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "innovation-strategy",
    Status.DRAFT,
    {
        (Status.DRAFT, "revise"): Status.DRAFT,
        (Status.DRAFT, "adopt"): Status.ADOPTED,
        (Status.ADOPTED, "replace"): Status.REPLACED,
    },
    source="B8",
)
OWN_REGION = Rule(
    "innovation-strategy.own-region",
    "A region draws up strategies for areas of which it is one.",
    source="B8, B7",
    mend="Name your own region in regionCodes.",
    refusal="Your region is none of those of the strategy",
)
PERIOD = Rule(
    "innovation-strategy.period",
    "A strategy ends after it begins, and the one that replaces it begins later.",
    source="B8",
    mend="Correct validFrom or validUntil.",
    refusal="The strategy would end before it begins, or not begin later than the one that it replaces",
)
SPECIALISATIONS = Rule(
    "innovation-strategy.specialisations-known",
    "A specialisation has a code of its own, and is carried by clusters that are there.",
    source="B8",
    mend="Correct the specialisations in the places that the answer counts from one.",
    refusal="A code of a specialisation is used twice, or one of its clusters is not there",
)
DATED = Rule(
    "innovation-strategy.adopted-by-now",
    "A strategy is adopted by a decision that has been taken.",
    source="B8",
    mend="Give the date on which the body decided.",
    refusal="The strategy would be adopted on a day that has not come",
)
FOUR_EYES = FourEyes(
    "innovation-strategy.four-eyes",
    "Whoever drafted a strategy does not adopt it.",
    source="domain.md 3; B10",
    mend="Have another officer adopt it.",
    refusal="You drafted this strategy",
)
REPLACEMENT = Rule(
    "innovation-strategy.replaced-by-another",
    "A strategy is replaced by an adopted one of the same body.",
    source="B8",
    mend="Have the new strategy adopted first.",
    refusal="The strategy would be replaced by one that is not adopted or not of your body",
)
DRAFT = (OWN_REGION, PERIOD, SPECIALISATIONS)
ADOPT = (LIFE.rule, DATED, FOUR_EYES)
REPLACE = (LIFE.rule, REPLACEMENT, PERIOD)


def check(strategy: InnovationStrategy, clusters: Sequence[Cluster]) -> InnovationStrategy:
    """Check what a strategy says (B8); `clusters` are those it names, as far as they are there."""
    owner = Tenant.parse(strategy.owner)
    own = owner.kind is TenantKind.REGION and owner.code in strategy.region_codes
    OWN_REGION.require(own)
    PERIOD.require(strategy.valid_until is None or strategy.valid_from <= strategy.valid_until)
    there = {str(cluster.id) for cluster in clusters}
    codes = [each["code"] for each in strategy.specialisations]
    wrong = [
        place
        for place, each in enumerate(strategy.specialisations, 1)
        if codes.count(each["code"]) > 1 or not there.issuperset(each["cluster_ids"])
    ]
    SPECIALISATIONS.require(not wrong, wrong=wrong)
    return strategy


def revise(
    strategy: InnovationStrategy,
    content: Mapping[str, object],
    clusters: Sequence[Cluster],
    author: Principal,
) -> None:
    """Replace the content of a draft."""
    LIFE.after(strategy.status, "revise")
    for name, value in content.items():
        setattr(strategy, name, value)
    check(strategy, clusters)
    strategy.drafted_by = with_author(strategy.drafted_by, author)


def adopt(
    strategy: InnovationStrategy, deciding_body: str, on: date, officer: Principal, today: date
) -> None:
    """Adopt (vaststellen) a strategy; from now on everybody reads it (B8)."""
    status = LIFE.after(strategy.status, "adopt")
    DATED.require(on <= today)
    FOUR_EYES.require_another(officer, *strategy.drafted_by)
    strategy.status = status
    strategy.adopted_on = on
    strategy.adopted_by = officer.subject
    strategy.deciding_body = deciding_body


def replace(strategy: InnovationStrategy, by: InnovationStrategy | None) -> None:
    """Replace (vervangen) a strategy by a later one; it held until the day before that begins (B8)."""
    status = LIFE.after(strategy.status, "replace")
    found = REPLACEMENT.present(by)
    adopted = found.status is Status.ADOPTED and found.owner == strategy.owner
    REPLACEMENT.require(adopted, status=found.status)
    PERIOD.require(strategy.valid_from < found.valid_from, valid_from=strategy.valid_from)
    last = found.valid_from - timedelta(days=1)
    strategy.status = status
    strategy.valid_until = min(strategy.valid_until or last, last)


def clusters_of(specialisations: Sequence[Mapping[str, list[str]]]) -> list[str]:
    """The clusters that carry some specialisation, each once."""
    return sorted({cluster for each in specialisations for cluster in each["cluster_ids"]})


@dataclass(frozen=True)
class Shares:
    """The cost of projects inside and outside the specialisations; no percentage of nothing."""

    projects: int
    inside_cents: int
    outside_cents: int
    total_cents: int
    inside_percent: Decimal | None


def shares(projects: Sequence[Project], strategies: Sequence[InnovationStrategy]) -> Shares:
    """The share of the budget inside the specialisations that held when each project was approved (B8)."""
    total = sum(project.total_cost_cents or 0 for project in projects)
    inside = sum(project.total_cost_cents or 0 for project in projects if _is_inside(project, strategies))
    percent = ratio_percent(inside, total) if total else None
    return Shares(len(projects), inside, total - inside, total, percent)


def _is_inside(project: Project, strategies: Sequence[InnovationStrategy]) -> bool:
    on = project.approved_on
    return on is not None and any(
        holds(each.valid_from, each.valid_until, on) and str(project.cluster_id) in each.cluster_ids
        for each in strategies
    )
