"""When what was paid and is not due is claimed back, and by which hands (domain.md 3.14)."""

from datetime import date

from services.funding.applications.applications.models import Application
from services.funding.awards.alterations.models import AwardAlteration
from services.funding.awards.alterations.models import Status as AlterationStatus
from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.settlement.awards.models import AwardSettlement
from services.funding.settlement.awards.models import Status as SettlementStatus
from services.funding.settlement.demands.models import Basis, Debtor, Demand, Status
from shared.contracts.funding.demands import DemandDecided
from shared.kernel.calendar import end_of_term, legal_date, years_after
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import FourEyes, Rule, with_author

LIFE = Lifecycle(
    "demand",
    Status.OPENED,
    {
        (Status.OPENED, "decide"): Status.CLAIMED,
        (Status.OPENED, "drop"): Status.DROPPED,
        (Status.CLAIMED, "receive"): Status.CLAIMED,
        (Status.CLAIMED, "pay"): Status.PAID,
        (Status.CLAIMED, "reverse"): Status.CLAIMED,
        (Status.PAID, "reverse"): Status.CLAIMED,
        (Status.CLAIMED, "remind"): Status.REMINDED,
        (Status.REMINDED, "receive"): Status.REMINDED,
        (Status.REMINDED, "pay"): Status.PAID,
        (Status.REMINDED, "reverse"): Status.REMINDED,
        (Status.PAID, "reverse_reminded"): Status.REMINDED,
        **{(status, "interrupt"): status for status in (Status.CLAIMED, Status.REMINDED)},
        **{
            (status, "withdraw"): Status.WITHDRAWN
            for status in (Status.CLAIMED, Status.REMINDED, Status.PAID)
        },
        (Status.WITHDRAWN, "refund"): Status.WITHDRAWN,
    },
    source="domain.md 3.14; AWB-23, AWB-24, AWB-27, AWB-28",
)
UNDUE = Rule(
    "demand.undue",
    "What was paid in advance above what a decided alteration or settlement left of the award is claimed "
    "back, and no cent of it twice.",
    source="AWB-23 (Awb 4:57); domain.md 3.14",
    mend="Open a demand on a decision that leaves less than was paid and was not claimed yet.",
    refusal="Nothing is undue on this award that was not claimed back",
)
ONE_OPEN = Rule(
    "demand.one-open",
    "An award has one demand that waits for its decision.",
    source="domain.md 3.14",
    mend="Decide on the demand in the answer first, or drop it.",
    refusal="Another demand on this award waits for its decision",
)
LIMIT = Rule(
    "demand.within-limit",
    "What is undue is not claimed back when the years of the law are over since the decision that made it "
    "undue, or since the breach.",
    source="AWB-23 (Awb 4:57)",
    mend="Claims end on the day in the answer; this one can no longer be made.",
    refusal="The term in which this could be claimed back is over",
)
BREACH = Rule(
    "demand.breach-before",
    "A breach that an award was lowered for took place no later than the decision that lowered it.",
    source="AWB-23 (Awb 4:57, 4:49)",
    mend="Correct breachedOn.",
    refusal="The breach would come after the decision it is the reason of",
)
FOUR_EYES = FourEyes(
    "demand.four-eyes",
    "Whoever opened a demand may not decide on it.",
    source="domain.md 3.14; B10",
    mend="Have another officer decide on it.",
    refusal="You opened this demand",
)
WITHDRAWAL_FOUR_EYES = FourEyes(
    "demand.withdrawal-four-eyes",
    "Whoever opened or decided a demand does not withdraw it.",
    source="domain.md 3.14; B10",
    mend="Have another officer withdraw it.",
    refusal="You opened or decided the demand that would be withdrawn",
)
RECEIPT_FOUR_EYES = FourEyes(
    "demand.receipt-four-eyes",
    "Whoever opened, decided or withdrew a demand is not the one who says what the bank received on it, or "
    "what went back.",
    source="domain.md 3.14; B10",
    mend="Have another officer record it.",
    refusal="You opened, decided or withdrew this demand",
)
REGIME = "demands"
CLAIMABLE = (UNDUE, LIMIT)
OPEN = (*CLAIMABLE, ONE_OPEN, BREACH)
DECISION = (LIFE.rule, FOUR_EYES, *CLAIMABLE, *DECIDE)


