"""How a confirmed ranking becomes awards and refusals, a bounded number at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.funding.applications.applications import rules as applications
from services.funding.applications.applications.models import Application, Ground, Outcome
from services.funding.awards.aid.rules import AID, Part
from services.funding.awards.awards.rules import AWARD
from services.funding.awards.rankings.models import Place
from services.funding.programmes.distribution.rules import RankingOutcome
from services.funding.programmes.tranches import rules as tranches
from services.funding.programmes.tranches.models import Tranche
from shared.contracts.funding.programmes import TrancheDecided
from shared.kernel.moment import Moment
from shared.kernel.money import split
from shared.kernel.rules import Rule

RANKED = Rule(
    "decision.ranking-confirmed",
    "A tranche is decided on as a whole by its confirmed ranking.",
    source="AWB-5; domain.md 3.5",
    mend="Draw up a ranking and have it confirmed first.",
    refusal="The tranche has no confirmed ranking to decide by",
)
DECIDE_ALL = (RANKED, tranches.LIFE.rule, *applications.REFUSE, *AWARD, *AID)
GROUNDS = {
    RankingOutcome.REFUSED_CEILING: Ground.CEILING,
    RankingOutcome.REFUSED_SCORE: Ground.SCHEME_CRITERIA,
    RankingOutcome.REFUSED_MINIMUM: Ground.SCHEME_CRITERIA,
}


@dataclass(frozen=True)
class Progress:
    """How many applications of a ranking are awarded, refused, held back by a rule, and waiting."""

    awarded: int
    refused: int
    held: int
    waiting: int


def parts(application: Application, amount_cents: int) -> list[Part]:
    """Who receives what, as the advice named it; of a part of the request each in proportion to the cent."""
    named: list[dict[str, Any]] = application.proposed_recipients or []
    given = split(amount_cents, [each["amount_cents"] for each in named]) if named else ()
    return [_part(each, cents) for each, cents in zip(named, given, strict=True) if cents > 0]


def _part(named: dict[str, Any], cents: int) -> Part:
    """A recipient as it was kept with the advice, and as a decision books it."""
    day, basis = named.get("approved_on"), Outcome(named["basis"])
    approved_on = date.fromisoformat(day) if day else None
    return Part(**{**named, "amount_cents": cents, "basis": basis, "approved_on": approved_on})


def refusal(place: Place, reason: str) -> applications.Refusal:
    """The ground on which a ranking leaves an application without anything."""
    return applications.Refusal(GROUNDS[place.outcome], reason, None)


def require_deciding(tranche: Tranche) -> None:
    """Refuse to decide on a tranche whose ranking is not confirmed, or on which all is decided."""
    tranches.LIFE.after(tranche.status, "decide_all")


def finish(tranche: Tranche, progress: Progress, when: Moment) -> list[TrancheDecided]:
    """Keep how far a tranche is; when nothing is left, all of it is decided."""
    tranche.awarded_plans, tranche.refused_plans = progress.awarded, progress.refused
    tranche.held_plans, tranche.waiting_plans = progress.held, progress.waiting
    if progress.waiting or progress.held:
        return []
    tranche.status = tranches.LIFE.after(tranche.status, "decide_all")
    return [
        TrancheDecided(
            tranche_id=tranche.id,
            awarded_plans=progress.awarded,
            refused_plans=progress.refused,
            awarded_cents=tranche.awarded_cents,
            decided_at=when.at,
        )
    ]
