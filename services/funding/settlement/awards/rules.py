"""When an award is settled: called for or asked, assessed, and heard on (domain.md 3.13; Awb 4:42-4:47)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import LIFE as AWARD_LIFE
from services.funding.settlement.awards.models import AwardSettlement, Status
from services.funding.settlement.settlements import rules as calculation
from services.funding.settlement.settlements.costs import Declared, Finding, Kind, LowerGround
from shared.kernel.calendar import end_of_term
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

PENDING = (Status.DUE, Status.RECEIVED, Status.ASSESSED, Status.HEARD)
LIFE = Lifecycle(
    "award-settlement",
    Status.DUE,
    {
        (Status.DUE, "apply"): Status.RECEIVED,
        **{(status, "assess"): Status.ASSESSED for status in PENDING},
        (Status.ASSESSED, "respond"): Status.HEARD,
        (Status.ASSESSED, "decide"): Status.DECIDED,
        (Status.HEARD, "decide"): Status.DECIDED,
        **{(status, "drop"): Status.DROPPED for status in PENDING},
    },
    source="domain.md 3.13; AWB-17",
)
ONE = Rule(
    "settlement.once",
    "An award is settled once: it has one settlement that was not dropped.",
    source="AWB-17 (Awb 4:42); domain.md 3.13",
    mend="Go on with the settlement in the answer, or have it dropped first.",
    refusal="Another settlement of this award stands",
)
ENDED = Rule(
    "settlement.activities-ended",
    "The activities of an award end on the day that it was given, or later.",
    source="AWB-17 (Awb 4:44, 4:45); domain.md 3.13",
    mend="Correct endedOn.",
    refusal="The activities would have ended before the award",
)
OF_OFFICE = Rule(
    "settlement.ex-officio-after-term",
    "An award is settled of office when nobody asked for its settlement within the term that was given.",
    source="AWB-17 (Awb 4:44, 4:47); domain.md 3.13",
    mend="Wait for the applicant, at most until the day in the answer.",
    refusal="The applicant can still ask for the settlement",
)
AS_DECLARED = Rule(
    "settlement.as-declared",
    "Each cost that was declared is assessed, at what was declared of it, and no other.",
    source="AWB-17 (Awb 4:45, 4:46); domain.md 3.13",
    mend="Send each code with the declaredCents of the request, and what was found of it.",
    refusal="The costs that are assessed are not those that were declared",
)
FOUR_EYES = FourEyes(
    "settlement.four-eyes",
    "Whoever called for, asked, assessed or answered to a settlement, or had a hand in the application or "
    "its award before, does not decide on it.",
    source="domain.md 3.13; B10",
    mend="Have another officer take the decision.",
    refusal="You had a hand in this award or its settlement",
)
REGIME = "award-settlements"
TERMS_OF = (AWARD_LIFE.rule, ONE, ENDED)
ASSESS = (LIFE.rule, AWARD_LIFE.rule, OF_OFFICE, AS_DECLARED, *calculation.SETTLE)


@dataclass(frozen=True)
class Request:
    """What its applicant asks to be settled: the end of the activities, costs made, and who paid them."""

    ended_on: date
    costs: list[dict[str, Any]]
    sources: list[dict[str, Any]]


@dataclass(frozen=True)
class Assessment:
    """What an officer finds: of each cost, what others really paid, what else lowers the grant, and why."""

    costs: Sequence[Declared]
    others_cents: int | None
    cuts: Sequence[calculation.Cut]
    good_grounds: bool
    reasons: str


def scheme(regime_code: str) -> str:
    """The regime by which the awards of a scheme are settled."""
    return f"settlement-{regime_code}"


def call(
    application: Application,
    standing: AwardSettlement | None,
    ended_on: date,
    terms: Regime,
    officer: Principal,
    when: Moment,
) -> AwardSettlement:
    """Call on the applicant to ask for settlement (Awb 4:44): within the term, or that of a reminder."""
    ONE.require(standing is None, settlement=standing and standing.id)
    settlement = _begun(application, ended_on, terms)
    reminder = end_of_term(when.today, weeks=terms.whole("reminder_weeks"))
    settlement.apply_by = max(_apply_by(ended_on, terms), reminder)
    settlement.hands = with_author([], officer)
    return settlement


def apply(
    application: Application,
    standing: AwardSettlement | None,
    request: Request,
    terms: Regime,
    applicant: Principal,
    when: Moment,
) -> AwardSettlement:
    """Ask for settlement (aanvraag tot vaststelling), called for or not; also late, until it is assessed."""
    called = standing is None or standing.status is Status.DUE
    ONE.require(called, settlement=standing and standing.id)
    begun = _begun(application, request.ended_on, terms)
    settlement = standing or begun
    settlement.status = LIFE.after(settlement.status, "apply")
    settlement.ended_on = request.ended_on
    settlement.apply_by = settlement.apply_by or _apply_by(request.ended_on, terms)
    settlement.costs = [{**line, "findings": []} for line in request.costs]
    settlement.sources = request.sources
    settlement.received_at = when.at
    settlement.decide_by = end_of_term(when.today, weeks=terms.whole("decide_weeks"))
    settlement.hands = with_author(settlement.hands, applicant)
    return settlement


def assess(
    settlement: AwardSettlement,
    application: Application,
    assessment: Assessment,
    regimes: tuple[Regime, Regime],
    officer: Principal,
    when: Moment,
) -> None:
    """Assess what an award comes to, line by line; its applicant is heard on it anew (Awb 4:46, 4:12)."""
    of_scheme, terms = regimes
    status = LIFE.after(settlement.status, "assess")
    AWARD_LIFE.after(application.status, "settle")
    waits = settlement.status is Status.DUE
    lapsed = settlement.apply_by is not None and settlement.apply_by < when.today
    OF_OFFICE.require(lapsed or not waits, apply_by=settlement.apply_by)
    of_office = settlement.ex_officio or waits
    AS_DECLARED.require(of_office or _lines(assessment.costs) == _declared(settlement))
    found = calculation.settle(_account(settlement, application, assessment), of_scheme)

    settlement.status, settlement.ex_officio = status, of_office
    settlement.awarded_before_cents = application.awarded_cents or 0
    settlement.regime, settlement.term_regime = of_scheme.reference, terms.reference
    settlement.costs = [asdict(line) for line in assessment.costs]
    settlement.deductions = [_cut(cut) for cut in assessment.cuts]
    settlement.others_cents, settlement.good_grounds = assessment.others_cents, assessment.good_grounds
    settlement.declared_cents, settlement.accepted_cents = found.declared_cents, found.accepted_cents
    settlement.doubtful_cents = found.doubtful_cents
    settlement.lowered = [asdict(step) for step in found.lowered]
    settlement.proposed_cents = found.settled_cents
    hearing = when.today + timedelta(days=terms.whole("hearing_days"))
    settlement.respond_by = hearing if found.hearing_needed else None
    settlement.views = settlement.responded_at = None
    settlement.decide_by = settlement.decide_by or end_of_term(when.today, weeks=terms.whole("decide_weeks"))
    settlement.reasons, settlement.assessed_at = assessment.reasons, when.at
    settlement.hands = with_author(settlement.hands, officer)


def respond(settlement: AwardSettlement, views: str | None, applicant: Principal, when: Moment) -> None:
    """Give the applicant's views (zienswijze) on what was assessed, or waive them (Awb 4:8)."""
    settlement.status = LIFE.after(settlement.status, "respond")
    settlement.views, settlement.responded_at = views, when.at
    settlement.hands = with_author(settlement.hands, applicant)


