"""When a cluster may be scored and designated leading."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.agenda.clusters.models import Cluster, Status
from shared.contracts.agenda.clusters import ClusterDesignated
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, require_state

LIFE = Lifecycle(
    "cluster",
    Status.CANDIDATE,
    {
        (Status.CANDIDATE, "score"): Status.SCORED,
        (Status.SCORED, "score"): Status.SCORED,
        (Status.SCORED, "designate"): Status.LEADING,
    },
    source="domain.md 3.2; A3",
)
PERIOD = Rule(
    "cluster.period",
    "A designation ends after it starts.",
    source="A3",
    mend="Correct validFrom or validUntil.",
)
DATED = Rule(
    "cluster.decided-by-now",
    "A designation is a decision that has been taken, not one that will be.",
    source="A3",
    mend="Give the date on which the body decided.",
)
FOUR_EYES = FourEyes(
    "cluster.four-eyes",
    "Whoever scored a cluster may not designate it.",
    source="domain.md 3; B10",
    mend="Have another officer take the decision.",
)
DESIGNATE = (LIFE.rule, PERIOD, DATED, FOUR_EYES)
SCORING = "cluster-score"
STANDING = frozenset({Status.LEADING, Status.UNDER_REVIEW})  # a designation stands until it is withdrawn


@dataclass(frozen=True)
class Designation:
    """A designation as it was decided: when, by whom, for how long and why."""

    decided_on: date
    deciding_body: str
    reasons: str
    valid_from: date
    valid_until: date


def is_leading(cluster: Cluster, on: date) -> bool:
    """Whether a cluster is leading on a day: its designation stands, and its period covers the day (A3)."""
    first, last = cluster.valid_from, cluster.valid_until
    return cluster.status in STANDING and first is not None and last is not None and first <= on <= last


def score(
    cluster: Cluster, talent: int, innovation: int, quality_of_life: int, scorer: Principal, regime: Regime
) -> None:
    """Score the three dimensions (0 to 100) and weigh them by the regime's percentages, to two decimals."""
    status = LIFE.after(cluster.status, "score")
    parts = (("talent", talent), ("innovation", innovation), ("quality_of_life", quality_of_life))
    weighted = sum((regime.percent(name) * points for name, points in parts), Decimal(0)) / 100

    cluster.status = status
    cluster.talent, cluster.innovation, cluster.quality_of_life = talent, innovation, quality_of_life
    cluster.weighted_score = weighted.quantize(Decimal("0.01"))
    cluster.scored_by = scorer.subject
    cluster.regime = regime.reference


def designate(cluster: Cluster, decision: Designation, officer: Principal, today: date) -> ClusterDesignated:
    """Designate a scored cluster as leading for a period."""
    require_state(officer, "cluster")
    status = LIFE.after(cluster.status, "designate")
    PERIOD.require(decision.valid_from < decision.valid_until)
    DATED.require(decision.decided_on <= today)
    FOUR_EYES.require_another(officer, cluster.scored_by)

    cluster.status = status
    cluster.decided_on = decision.decided_on
    cluster.decided_by = officer.subject
    cluster.deciding_body = decision.deciding_body
    cluster.reasons = decision.reasons
    cluster.valid_from = decision.valid_from
    cluster.valid_until = decision.valid_until
    return ClusterDesignated(
        cluster_id=cluster.id,
        cluster_code=cluster.cluster_code,
        name=cluster.name,
        region_code=cluster.region_code,
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        decided_on=decision.decided_on,
        deciding_body=decision.deciding_body,
    )
