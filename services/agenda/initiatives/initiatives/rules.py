"""How an initiative is taken in, referred or assessed, and what support may be decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.agenda.initiatives.assessments.models import AidOutcome, Assessment
from services.agenda.initiatives.assessments.models import Status as AssessmentStatus
from services.agenda.initiatives.assessments.rules import first_readers, require_no_interest, second_readers
from services.agenda.initiatives.initiatives.models import Initiative, PartyTable, Status, Support
from shared.contracts.agenda.initiatives import (
    InitiativeRegistered,
    InitiativeSupportDecided,
    InitiativeSupportEnded,
    InitiativeTableConvened,
)
from shared.kernel.calendar import end_of_term
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import NO_INTEREST, FourEyes, Rule, with_author

SUPPORTED = (Status.SUPPORTED_FINANCIAL, Status.SUPPORTED_NON_FINANCIAL)
LIFE = Lifecycle(
    "initiative",
    Status.REGISTERED,
    {
        (Status.REGISTERED, "complete"): Status.INTAKE,
        (Status.INTAKE, "route_generic"): Status.REFERRED,
        (Status.INTAKE, "open_assessment"): Status.ASSESSMENT,
        (Status.ASSESSMENT, "open_assessment"): Status.ASSESSMENT,
        (Status.ASSESSMENT, "fund"): Status.SUPPORTED_FINANCIAL,
        (Status.ASSESSMENT, "support"): Status.SUPPORTED_NON_FINANCIAL,
        (Status.ASSESSMENT, "decline"): Status.DECLINED,
        **{(status, "complete_support"): Status.COMPLETED for status in SUPPORTED},
        **{(status, "stop"): Status.STOPPED for status in SUPPORTED},
    },
    source="domain.md 3.3; B37-B48",
)
FRAMEWORK = Rule(
    "initiative.framework-named",
    "An initiative is assessed within an existing framework: no new money without legal basis and budget.",
    source="B37",
    mend="Name legalBasis and budgetArticle.",
    refusal="The framework that the money comes from is not named",
)
LINE = Rule(
    "initiative.referred-to-line",
    "A generic initiative is referred to an instrument of policy line 1 or 2.",
    source="B11",
    mend="Name the instrument, its line and the reason.",
    refusal="The instrument is not one of policy line 1 or 2",
)
ASSESSED = Rule(
    "initiative.assessed",
    "An initiative is decided on when its latest assessment was concluded.",
    source="domain.md 3.3; B43",
    mend="Have the assessment concluded first.",
    refusal="The latest assessment of the initiative is not concluded",
)
SUPPORT = Rule(
    "initiative.support-fits",
    "Support in money names its amount; support of another kind has none.",
    source="B21",
    mend="Give amountCents with FUNDING, and leave it out otherwise; a refusal names no support.",
    refusal="The support and its amount do not fit the decision",
)
AID = Rule(
    "initiative.aid-resolved",
    "Money is decided on when the State-aid question has an outcome.",
    source="domain.md 3.3; B41",
    mend="Resolve it, and conclude a new assessment.",
    refusal="The State-aid question of the initiative has no outcome yet",
)
FOUR_EYES = FourEyes(
    "initiative.four-eyes",
    "Whoever put an initiative forward, or assessed it as first or second reader, does not decide on it.",
    source="domain.md 3; B10, B43",
    mend="Have another person with a mandate decide.",
    refusal="You put this initiative forward or assessed it",
)
MET = Rule(
    "initiative.met-by-now",
    "A table is recorded after the parties have met.",
    source="B44",
    mend="Give the day of the meeting, on or after that day.",
    refusal="The parties have not met yet",
)
MINISTRY = Rule(
    "initiative.known-ministry",
    "The ministries that answer for an initiative exist on that day, and one leads.",
    source="B2",
    mend="Choose among the ministries named in the answer.",
    refusal="A ministry of the initiative is not there on that day",
)
DECIDE = (LIFE.rule, ASSESSED, NO_INTEREST, FOUR_EYES, SUPPORT, AID, MINISTRY)
TERMS, MINISTRIES = "initiative-terms", "ministries"


def register(initiative: Initiative) -> InitiativeRegistered:
    """Register (aanmelden) an initiative of a region (B3)."""
    return InitiativeRegistered(
        initiative_id=initiative.id,
        region_code=initiative.region_code,
        title=initiative.title,
        objectives=initiative.objectives,
        registered_on=initiative.registered_on,
    )


def complete(initiative: Initiative, today: date, terms: Regime, author: Principal) -> None:
    """Take an initiative in (intake): it is complete, and the term for a decision runs."""
    status = LIFE.after(initiative.status, "complete")
    initiative.status = status
    initiative.written_by = with_author(initiative.written_by, author)
    initiative.due_on = end_of_term(today, weeks=terms.whole("decision_weeks"))


def refer(initiative: Initiative, instrument: str, line: int, reason: str) -> None:
    """Refer (doorverwijzen) a generic initiative to an instrument (B11)."""
    status = LIFE.after(initiative.status, "route_generic")
    LINE.require(line in (1, 2), policy_line=line)
    initiative.status = status
    initiative.referred_to, initiative.policy_line, initiative.reason = instrument, line, reason


def open_assessment(
    initiative: Initiative, legal_basis: str | None, budget_article: str | None, officer: Principal
) -> None:
    """Begin to assess an initiative within an existing framework (B37)."""
    status = LIFE.after(initiative.status, "open_assessment")
    FRAMEWORK.require(legal_basis is not None and budget_article is not None)
    initiative.status = status
    initiative.policy_line = 3
    initiative.written_by = with_author(initiative.written_by, officer)
    initiative.legal_basis, initiative.budget_article = legal_basis, budget_article


def decide(
    initiative: Initiative,
    decision: dict[str, Any],
    assessments: Sequence[Assessment],
    officer: Principal,
    ministries: Regime,
    today: date,
) -> InitiativeSupportDecided:
    """Decide on support (B21, B43): weighed by a person with a mandate; `assessments` are in order."""
    event, content = decision["decision"], {n: v for n, v in decision.items() if n != "decision"}
    status = LIFE.after(initiative.status, event)
    latest = ASSESSED.present(assessments[-1] if assessments else None)
    ASSESSED.require(latest.status is AssessmentStatus.CONCLUDED, status=latest.status)
    FOUR_EYES.require_another(officer, *initiative.written_by)
    for each in assessments:
        require_no_interest(each, officer)
        FOUR_EYES.require_another(officer, *first_readers(each), *second_readers(each))
    _require_fitting(event, decision["support"], decision["amount_cents"])
    AID.require(event != "fund" or latest.aid_outcome is not AidOutcome.UNRESOLVED)
    known = ministries.codes("ministries")
    MINISTRY.require({decision["lead_ministry"], *decision["ministries"]} <= set(known), ministries=known)

    for name, value in content.items():
        setattr(initiative, name, value)
    initiative.status = status
    initiative.decided_by = officer.subject
    initiative.decided_on = today
    return InitiativeSupportDecided(
        initiative_id=initiative.id,
        region_code=initiative.region_code,
        title=initiative.title,
        status=status,
        support=initiative.support,
        amount_cents=initiative.amount_cents,
        lead_ministry=decision["lead_ministry"],
        deciding_body=decision["deciding_body"],
        decided_on=today,
    )


def convene(initiative: Initiative, table: PartyTable, today: date) -> InitiativeTableConvened:
    """Record that the parties met (tafel; B44)."""
    MET.require(table.met_on <= today, today=today)
    initiative.tables += 1
    return InitiativeTableConvened(
        initiative_id=initiative.id,
        met_on=table.met_on,
        invited=len(table.invited),
        attended=len(table.attended),
    )


def end(initiative: Initiative, event: str, reason: str, today: date) -> InitiativeSupportEnded:
    """Complete the support of an initiative, or stop it with the reason."""
    initiative.status = LIFE.after(initiative.status, event)
    initiative.reason = reason
    return InitiativeSupportEnded(
        initiative_id=initiative.id,
        region_code=initiative.region_code,
        stopped=initiative.status is Status.STOPPED,
        ended_on=today,
    )


def _require_fitting(event: str, support: Sequence[str], amount_cents: int | None) -> None:
    in_money = Support.FUNDING in support
    SUPPORT.require(in_money == (amount_cents is not None) == (event == "fund"))
    SUPPORT.require(bool(support) == (event != "decline"))
