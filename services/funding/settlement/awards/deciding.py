"""How a settlement is decided, and what becomes of its award, room and money (domain.md 3.13, 3.22)."""

from collections.abc import Sequence
from datetime import date

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import LIFE as AWARD_LIFE
from services.funding.awards.alterations.models import AwardAlteration
from services.funding.awards.alterations.rules import Award
from services.funding.awards.awards.lowering import Lowering, lower, refills
from services.funding.ledger.ledger.models import Entry
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.settlement.awards.models import AwardSettlement, Status
from services.funding.settlement.awards.rules import FOUR_EYES, LIFE
from services.funding.settlement.settlements.rules import due_on
from shared.contracts.funding.awards import AwardSettled
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule, with_author

HEARD = Rule(
    "settlement.applicant-heard",
    "An award is settled lower on a ground of Awb 4:46 lid 2 when its applicant gave its views or waived "
    "them, or its term for that is over.",
    source="AWB-17, AWB-30 (Awb 4:8, 4:12)",
    mend="Wait for the answer of the applicant, at most until the day in the answer.",
    refusal="The applicant can still give its views on the settlement",
)
CERTAIN = Rule(
    "settlement.doubts-resolved",
    "A settlement is decided when no cost is doubted any more.",
    source="AWB-17 (Awb 4:46); domain.md 3.13",
    mend="Assess anew: accept or reject what is doubted.",
    refusal="Costs are still doubted",
)
AS_ASSESSED = Rule(
    "settlement.as-assessed",
    "An award is settled as it was assessed: it was not altered since.",
    source="AWB-17, AWB-18; domain.md 3.9, 3.13",
    mend="Assess the settlement anew, on the award as it is.",
    refusal="The award is no longer what it was when the settlement was assessed",
)
NO_ALTERATION = Rule(
    "settlement.no-alteration-pending",
    "An award is settled when no alteration of it is announced that was neither decided nor dropped.",
    source="AWB-18 (Awb 4:48); domain.md 3.9",
    mend="Decide on the alteration in the answer, or drop it.",
    refusal="An alteration of this award was announced",
)
NONE_UNDERWAY = Rule(
    "settlement.no-advance-underway",
    "An award is settled when all that was advanced on it was paid.",
    source="AWB-21 (Awb 4:95); domain.md 3.11, 3.13",
    mend="Withdraw the advances that were not ordered; wait what the bank does with those that were.",
    refusal="Advances on this award have still to be paid",
)
DECISION = (LIFE.rule, AWARD_LIFE.rule, FOUR_EYES, *DECIDE, HEARD, CERTAIN, AS_ASSESSED)
UNSETTLED = (NO_ALTERATION, NONE_UNDERWAY)


def decide(
    settlement: AwardSettlement,
    award: Award,
    pending: AwardAlteration | None,
    decision: Decision,
    regimes: tuple[Regime, Regime, Regime],
    when: Moment,
) -> tuple[AwardSettled, Sequence[Entry]]:
    """Settle an award (vaststellen) as assessed; every sum that it counted in falls by what is lower.

    `regimes` are those of the procedure, of payment and of the scheme. Every row of the award is locked.
    """
    (terms, usk, scheme), application = regimes, award.application
    status = LIFE.after(settlement.status, "decide")
    AWARD_LIFE.after(application.status, "settle")
    _require_heard(settlement, when.today)
    _require_another(settlement, application, decision.officer)
    NO_ALTERATION.require(pending is None, alteration=pending and pending.id)
    before, settled = settlement.awarded_before_cents or 0, settlement.proposed_cents or 0
    AS_ASSESSED.require(application.awarded_cents == before, awarded_cents=application.awarded_cents)
    paid, claimed = _paid(award.advances)

    freed = before - settled
    refilled = freed > 0 and refills(scheme, terms, award.funds.year.year, when.today)
    mine = application.awarded_in_all_cents or 0 if settled else 0
    last_award = max(award.last_other_cents, mine)
    lowering = Lowering(settled, when.today, refilled, last_award, settlement.id, "settle")
    entries = lower(application, award.funds, lowering, scheme, when.at)
    application.advance_ceiling_cents = settled  # what is left of it is paid as a balance
    application.written_by = with_author(application.written_by, decision.officer)
    settlement.status, settlement.settled_cents, settlement.freed_cents = status, settled, freed
    settlement.refilled_cents = freed if refilled else 0
    settlement.undue_cents = max(paid - settled, 0)
    settlement.balance_cents = balance = max(settled - (paid - claimed), 0)
    settlement.balance_due_on = due_on(when.today, usk) if balance else None
    settlement.decided_at, settlement.term_regime = when.at, terms.reference
    settlement.hands = with_author(settlement.hands, decision.officer)
    settlement.deciding_body, settlement.mandate, settlement.mandate_regime = decision.named
    return _told(settlement, application, decision, when), entries


def _require_heard(settlement: AwardSettlement, today: date) -> None:
    """The applicant was heard where the law asks it, and nothing is left to be found out."""
    until = settlement.respond_by
    heard = until is None or settlement.status is Status.HEARD or until < today
    HEARD.require(heard, respond_by=until)
    CERTAIN.require(not settlement.doubtful_cents, doubtful_cents=settlement.doubtful_cents)


def _require_another(settlement: AwardSettlement, application: Application, officer: Principal) -> None:
    hands = (*application.written_by, application.assessed_by, application.concluded_by)
    FOUR_EYES.require_another(officer, *hands, application.decided_by, *settlement.hands)


def _paid(total: AdvanceTotal | None) -> tuple[int, int]:
    """What was paid of an award, and what of it was claimed back; refused while more is underway."""
    if total is None:
        return 0, 0
    advanced, paid = total.advanced_cents, total.paid_cents
    NONE_UNDERWAY.require(advanced == paid, advanced_cents=advanced, paid_cents=paid)
    return paid, total.claimed_cents


def _told(
    settlement: AwardSettlement, application: Application, decision: Decision, when: Moment
) -> AwardSettled:
    return AwardSettled(
        application_id=application.id,
        settlement_id=settlement.id,
        tranche_id=application.tranche_id,
        project_id=application.project_id,
        region_code=application.region_code,
        settled_cents=settlement.settled_cents or 0,
        freed_cents=settlement.freed_cents or 0,
        refilled_cents=settlement.refilled_cents or 0,
        undue_cents=settlement.undue_cents or 0,
        balance_cents=settlement.balance_cents or 0,
        balance_due_on=settlement.balance_due_on,
        ex_officio=settlement.ex_officio,
        grounds=[step["ground"] for step in settlement.lowered],
        regime=settlement.regime or "",
        decided_on=when.today,
        decided_at=when.at,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )
