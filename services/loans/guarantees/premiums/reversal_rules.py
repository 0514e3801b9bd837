"""When a payment of a premium is taken back (stornering), and what that makes of the premium."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import STATE_DECIDES
from services.loans.guarantees.premiums import postings
from services.loans.guarantees.premiums.amounts import following
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.rules import LIFE, stop, told
from services.loans.ledger.ledger.models import Entry
from shared.contracts.premiums import PremiumReversed, PremiumWithdrawn
from shared.kernel.events import Event
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.rules import FourEyes

FOUR_EYES = FourEyes(
    "guarantee-premium.reversal-four-eyes",
    "Whoever recorded the payment of a premium is not the one who takes it back.",
    source="domain.md 2.14, 3.16; B10",
    mend="Have another officer of the State take it back.",
    refusal="You recorded this payment",
)
REVERSE = (STATE_DECIDES, LIFE.rule, FOUR_EYES)


@dataclass(frozen=True)
class Since:
    """What happened meanwhile: the default, by how much the principal moved on each day, the supplement."""

    claim: GuaranteeClaim | None
    moved: Mapping[date, int]
    supplement: GuaranteePremium | None


@dataclass(frozen=True)
class Reversal:
    """Which payment does not count, why (it was of another invoice, or bounced), and who says so."""

    payment: Entry | None
    reason: str
    officer: Principal


def reverse(
    premium: GuaranteePremium, guarantee: Guarantee, since: Since, reversal: Reversal, when: Moment
) -> list[Event]:
    """All is as if the payment had not been recorded: its entry is taken back on its own day of value.

    The premium is owed from its old term on, reminded of or not, and the clock does the rest: a cover that
    the payment let resume is suspended anew, with a whole term to cure it. A guarantee that lapsed or ended
    stays so, as nothing that was decided on it rested on this invoice alone; what is owed stays owed.
    """
    status = LIFE.after(premium.status, "reverse" if premium.reminded_on is None else "reverse_reminded")
    FOUR_EYES.require_another(reversal.officer, premium.recorded_by)
    payment, reference = reversal.payment, premium.payment_reference
    assert payment is not None and reference is not None  # noqa: S101, PT018 - it was paid

    premium.status = status
    premium.paid_on = premium.payment_reference = premium.recorded_by = premium.ended_at = None
    postings.book_reversal(guarantee, premium, payment, when.today)
    reversed_ = PremiumReversed(
        **told(premium),
        payment_reference=reference,
        reason=reversal.reason,
        due_on=premium.reminder_due_on or premium.due_on,
        paid_cents=guarantee.premium_paid_cents,
        reversed_on=when.today,
    )
    return [reversed_, *_withdraw(premium, guarantee, since, when)]


def _withdraw(
    premium: GuaranteePremium, guarantee: Guarantee, since: Since, when: Moment
) -> list[PremiumWithdrawn]:
    """What is of a quarter since the default, or since the loan was repaid, stood for its payment alone.

    With a supplement exactly the minimum is charged, or what is due, this invoice included: then it stays
    owed. Without one more may be charged than that: it goes, and the end is reckoned anew.
    """
    if since.claim is not None:
        return stop(guarantee, [premium], since.claim.occurred_on, when)
    if guarantee.end_reason != "repaid" or since.supplement is not None:
        return []
    withdrawn = stop(guarantee, [premium], max(since.moved), when)
    if withdrawn and guarantee.premium_next_on is None:
        guarantee.premium_next_on = following(when.today)
    return withdrawn