Lowered = AwardAlteration | AwardSettlement
DECIDED = (AlterationStatus.DECIDED, SettlementStatus.DECIDED)


def lowered_by(alteration: AwardAlteration | None, settlement: AwardSettlement | None) -> Lowered:
    """The one decision that left less of an award than was paid."""
    if alteration is not None:
        return alteration
    return UNDUE.present(settlement)


def claimable_cents(by: Lowered, application: Application, total: AdvanceTotal | None) -> int:
    """What is undue now by a decision on an award and was not claimed yet, in cents; refused at nothing."""
    decided = by.status in DECIDED
    paid, claimed = (total.paid_cents, total.claimed_cents) if total else (0, 0)
    undue = min(by.undue_cents or 0, paid - (application.awarded_cents or 0))
    UNDUE.require(decided and undue > claimed, undue_cents=max(undue, 0), claimed_cents=claimed)
    return undue - claimed


def open_demand(
    by: Lowered,
    award: tuple[Application, AdvanceTotal | None, Demand | None],
    about: tuple[Debtor, date | None],
    regime: Regime,
    officer: Principal,
    when: Moment,
) -> Demand:
    """Open a demand of all that is undue by a decision and was not claimed yet (Awb 4:57).

    The years in which it may be decided run from that decision, or from the breach that is named.
    """
    application, total, opened = award
    debtor, breached_on = about
    ONE_OPEN.require(opened is None, demand=opened and opened.id)
    principal_cents = claimable_cents(by, application, total)
    lowered_on = legal_date(by.decided_at or when.at)
    BREACH.require(breached_on is None or breached_on <= lowered_on, lowered_on=lowered_on)
    limit_on = years_after(breached_on or lowered_on, regime.whole("limit_years"))
    LIMIT.require(when.today <= limit_on, limit_on=limit_on)
    return Demand(
        owner=application.owner,
        application_id=application.id,
        alteration_id=by.id if isinstance(by, AwardAlteration) else None,
        settlement_id=by.id if isinstance(by, AwardSettlement) else None,
        title=application.title,
        basis=Basis.AWB_4_57,
        debtor=debtor,
        principal_cents=principal_cents,
        limit_on=limit_on,
        regime=regime.reference,
        opened_at=when.at,
        hands=with_author([], officer),
        conflicted=application.conflicted,
    )


def decide(
    demand: Demand,
    claimable_cents: int,
    total: AdvanceTotal,
    decision: Decision,
    regime: Regime,
    when: Moment,
) -> tuple[DemandDecided, list[Entry]]:
    """Claim back (terugvorderen) by a decision: it is to be paid within the term of the regime (Awb 4:87)."""
    status = LIFE.after(demand.status, "decide")
    FOUR_EYES.require_another(decision.officer, *demand.hands)
    LIMIT.require(when.today <= demand.limit_on, limit_on=demand.limit_on)
    claimed = total.claimed_cents
    UNDUE.require(
        demand.principal_cents <= claimable_cents, undue_cents=claimable_cents, claimed_cents=claimed
    )
    demand.due_on = due_on = end_of_term(when.today, weeks=regime.whole("pay_weeks"))
    demand.prescribes_on = years_after(due_on, regime.whole("prescribe_years"))
    demand.status, demand.decided_at, demand.regime = status, when.at, regime.reference
    demand.hands = with_author(demand.hands, decision.officer)
    demand.deciding_body, demand.mandate, demand.mandate_regime = decision.named
    total.claimed_cents = claimed + demand.principal_cents
    told = DemandDecided(
        demand_id=demand.id,
        application_id=demand.application_id,
        alteration_id=demand.alteration_id,
        settlement_id=demand.settlement_id,
        principal_cents=demand.principal_cents,
        claimed_cents=total.claimed_cents,
        basis=demand.basis,
        due_on=due_on,
        regime=regime.reference,
        decided_on=when.today,
        decided_at=when.at,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )
    source, target = ledger.paid(demand.application_id), ledger.claimed(demand.id)
    return told, ledger.move(demand.principal_cents, source, target, "demand.decide", demand.id, when.at)


def drop(demand: Demand, reason: str, when: Moment) -> None:
    """Let a demand go that was not decided; what it was for may be claimed by another."""
    demand.status = LIFE.after(demand.status, "drop")
    demand.drop_reason, demand.ended_at = reason, when.at
