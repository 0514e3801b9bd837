"""When a cluster may be scored, and what its evidence comes to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

from services.agenda.clusters.clusters.models import DESIGNATED, Cluster
from services.agenda.clusters.clusters.rules import LIFE, regions_of
from services.agenda.clusters.scores.models import ClusterScore, Dimension, Status
from services.agenda.indicators.indicators.areas import area_of
from services.agenda.indicators.observations.models import Observation
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

EVERY_DIMENSION = Rule(
    "cluster-score.every-dimension",
    "A score rests on at least one indicator for talent, for innovation and for quality of life.",
    source="A3; domain.md 3.2",
    mend="Add an observation for each dimension that the answer names.",
    refusal="A dimension of the score has no indicator",
)
EVIDENCE = Rule(
    "cluster-score.evidence-stored",
    "Evidence is the latest stored value of an indicator, of the cluster or a region it lies in, and of no "
    "later year than the score.",
    source="A3; domain.md 3.2",
    mend="Store the observation, or name another, in the places that the answer counts from one.",
    refusal="An observation that is named as evidence does not count here",
)
ONCE = Rule(
    "cluster-score.evidence-once",
    "An observation counts once within a dimension.",
    source="A3",
    mend="Give it one place, with the weight it should have.",
    refusal="An observation is named twice within a dimension",
)
YEAR = Rule(
    "cluster-score.year-begun",
    "A cluster is scored over a year that has begun.",
    source="A3",
    mend="Correct the year.",
    refusal="The year of the score has not begun",
)
SCORE = (LIFE.rule, EVERY_DIMENSION, EVIDENCE, ONCE, YEAR)
WEIGHTS = "cluster-score"


@dataclass(frozen=True)
class Evidence:
    """An observation with the points it is given (0 to 100) and its weight within its dimension."""

    dimension: Dimension
    observation_id: UUID
    points: int
    weight: int


@dataclass(frozen=True)
class Scoring:
    """What a cluster is scored on: the year, the evidence, the weights in force, by whom and when."""

    year: int
    evidence: Sequence[Evidence]
    regime: Regime
    scorer: Principal
    on: date


def score(
    cluster: Cluster, scoring: Scoring, observations: Sequence[Observation], before: ClusterScore | None
) -> ClusterScore:
    """Score (beoordelen) a cluster over a year on stored evidence (A3); `before` is the year's last score."""
    status = LIFE.after(cluster.status, "score")
    YEAR.require(scoring.year <= scoring.on.year, this_year=scoring.on.year)
    stored = {row.id: row for row in observations}
    _check(scoring, stored, cluster)

    made = _made(cluster, scoring, stored, edition=1 if before is None else before.edition + 1)
    if before is not None:
        before.latest = False
        before.rank = None
    cluster.status = status
    cluster.scores += 1
    if made.year >= (cluster.score_year or made.year):
        _show(cluster, made)
    return made


def weigh(points: Mapping[Dimension, Fraction], regime: Regime) -> Fraction:
    """The points of the dimensions weighed by the regime's percentages, exactly."""
    weighed = (Fraction(regime.percent(name.lower())) * value for name, value in points.items())
    return sum(weighed, Fraction(0)) / 100


def half_up(points: Fraction) -> Decimal:
    """Points to two decimals, a half up."""
    return Decimal(floor(points * 100 + Fraction(1, 2))).scaleb(-2)


def _check(scoring: Scoring, stored: Mapping[UUID, Observation], cluster: Cluster) -> None:
    named = {each.dimension for each in scoring.evidence}
    missing = [dimension for dimension in Dimension if dimension not in named]
    EVERY_DIMENSION.require(not missing, missing=missing)
    areas = {area_of(cluster), *regions_of(cluster)}
    of_cluster = [row for row in stored.values() if row.latest and row.area_code in areas]
    fit = {row.id for row in of_cluster if row.year <= scoring.year}
    wrong = [place for place, each in enumerate(scoring.evidence, 1) if each.observation_id not in fit]
    EVIDENCE.require(not wrong, wrong=wrong)
    counted = Counter((each.dimension, each.observation_id) for each in scoring.evidence)
    ONCE.require(max(counted.values()) == 1)


def _made(
    cluster: Cluster, scoring: Scoring, stored: Mapping[UUID, Observation], edition: int
) -> ClusterScore:
    points = {dimension: _mean(scoring.evidence, dimension) for dimension in Dimension}
    return ClusterScore(
        owner=cluster.owner,
        cluster_id=cluster.id,
        cluster_code=cluster.cluster_code,
        name=cluster.name,
        region_code=cluster.region_code,
        year=scoring.year,
        edition=edition,
        talent=half_up(points[Dimension.TALENT]),
        innovation=half_up(points[Dimension.INNOVATION]),
        quality_of_life=half_up(points[Dimension.QUALITY_OF_LIFE]),
        weighted_score=half_up(weigh(points, scoring.regime)),
        evidence=[_kept(each, stored[each.observation_id]) for each in scoring.evidence],
        scored_on=scoring.on,
        scored_by=scoring.scorer.subject,
        regime=scoring.regime.reference,
        status=Status.PUBLISHED if cluster.status in DESIGNATED else Status.RECORDED,
    )


def _mean(evidence: Sequence[Evidence], dimension: Dimension) -> Fraction:
    mine = [each for each in evidence if each.dimension is dimension]
    return Fraction(sum(each.points * each.weight for each in mine), sum(each.weight for each in mine))


def _kept(each: Evidence, observation: Observation) -> dict[str, Any]:
    """The evidence as it was when it was weighed: a later revision of the observation changes nothing."""
    return {
        "dimension": each.dimension,
        "observation_id": str(observation.id),
        "code": observation.code,
        "indicator_edition": observation.edition,
        "area_code": observation.area_code,
        "year": observation.year,
        "value": f"{observation.value:f}",
        "revision": observation.revision,
        "points": each.points,
        "weight": each.weight,
    }


def _show(cluster: Cluster, made: ClusterScore) -> None:
    cluster.score_year = made.year
    cluster.talent = made.talent
    cluster.innovation = made.innovation
    cluster.quality_of_life = made.quality_of_life
    cluster.weighted_score = made.weighted_score
    cluster.regime = made.regime
