"""How a tranche is ranked by one officer and confirmed by another, and when a ranking gives way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from services.funding.awards.rankings.models import Place, Ranking, Status
from services.funding.programmes.distribution import lottery
from services.funding.programmes.distribution import rules as distribution
from services.funding.programmes.tranches import rules as tranches
from services.funding.programmes.tranches.methods import is_ranked
from services.funding.programmes.tranches.models import Tranche
from shared.contracts.funding.programmes import TrancheRanked, TrancheRankingSuperseded
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule

LIFE = Lifecycle(
    "ranking",
    Status.DRAWN_UP,
    {
        (Status.DRAWN_UP, "confirm"): Status.CONFIRMED,
        (Status.DRAWN_UP, "supersede"): Status.SUPERSEDED,
        (Status.CONFIRMED, "supersede"): Status.SUPERSEDED,
    },
    source="domain.md 3.5; AWB-5",
)
BY_METHOD = Rule(
    "ranking.by-method",
    "A tranche is ranked where its method ranks, by the terms that were published with it.",
    source="AWB-5 (Awb 4:26); EZ-4",
    mend="Award by order of arrival; no ranking comes before that.",
    refusal="This tranche is not distributed by a ranking",
)
ALL_CONCLUDED = Rule(
    "ranking.all-concluded",
    "A tranche is ranked when the assessment of each of its applications is concluded.",
    source="domain.md 3.5; AWB-5",
    mend="Conclude, refuse or withdraw the applications that the answer counts first.",
    refusal="Applications of the tranche are still being assessed",
)
SEED = Rule(
    "ranking.seed-as-committed",
    "Lots are drawn from the seed whose SHA-256 was published with the tranche.",
    source="EZ-7; domain.md 4 (O26); issue 12",
    mend="Send the seed that was committed to, to the letter.",
    refusal="This is not the seed that was committed to",
    audited=True,
)
UNDECIDED = Rule(
    "ranking.nothing-decided",
    "A ranking gives way to a new one while nothing was decided by it.",
    source="AWB-5; equality of applicants",
    mend="Decide on the rest by the ranking that stands.",
    refusal="Applications were decided on by the ranking that stands",
)
STILL = Rule(
    "ranking.still-as-ranked",
    "A ranking is confirmed while each of its applications waits to be decided on, as when it was drawn up.",
    source="domain.md 3.5; issue 12 (an approval lapses when what it approved changes)",
    mend="Draw the ranking up anew: an application was withdrawn, refused or is assessed anew.",
    refusal="The applications have changed since the ranking was drawn up",
)
FOUR_EYES = FourEyes(
    "ranking.four-eyes",
    "Whoever drew a ranking up may not confirm it.",
    source="B10; issue 12",
    mend="Have another officer confirm it.",
    refusal="You drew this ranking up",
)
DRAW_UP = (
    tranches.LIFE.rule,
    LIFE.rule,
    BY_METHOD,
    ALL_CONCLUDED,
    SEED,
    UNDECIDED,
    *distribution.DISTRIBUTE,
)
CONFIRM = (LIFE.rule, tranches.LIFE.rule, FOUR_EYES, STILL)


@dataclass(frozen=True)
class Candidate:
    """An application that is ranked, with the points of each of its assessors by criterion."""

    id: UUID
    requested_cents: int
    complete_on: date
    lead: str
    accepts_partial: bool
    points: dict[str, list[str]]


@dataclass(frozen=True)
class Standing:
    """What there is in a tranche besides: the ranking that stands, decisions by it, and who is not ready."""

    earlier: Ranking | None
    decided: int
    unconcluded: int


def draw_up(
    tranche: Tranche,
    candidates: Sequence[Candidate],
    regime: Regime,
    seed: str | None,
    officer: Principal,
    at: datetime,
) -> tuple[Ranking, list[Place]]:
    """Put a tranche's applications in order by the rules of the calculation, and keep all that went in."""
    terms = tranche.distribution or {}
    committed = terms.get("seed_commitment")
    SEED.require(seed is None or lottery.commitment(seed) == committed, seed_commitment=committed)
    least = regime.whole("minimum_award_cents")
    found = distribution.distribute([_entry(each) for each in candidates], _terms(tranche, seed, least))
    ranking = Ranking(
        owner="state",
        tranche_id=tranche.id,
        distribution_method=tranche.distribution_method,
        terms=terms,
        regime=regime.reference,
        minimum_award_cents=least,
        ceiling_cents=tranche.ceiling_cents,
        applications=len(candidates),
        given_cents=sum(each.awarded_cents for each in found.ranked),
        seed=seed,
        algorithm=lottery.ALGORITHM,
        drawn_up_by=officer.subject,
        drawn_up_at=at,
    )
    by_id = {str(each.id): each for each in candidates}
    digests = {lot.code: lot.digest for lot in found.lots}
    return ranking, [_place(ranking, by_id[each.code], each, digests.get(each.code)) for each in found.ranked]