def drop(settlement: AwardSettlement, reason: str, when: Moment) -> None:
    """Let a settlement go that was not decided: the award may be settled by another."""
    settlement.status = LIFE.after(settlement.status, "drop")
    settlement.drop_reason, settlement.dropped_at = reason, when.at


def _begun(application: Application, ended_on: date, terms: Regime) -> AwardSettlement:
    AWARD_LIFE.after(application.status, "settle")
    first = application.awarded_on or ended_on
    ENDED.require(first <= ended_on, awarded_on=first)
    return AwardSettlement(
        owner=application.owner,
        application_id=application.id,
        tranche_id=application.tranche_id,
        title=application.title,
        ended_on=ended_on,
        term_regime=terms.reference,
        conflicted=application.conflicted,
    )


def _apply_by(ended_on: date, terms: Regime) -> date:
    return end_of_term(ended_on, weeks=terms.whole("apply_weeks"))


def _account(
    settlement: AwardSettlement, application: Application, assessment: Assessment
) -> calculation.Account:
    """What the calculation takes; others paid what the applicant said, unless the officer found otherwise."""
    said = sum(source["paid_cents"] for source in settlement.sources) if settlement.sources else None
    return calculation.Account(
        award_cents=application.awarded_cents or 0,
        budget_cents=application.total_cost_cents,
        costs=assessment.costs,
        others_cents=said if assessment.others_cents is None else assessment.others_cents,
        cuts=assessment.cuts,
        good_grounds=assessment.good_grounds,
    )


def _lines(costs: Sequence[Declared]) -> Counter[tuple[str, int]]:
    return Counter((line.code, line.declared_cents) for line in costs)


def _declared(settlement: AwardSettlement) -> Counter[tuple[str, int]]:
    return Counter((line["code"], line["declared_cents"]) for line in settlement.costs)


def _cut(cut: calculation.Cut) -> dict[str, Any]:
    return {**asdict(cut), "percent": None if cut.percent is None else f"{cut.percent:f}"}


def declared(code: str, declared_cents: int, findings: Sequence[dict[str, Any]]) -> Declared:
    """A cost with what was found of it."""
    return Declared(
        code,
        declared_cents,
        [
            Finding(Kind(found["kind"]), found["amount_cents"], LowerGround(found["ground"]))
            for found in findings
        ],
    )
