"""When an award is altered or withdrawn before its settlement: announced, heard on, decided by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import LIFE as AWARD_LIFE
from services.funding.awards.alterations.models import AwardAlteration, Basis, Status
from services.funding.awards.alterations.told import told
from services.funding.awards.awards.lowering import Lowering, lower, refills
from services.funding.awards.awards.rules import Funds
from services.funding.ledger.ledger.models import Entry
from services.funding.payments.advances.models import AdvanceTotal
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.kernel.calendar import years_after
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "award-alteration",
    Status.ANNOUNCED,
    {
        (Status.ANNOUNCED, "respond"): Status.HEARD,
        **{(status, "decide"): Status.DECIDED for status in (Status.ANNOUNCED, Status.HEARD)},
        **{(status, "drop"): Status.DROPPED for status in (Status.ANNOUNCED, Status.HEARD)},
    },
    source="domain.md 3.9; AWB-18, AWB-30",
)
ONE_AT_A_TIME = Rule(
    "alteration.one-at-a-time",
    "An award has one announced alteration at a time.",
    source="domain.md 3.9",
    mend="Decide on the alteration in the answer first, or drop it.",
    refusal="Another alteration of this award was announced",
)
GROUND = Rule(
    "alteration.ground",
    "An award is altered or withdrawn on a ground of the law: what its recipient did or left (Awb 4:48), or "
    "another reason (Awb 4:50).",
    source="AWB-18 (Awb 4:48, 4:50)",
    mend="Name one of the grounds in the answer.",
    refusal="The law does not know this ground",
)
LOWERS = Rule(
    "alteration.lowers-the-award",
    "An alteration leaves less of an award than there is; to leave nothing is to withdraw it.",
    source="AWB-18; AWB-3",
    mend="Intend less than the amount in the answer.",
    refusal="The award would not become lower",
)
TERM = Rule(
    "alteration.hearing-term",
    "The applicant has at least the term of the regime to give its views on an intended alteration.",
    source="AWB-30 (Awb 4:8, 4:12)",
    mend="Give at least until the day in the answer.",
    refusal="The applicant would have too little time to give its views",
)
HEARD = Rule(
    "alteration.applicant-heard",
    "An award is altered when its applicant gave its views or waived them, or its term for that is over.",
    source="AWB-30 (Awb 4:8, 4:12)",
    mend="Wait for the answer of the applicant, at most until the day in the answer.",
    refusal="The applicant can still give its views",
)
AS_ANNOUNCED = Rule(
    "alteration.as-announced",
    "A decision leaves at least what was announced: the applicant was heard on that.",
    source="AWB-30 (Awb 4:8)",
    mend="Leave at least the amount in the answer, or announce a further alteration.",
    refusal="The decision goes further than what the applicant was heard on",
)
NONE_UNDERWAY = Rule(
    "alteration.no-advance-underway",
    "An award is lowered below what was advanced on it only when all of that was paid.",
    source="domain.md 3.9, 3.11; AWB-18, AWB-23 (Awb 4:57)",
    mend="Withdraw the advances that were not ordered; wait what the bank does with those that were.",
    refusal="Advances on this award are still to be paid",
)
EFFECTIVE = Rule(
    "alteration.effective-on",
    "What is altered for the recipient's doing works from a day between the award and today; for other "
    "reasons, after a reasonable term.",
    source="AWB-18 (Awb 4:48 lid 2, 4:50)",
    mend="Give a day between those in the answer.",
    refusal="The alteration may not work from this day",
)
FOUR_EYES = FourEyes(
    "alteration.four-eyes",
    "Whoever announced an alteration, answered to it, or had a hand in the application or its award before, "
    "does not decide on it.",
    source="domain.md 3.9; B10",
    mend="Have another officer take the decision.",
    refusal="You had a hand in this award or its alteration",
)
ANNOUNCE = (AWARD_LIFE.rule, ONE_AT_A_TIME, GROUND, LOWERS, TERM)
LEFT = (NONE_UNDERWAY, EFFECTIVE, FOUR_EYES)
DECISION = (LIFE.rule, AWARD_LIFE.rule, *DECIDE, HEARD, LOWERS, AS_ANNOUNCED, *LEFT)
REGIME = "award-alterations"
YEARS_AHEAD = 30  # as far as a planned day may lie
GROUNDS = {Basis.SANCTION_4_48: "sanction_grounds", Basis.POLICY_4_50: "policy_grounds"}


@dataclass(frozen=True)
class Intention:
    """What the State intends: on which ground and why, what would be left, until when it hears."""

    ground: str
    reasons: str
    amount_cents: int
    respond_by: date | None


@dataclass(frozen=True)
class Award:
    """The award that is altered and all that it was drawn on, each row locked.

    `last_other_cents` is where the last other award of its project that stands came among all of them;
    `advances` what was advanced on it, None when nothing ever was.
    """

    application: Application
    funds: Funds
    last_other_cents: int
    advances: AdvanceTotal | None


@dataclass(frozen=True)
class Outcome:
    """What is decided: what is left of the award in cents, from which day, and why."""

    amount_cents: int
    effective_on: date | None
    reasons: str


def announce(
    application: Application,
    pending: AwardAlteration | None,
    intention: Intention,
    officer: Principal,
    regime: Regime,
    when: Moment,
) -> AwardAlteration:
    """Announce (aankondigen) an alteration of an award to its applicant, who is heard on it (Awb 4:8)."""
    AWARD_LIFE.after(application.status, "lower")
    ONE_AT_A_TIME.require(pending is None, alteration=pending and pending.id)
    known = {ground: basis for basis, term in GROUNDS.items() for ground in regime.codes(term)}
    basis = GROUND.present(known.get(intention.ground), grounds=sorted(known), regime=regime.reference)
    awarded_cents = application.awarded_cents or 0
    LOWERS.require(intention.amount_cents < awarded_cents, awarded_cents=awarded_cents)
    first = when.today + timedelta(days=regime.whole("hearing_days"))
    respond_by = intention.respond_by or first
    TERM.require(first <= respond_by, first_day=first)
    return AwardAlteration(
        owner=application.owner,
        application_id=application.id,
        tranche_id=application.tranche_id,
        basis=basis,
        ground=intention.ground,
        reasons=intention.reasons,
        awarded_before_cents=awarded_cents,
        intended_cents=intention.amount_cents,
        respond_by=respond_by,
        regime=regime.reference,
        announced_by=officer.subject,
        announced_at=when.at,
        conflicted=application.conflicted,
    )


def respond(alteration: AwardAlteration, views: str | None, applicant: Principal, when: Moment) -> None:
    """Give the applicant's views (zienswijze) on an intended alteration, or waive them."""
    alteration.status = LIFE.after(alteration.status, "respond")
    alteration.views = views
    alteration.responded_by = applicant.subject
    alteration.responded_at = when.at