def require_rankable(tranche: Tranche, standing: Standing) -> None:
    """Refuse to rank before all is assessed, or after something was decided."""
    BY_METHOD.require(is_ranked(tranche), distribution_method=tranche.distribution_method)
    tranches.require_rankable(tranche)
    ALL_CONCLUDED.require(standing.unconcluded == 0, applications=standing.unconcluded)
    UNDECIDED.require(standing.decided == 0, applications=standing.decided)


def supersede(earlier: Ranking | None, tranche: Tranche, at: datetime) -> list[TrancheRankingSuperseded]:
    """Let the ranking that stands give way; whoever heard of it as confirmed hears that it does not stand."""
    if earlier is None:
        return []
    confirmed = earlier.status is Status.CONFIRMED
    earlier.status = LIFE.after(earlier.status, "supersede")
    earlier.superseded_at = at
    if not confirmed:
        return []
    tranche.status = tranches.LIFE.after(tranche.status, "rank_anew")
    return [TrancheRankingSuperseded(tranche_id=tranche.id, ranking_id=earlier.id, superseded_at=at)]


def confirm(
    ranking: Ranking, tranche: Tranche, still_waiting: int, officer: Principal, at: datetime
) -> TrancheRanked:
    """Confirm (vaststellen) a ranking as another officer: from now on it gives the awards of its tranche."""
    status = LIFE.after(ranking.status, "confirm")
    ranked = tranches.LIFE.after(tranche.status, "rank")
    FOUR_EYES.require_another(officer, ranking.drawn_up_by)
    STILL.require(still_waiting == ranking.applications, applications=ranking.applications - still_waiting)
    ranking.status, tranche.status = status, ranked
    ranking.confirmed_by = officer.subject
    ranking.confirmed_at = at
    return TrancheRanked(
        tranche_id=tranche.id,
        ranking_id=ranking.id,
        distribution_method=ranking.distribution_method,
        applications=ranking.applications,
        given_cents=ranking.given_cents,
        room_left_cents=ranking.ceiling_cents - ranking.given_cents,
        seed=ranking.seed,
        ranked_at=at,
    )


def _terms(tranche: Tranche, seed: str | None, least: int) -> distribution.Terms:
    said = tranche.distribution or {}
    return distribution.Terms(
        ceiling_cents=tranche.ceiling_cents,
        method=distribution.Method(tranche.distribution_method),
        last=distribution.Last(said["last"]),
        tie=distribution.Tie(said["tie"]),
        seed=seed,
        criteria=[
            distribution.Criterion(each["code"], Decimal(each["weight"]), _decimal(each["minimum"]))
            for each in said["criteria"]
        ],
        score_minimum=_decimal(said["score_minimum"]),
        minimum_award_cents=least,
        financier_maximum_cents=said["financier_maximum_cents"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _entry(candidate: Candidate) -> distribution.Entry:
    means = [(code, _mean(points)) for code, points in sorted(candidate.points.items())]
    return distribution.Entry(
        code=str(candidate.id),
        requested_cents=candidate.requested_cents,
        complete_on=candidate.complete_on,
        scores=means,
        financier=candidate.lead,
        accepts_partial=candidate.accepts_partial,
    )


def _mean(points: Sequence[str]) -> Fraction:
    """The consolidated score on a criterion: the mean over the assessors, exact."""
    return sum((Fraction(each) for each in points), Fraction(0)) / len(points)


def _place(ranking: Ranking, candidate: Candidate, ranked: distribution.Ranked, digest: str | None) -> Place:
    points: dict[str, Any] = dict(candidate.points)
    return Place(
        owner="state",
        ranking_id=ranking.id,
        application_id=candidate.id,
        place=ranked.place,
        outcome=ranked.outcome,
        requested_cents=ranked.requested_cents,
        room_cents=ranked.room_cents,
        given_cents=ranked.awarded_cents,
        complete_on=candidate.complete_on,
        accepts_partial=candidate.accepts_partial,
        points=points,
        score=ranked.score,
        digest=digest,
    )
