"""When an application is received, weighed, refused and withdrawn; awards have rules of their own."""

from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from typing import Any

from services.funding.applications.applications import ends
from services.funding.applications.applications.models import Application, Ground, Status
from services.funding.cofunding.projects import rules as projects
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.portfolios import rules as portfolios
from services.funding.programmes.portfolios.models import Portfolio
from services.funding.programmes.tranches import rules as tranches
from services.funding.programmes.tranches.models import Tranche
from shared.contracts.funding.applications import (
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import NOT_FOUND, FourEyes, Rule, with_author
from shared.reference.catalogue import landsdeel_of_region

MANDATES = "award-mandates"  # the regime of all decisions on an award and the money of it
OPEN = (Status.RECEIVED, Status.COMPLETE, Status.ASSESSMENT, Status.READY_TO_DECIDE)
LIFE = Lifecycle(
    "application",
    Status.RECEIVED,
    {
        (Status.RECEIVED, "check_complete"): Status.COMPLETE,
        (Status.COMPLETE, "assess"): Status.ASSESSMENT,
        (Status.ASSESSMENT, "score"): Status.ASSESSMENT,
        (Status.ASSESSMENT, "conclude"): Status.READY_TO_DECIDE,
        **{(status, "state_interest"): status for status in OPEN},
        (Status.READY_TO_DECIDE, "lose_assessor"): Status.ASSESSMENT,
        (Status.READY_TO_DECIDE, "award"): Status.AWARDED,
        (Status.READY_TO_DECIDE, "refuse"): Status.REFUSED,
        (Status.AWARDED, "lower"): Status.AWARDED,
        (Status.AWARDED, "withdraw_award"): Status.AWARD_WITHDRAWN,
        (Status.AWARDED, "settle"): Status.SETTLED,
        **{(status, "withdraw"): Status.WITHDRAWN for status in OPEN},
    },
    source="domain.md 3.7, 3.9; AWB-9, AWB-12, AWB-14, AWB-17, AWB-18",
)
IN_WINDOW = Rule(
    "application.in-window",
    "An application is received in the published window of its tranche.",
    source="AWB-2; domain.md 3.7",
    mend="Apply to a tranche whose window is open now.",
    refusal="The window of the tranche is not open",
)
SUBJECT = Rule(
    "application.subject",
    "An application is for what the scheme pays: an approved project of its own region, or a plan.",
    source="A12, A15, B30",
    mend="Name a project, or leave it out, as the scheme in the answer wants.",
    refusal="The scheme does not pay this: it is for projects, or for plans",
)
COST = Rule(
    "application.cost",
    "The cost is that of the approved project; a plan without a project states its own.",
    source="domain.md 3.26",
    mend="Send totalCostCents for a plan; leave it out for a project.",
    refusal="A project's cost is not stated here, a plan's has to be",
)
CATEGORY = Rule(
    "application.category",
    "The project falls in a category that the tranche is for.",
    source="A15; domain.md 3.5",
    mend="Apply to a tranche for this category.",
    refusal="The tranche is not for projects of this category",
)
MEASURES = Rule(
    "application.measures-allowed",
    "Every measure is one that the tranche allows, and a tranche that names measures wants at least one.",
    source="B31; domain.md 2.7",
    mend="Choose from the measures in the answer.",
    refusal="The tranche does not allow these measures",
)
WITHIN_RATE = Rule(
    "application.within-rate",
    "What is requested stays within the scheme's rate of the total cost.",
    source="A12; domain.md 2.7 (O20)",
    mend="Request at most the amount in the answer.",
    refusal="More is requested than the scheme pays of this cost",
)
WITHIN_CEILING = Rule(
    "application.within-ceiling",
    "What is requested is at most the ceiling of the tranche.",
    source="AWB-3; domain.md 3.7",
    mend="Request at most the amount in the answer.",
    refusal="More is requested than the tranche has in all",
)
LANDSDEEL = Rule(
    "application.landsdeel",
    "An application belongs to one landsdeel: its region's, or for a labour market region the one it names.",
    source="B33; domain.md section 5",
    mend="Send landsdeelCode for a labour market region; leave it out for others.",
    refusal="The application names no landsdeel, or not the one of its region",
)
HEARD = Rule(
    "application.applicant-heard",
    "The applicant is heard before a refusal on a ground of Awb 4:35.",
    source="AWB-30 (Awb 4:12)",
    mend="Hear the applicant and give the day.",
    refusal="The applicant has not been heard",
)
CEILING_REACHED = Rule(
    "application.ceiling-reached",
    "An application is refused on the ceiling in so far as the tranche has no room for it.",
    source="AWB-3 (Awb 4:25)",
    mend="Award the application from the room in the answer, or refuse it on another ground.",
    refusal="The tranche still has room for this application",
)
SCORED = Rule(
    "application.scored-by-enough",
    "The assessment of an application is concluded when as many people scored it as its tranche asks for.",
    source="EZ-4; AWB-5; domain.md 3.5",
    mend="Have the number of assessors in the answer score it first.",
    refusal="Too few assessors have scored this application",
)
FOUR_EYES = FourEyes(
    "award.four-eyes",
    "Whoever sent in, checked or assessed an application may neither award nor refuse it.",
    source="domain.md 3.9; B10",
    mend="Have another officer take the decision.",
    refusal="You had a hand in this application",
)
SUBMIT = (
    IN_WINDOW,
    SUBJECT,
    COST,
    CATEGORY,
    MEASURES,
    WITHIN_RATE,
    WITHIN_CEILING,
    LANDSDEEL,
    *projects.GOING_ON,
)
REFUSE = (LIFE.rule, FOUR_EYES, HEARD, CEILING_REACHED)
WITHOUT_HEARING = (Ground.CEILING, Ground.SCHEME_CRITERIA)


@dataclass(frozen=True)
class Refusal:
    """Why an application is refused, and when its applicant was heard."""

    ground: Ground
    reason: str
    heard_on: date | None


def landsdeel(region_code: str, named: str | None) -> str:
    """The code of the landsdeel an application counts for; `named` is what the applicant said."""
    found = landsdeel_of_region(region_code)
    code = named if found is None else found.landsdeel_code
    LANDSDEEL.require(named in (None, code))
    return LANDSDEEL.present(code)


def total_cost(project_id: object, project: Project | None, stated_cents: int | None) -> int:
    """The cost in cents that the rate is taken of; refused when a named project is not known."""
    NOT_FOUND.require(project is not None or project_id is None, resource="project")
    cost = stated_cents if project is None else project.total_cost_cents
    COST.require(stated_cents in (None, cost))
    return COST.present(cost)


def maximum(total_cost_cents: int, regime: Regime) -> int:
    """What the scheme's rate of the cost is, in whole cents; the State's share is never rounded up (SP-4)."""
    return floor(total_cost_cents * regime.percent("rate_percent") / 100)


def submit(
    application: Application,
    tranche: Tranche,
    project: Project | None,
    portfolio: Portfolio,
    regime: Regime,
) -> ApplicationReceived:
    """Receive an application; `received_at`, set by the server, decides the order of arrival (AWB-9)."""
    receiving = tranches.is_receiving(tranche, application.received_at)
    IN_WINDOW.require(receiving, opens_at=tranche.opens_at, closes_at=tranche.closes_at)
    subject = regime.text("subject")
    SUBJECT.require((project is not None) == (subject == "PROJECT"), subject=subject)
    _require_fitting(application, tranche, project)
    WITHIN_RATE.require(
        application.requested_cents <= application.maximum_cents, maximum_cents=application.maximum_cents
    )
    ceiling = tranche.ceiling_cents
    WITHIN_CEILING.require(application.requested_cents <= ceiling, ceiling_cents=ceiling)

    portfolios.require_countable(portfolio, application.requested_cents)
    return ApplicationReceived(
        application_id=application.id,
        tranche_id=application.tranche_id,
        project_id=application.project_id,
        region_code=application.region_code,
        requested_cents=application.requested_cents,
        received_at=application.received_at,
    )


def _require_fitting(application: Application, tranche: Tranche, project: Project | None) -> None:
    if project is not None:
        SUBJECT.require(project.region_code == application.region_code, region_code=project.region_code)
        projects.require_going_on(project)
        fits = not tranche.categories or project.category in tranche.categories
        CATEGORY.require(fits, categories=tranche.categories)
    allowed, asked = set(tranche.allowed_measures), set(application.measures)
    MEASURES.require(not allowed or (bool(asked) and asked <= allowed), measures=tranche.allowed_measures)


def check_complete(application: Application, officer: Principal) -> None:
    """Find an application complete, as of its receipt (AWB-9)."""
    application.status = LIFE.after(application.status, "check_complete")
    application.complete_at = application.received_at
    application.written_by = with_author(application.written_by, officer)


def assess(application: Application, officer: Principal, at: datetime) -> None:
    """Open the assessment; from now on the application counts as under assessment (B33)."""
    status = LIFE.after(application.status, "assess")
    application.status = status
    application.assessed_by = officer.subject
    application.written_by = with_author(application.written_by, officer)
    application.assessment_opened_at = at


@dataclass(frozen=True)
class Advice:
    """What is advised to whoever decides, and who would receive what, as an award names them."""

    words: str
    recipients: list[dict[str, Any]]


def conclude(
    application: Application, tranche: Tranche, advice: Advice, officer: Principal, at: datetime
) -> None:
    """Conclude the assessment with an advice to whoever decides."""
    status = LIFE.after(application.status, "conclude")
    terms = tranche.distribution or {}
    asked = terms["assessors"] if terms.get("criteria") else 0
    SCORED.require(len(application.scored_by) >= asked, assessors=asked)
    application.status = status
    application.advice = advice.words
    application.proposed_recipients = advice.recipients or None
    application.concluded_by = officer.subject
    application.written_by = with_author(application.written_by, officer)
    application.concluded_at = at


def require_another(application: Application, officer: Principal) -> None:
    """Refuse a decision of somebody who sent the application in, checked or assessed it."""
    hands = (*application.written_by, application.assessed_by, application.concluded_by)
    FOUR_EYES.require_another(officer, *hands)


def refuse(
    application: Application,
    tranche: Tranche,
    refusal: Refusal,
    officer: Principal,
    when: Moment,
) -> ApplicationRefused:
    """Refuse an application on a stated ground (AWB-14)."""
    status = LIFE.after(application.status, "refuse")
    require_another(application, officer)
    heard = refusal.heard_on is not None and refusal.heard_on <= when.today
    HEARD.require(heard or refusal.ground in WITHOUT_HEARING)
    room = tranches.room(tranche) if application.ranked_cents is None else application.ranked_cents
    short = application.requested_cents > room
    CEILING_REACHED.require(short or refusal.ground is not Ground.CEILING, room_cents=room)

    application.status = status
    application.refusal_ground = refusal.ground
    application.refusal_reason = refusal.reason
    application.heard_on = refusal.heard_on
    application.decided_by = officer.subject
    application.decided_at = when.at
    return ends.refused(application, refusal.ground, when.at)


def withdraw(application: Application, at: datetime) -> ApplicationWithdrawn:
    """Withdraw an application that was not decided on yet; only the applicant's body does so."""
    status = LIFE.after(application.status, "withdraw")
    application.status = status
    application.withdrawn_at = at
    return ends.withdrawn(application, at)