def drop(alteration: AwardAlteration, reason: str, when: Moment) -> None:
    """Let an intention go (afzien): the award stays what it is."""
    alteration.status = LIFE.after(alteration.status, "drop")
    alteration.drop_reason = reason
    alteration.dropped_at = when.at


def decide(
    alteration: AwardAlteration,
    award: Award,
    outcome: Outcome,
    decision: Decision,
    regimes: tuple[Regime, Regime],
    when: Moment,
) -> tuple[AwardWithdrawn | AwardAltered, Sequence[Entry]]:
    """Withdraw (intrekken) or lower (wijzigen) an award; every sum that it counted in falls by as much."""
    application, (terms, scheme) = award.application, regimes
    status = LIFE.after(alteration.status, "decide")
    _require_heard(alteration, outcome.amount_cents, when.today)
    _require_another(alteration, application, decision.officer)
    effective_on = _effective_on(alteration, application, outcome, terms, when.today)
    undue_cents = _undue_cents(award.advances, outcome.amount_cents)

    refilled = refills(scheme, terms, award.funds.year.year, when.today)
    mine = application.awarded_in_all_cents or 0 if outcome.amount_cents else 0
    last_award = max(award.last_other_cents, mine)
    step = "lower" if outcome.amount_cents else "withdraw_award"
    lowering = Lowering(outcome.amount_cents, effective_on, refilled, last_award, alteration.id, step)
    entries = lower(application, award.funds, lowering, scheme, when.at)
    alteration.status = status
    alteration.amount_cents = outcome.amount_cents
    alteration.freed_cents = alteration.awarded_before_cents - outcome.amount_cents
    alteration.refilled_cents = alteration.freed_cents if refilled else 0
    alteration.undue_cents = undue_cents
    alteration.effective_on = effective_on
    alteration.decision_reasons = outcome.reasons
    alteration.decision_regime = terms.reference
    alteration.decided_by = decision.officer.subject
    alteration.decided_at = when.at
    alteration.deciding_body, alteration.mandate, alteration.mandate_regime = decision.named
    application.written_by = with_author(application.written_by, decision.officer)
    return told(alteration, application, decision, when), entries


def _require_heard(alteration: AwardAlteration, amount_cents: int, today: date) -> None:
    """The applicant was heard, on a lowering that goes as far as this one."""
    heard = alteration.status is Status.HEARD or alteration.respond_by < today
    HEARD.require(heard, respond_by=alteration.respond_by)
    before, least = alteration.awarded_before_cents, alteration.intended_cents
    LOWERS.require(amount_cents < before, awarded_cents=before)
    AS_ANNOUNCED.require(amount_cents >= least, intended_cents=least)


def _require_another(alteration: AwardAlteration, application: Application, officer: Principal) -> None:
    hands = (*application.written_by, application.assessed_by, application.concluded_by)
    now = (application.decided_by, alteration.announced_by, alteration.responded_by)
    FOUR_EYES.require_another(officer, *hands, *now)


def _undue_cents(advances: AdvanceTotal | None, left_cents: int) -> int:
    """What was paid in advance above what is left of the award, in cents."""
    if advances is None:
        return 0
    advanced, paid = advances.advanced_cents, advances.paid_cents
    NONE_UNDERWAY.require(
        advanced <= left_cents or advanced == paid, advanced_cents=advanced, paid_cents=paid
    )
    return max(paid - left_cents, 0)


def _effective_on(
    alteration: AwardAlteration, application: Application, outcome: Outcome, terms: Regime, today: date
) -> date:
    """From which day it works: of 4:48 back to the award unless said otherwise, of 4:50 after a term."""
    if alteration.basis is Basis.SANCTION_4_48:
        first, last = application.awarded_on or today, today
    else:
        first = today + timedelta(days=terms.whole("notice_days"))
        last = years_after(today, YEARS_AHEAD)
    day = outcome.effective_on or first
    EFFECTIVE.require(first <= day and day <= last, first_day=first, last_day=last)
    return day
