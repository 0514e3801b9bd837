"""When a cluster may be designated leading, and how its designation is reviewed, confirmed or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.agenda.clusters.clusters.models import Cluster
from services.agenda.clusters.clusters.rules import LIFE
from services.agenda.clusters.decisions.models import ClusterDecision, Kind
from services.agenda.clusters.scores.models import ClusterScore
from services.agenda.clusters.scores.models import Status as ScoreStatus
from shared.contracts.agenda.clusters import (
    ClusterConfirmed,
    ClusterDesignated,
    ClusterDesignationWithdrawn,
    ClusterReviewDue,
)
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule

PERIOD = Rule(
    "cluster.period",
    "A designation ends after it starts.",
    source="A3",
    mend="Correct validFrom or validUntil.",
    refusal="The designation would end before it starts",
)
DATED = Rule(
    "cluster.decided-by-now",
    "A designation is a decision that has been taken, not one that will be.",
    source="A3",
    mend="Give the date on which the body decided.",
    refusal="The decision lies in the future",
)
IN_ORDER = Rule(
    "cluster.decided-in-order",
    "A decision on a designation is taken no earlier than the one before it.",
    source="A3; domain.md 3.2",
    mend="Correct decidedOn; the answer names the day of the decision before.",
    refusal="The decision is dated before the one that it follows",
)
LONGER = Rule(
    "cluster.confirmed-for-longer",
    "A confirmation lets a designation last longer than it did.",
    source="A3; domain.md 3.2",
    mend="Give a later validUntil, or withdraw the designation.",
    refusal="The designation would not last longer than it does",
)
HEARD = Rule(
    "cluster.heard-before",
    "A designation is withdrawn after a hearing on it, held since it was decided.",
    source="A3; domain.md 3.2; Awb 4:8",
    mend="Hold the hearing first, and give its date and report.",
    refusal="No hearing was held between the designation and this decision",
)
FOUR_EYES = FourEyes(
    "cluster.four-eyes",
    "Whoever described or scored a cluster does not decide on its designation.",
    source="domain.md 3; B10",
    mend="Have another officer take the decision.",
    refusal="You described or scored this cluster",
)
REVIEW_FOUR_EYES = FourEyes(
    "cluster.review-four-eyes",
    "Whoever decided on a designation before, or opened its review, does not conclude the review.",
    source="domain.md 3; B10",
    mend="Have another officer conclude it.",
    refusal="You decided on this designation before, or opened its review",
)
DESIGNATE = (LIFE.rule, PERIOD, DATED, FOUR_EYES)
OPEN_REVIEW = (LIFE.rule, PERIOD)
CONFIRM = (LIFE.rule, PERIOD, DATED, IN_ORDER, LONGER, FOUR_EYES, REVIEW_FOUR_EYES)
WITHDRAW = (LIFE.rule, DATED, IN_ORDER, HEARD, FOUR_EYES, REVIEW_FOUR_EYES)
REVIEW = "cluster-review"


@dataclass(frozen=True)
class Designation:
    """A designation as it was decided: when, by whom, for how long and why."""

    decided_on: date
    deciding_body: str
    reasons: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class Withdrawal:
    """A withdrawal as it was decided: when, by whom and why, and the hearing before it."""

    decided_on: date
    deciding_body: str
    reasons: str
    hearing_on: date
    hearing_report: str


def designate(
    cluster: Cluster, scores: Sequence[ClusterScore], decision: Designation, officer: Principal, when: Moment
) -> tuple[ClusterDecision, ClusterDesignated]:
    """Designate (aanwijzen) a scored cluster as leading for a period; its scores are open from now on."""
    status = LIFE.after(cluster.status, "designate")
    PERIOD.require(decision.valid_from < decision.valid_until)
    DATED.require(decision.decided_on <= when.today)
    _require_another(officer, cluster, scores)

    for score in scores:
        score.status = ScoreStatus.PUBLISHED
    cluster.status = status
    made = _decide(cluster, Kind.DESIGNATED, decision, officer, when.recorded_on)
    cluster.valid_from, cluster.valid_until = decision.valid_from, decision.valid_until
    return made, ClusterDesignated(
        **_named(cluster),
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        decided_on=decision.decided_on,
        deciding_body=decision.deciding_body,
    )


def come_due(cluster: Cluster, today: date) -> ClusterReviewDue:
    """Open the review (herbeoordeling) of a designation before it ends; it stands meanwhile."""
    status = LIFE.after(cluster.status, "open_review")
    until = PERIOD.present(cluster.valid_until)

    cluster.status = status
    cluster.review_opened_on = today
    cluster.review_opened_by = None
    cluster.review_reason = None
    return ClusterReviewDue(
        **_named(cluster),
        valid_until=until,
        opened_on=today,
    )


def open_review(cluster: Cluster, reason: str, officer: Principal, today: date) -> ClusterReviewDue:
    """Open the review of a designation by hand, with the reason."""
    told = come_due(cluster, today)
    cluster.review_opened_by = officer.subject
    cluster.review_reason = reason
    return told


def confirm(
    cluster: Cluster, scores: Sequence[ClusterScore], decision: Designation, officer: Principal, when: Moment
) -> tuple[ClusterDecision, ClusterConfirmed]:
    """Confirm (bevestigen) a designation for a further period; without a gap it stays leading throughout."""
    status = LIFE.after(cluster.status, "confirm")
    PERIOD.require(decision.valid_from < decision.valid_until)
    _require_dated(cluster, decision.decided_on, when.today)
    until = PERIOD.present(cluster.valid_until)
    LONGER.require(until < decision.valid_until, valid_until=until)
    _require_another(officer, cluster, scores)
    REVIEW_FOUR_EYES.require_another(officer, cluster.decided_by, cluster.review_opened_by)

    cluster.status = status
    made = _decide(cluster, Kind.CONFIRMED, decision, officer, when.recorded_on)
    if decision.valid_from > until + timedelta(days=1):
        cluster.valid_from = decision.valid_from
    cluster.valid_until = decision.valid_until
    return made, ClusterConfirmed(
        **_named(cluster),
        valid_from=decision.valid_from,
        valid_until=decision.valid_until,
        decided_on=decision.decided_on,
        deciding_body=decision.deciding_body,
    )


def withdraw(
    cluster: Cluster, scores: Sequence[ClusterScore], decision: Withdrawal, officer: Principal, when: Moment
) -> tuple[ClusterDecision, ClusterDesignationWithdrawn]:
    """Withdraw (intrekken) a designation after a hearing; what was approved under it keeps its right."""
    status = LIFE.after(cluster.status, "withdraw")
    _require_dated(cluster, decision.decided_on, when.today)
    since = cluster.decided_on or decision.hearing_on
    HEARD.require(since <= decision.hearing_on <= decision.decided_on, decided_on=since)
    _require_another(officer, cluster, scores)
    REVIEW_FOUR_EYES.require_another(officer, cluster.decided_by, cluster.review_opened_by)

    cluster.status = status
    made = _decide(cluster, Kind.WITHDRAWN, decision, officer, when.recorded_on)
    return made, ClusterDesignationWithdrawn(
        **_named(cluster),
        hearing_on=decision.hearing_on,
        decided_on=decision.decided_on,
        deciding_body=decision.deciding_body,
    )


def review_day(terms: Regime, today: date) -> date:
    """The last day of designations whose review is due today."""
    return today + timedelta(weeks=terms.whole("review_notice_weeks"))


def _named(cluster: Cluster) -> dict[str, Any]:
    """The cluster as every event of it names it."""
    return {
        "cluster_id": cluster.id,
        "cluster_code": cluster.cluster_code,
        "name": cluster.name,
        "region_code": cluster.region_code,
    }


def _require_dated(cluster: Cluster, decided_on: date, today: date) -> None:
    DATED.require(decided_on <= today)
    before = cluster.decided_on
    IN_ORDER.require(before is None or before <= decided_on, decided_on=before)


def _require_another(officer: Principal, cluster: Cluster, scores: Sequence[ClusterScore]) -> None:
    FOUR_EYES.require_another(officer, *cluster.written_by, *(score.scored_by for score in scores))


def _decide(
    cluster: Cluster, kind: Kind, decision: Designation | Withdrawal, officer: Principal, recorded_on: date
) -> ClusterDecision:
    cluster.decided_on = decision.decided_on
    cluster.decided_by = officer.subject
    cluster.deciding_body = decision.deciding_body
    cluster.reasons = decision.reasons
    cluster.recorded_on = recorded_on
    return ClusterDecision(
        owner=str(officer.tenant),
        cluster_id=cluster.id,
        kind=kind,
        decided_by=officer.subject,
        **vars(decision),
    )
