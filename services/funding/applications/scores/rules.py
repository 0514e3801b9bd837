"""How applications are scored by several assessors, each once and without having seen the others."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from services.funding.applications.applications.models import Application, Status
from services.funding.applications.applications.rules import LIFE
from services.funding.applications.scores.models import ScoreSheet
from services.funding.programmes.tranches.models import Tranche
from shared.kernel.principal import Principal
from shared.kernel.rules import Rule, with_author

AFTER_CLOSING = Rule(
    "score.after-closing",
    "Applications are scored when the window of their tranche is over, so that all are compared.",
    source="AWB-5; EZ-4; domain.md 3.5",
    mend="Wait until closesAt.",
    refusal="The window of the tranche is not over",
)
EVERY_CRITERION = Rule(
    "score.every-criterion",
    "A score sheet has points on each criterion of the tranche once, at most its maximum.",
    source="AWB-5; EZ-4",
    mend="Score each criterion in the answer once, within the maximum.",
    refusal="The scores are not one within the maximum for each criterion",
)
ONCE = Rule(
    "score.each-assessor-once",
    "Each assessor scores an application once.",
    source="EZ-4; issue 12",
    mend="Leave it at the scores that you gave.",
    refusal="You have scored this application",
    audited=True,
)
SCORE = (LIFE.rule, AFTER_CLOSING, EVERY_CRITERION, ONCE)


def score(
    application: Application,
    tranche: Tranche,
    scores: Sequence[tuple[str, Decimal]],
    reasons: str,
    assessor: Principal,
    at: datetime,
) -> ScoreSheet:
    """Score an application on every criterion of its tranche."""
    LIFE.after(application.status, "score")
    AFTER_CLOSING.require(tranche.closes_at <= at, closes_at=tranche.closes_at)
    terms = tranche.distribution or {}
    criteria = [each["code"] for each in terms.get("criteria", [])]
    most = Decimal(terms.get("score_maximum", "0"))
    fits = sorted(code for code, _ in scores) == sorted(criteria) and all(p <= most for _, p in scores)
    EVERY_CRITERION.require(bool(criteria) and fits, criteria=criteria, score_maximum=str(most))
    ONCE.require(assessor.subject not in application.scored_by)

    application.scored_by = with_author(application.scored_by, assessor)
    application.written_by = with_author(application.written_by, assessor)
    return ScoreSheet(
        owner="state",
        tranche_id=application.tranche_id,
        application_id=application.id,
        assessor=assessor.subject,
        scores=[{"criterion": code, "points": f"{points.normalize():f}"} for code, points in sorted(scores)],
        reasons=reasons,
        scored_at=at,
    )


def state_interest(application: Application, officer: Principal) -> None:
    """State an interest (belang): from now on the file is closed to this person, whose scores do not count.

    What was concluded on them is concluded anew.
    """
    LIFE.after(application.status, "state_interest")
    application.conflicted = sorted({*application.conflicted, officer.subject})
    hands = {*application.scored_by, application.concluded_by}
    if application.status is Status.READY_TO_DECIDE and officer.subject in hands:
        application.status = LIFE.after(application.status, "lose_assessor")
        application.place = application.ranked_cents = None
    application.scored_by = [one for one in application.scored_by if one != officer.subject]


def withdraw(sheets: Sequence[ScoreSheet], at: datetime) -> None:
    """What somebody with an interest scored does not count."""
    for sheet in sheets:
        sheet.withdrawn_at = at
