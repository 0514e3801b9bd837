"""When the State received a premium, and what that makes of a cover that was suspended for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.guarantees.arrears import rules as arrears
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import STATE_DECIDES
from services.loans.guarantees.premiums import postings
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.guarantees.premiums.rules import LIFE, told
from shared.contracts.premiums import PremiumPaid
from shared.kernel.events import Event
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.rules import Rule
from shared.ledger.postings import Days

PAID_IN_FULL = Rule(
    "guarantee-premium.paid-in-full",
    "A payment pays one invoice, whole.",
    source="domain.md 2.14",
    mend="Send the amount of the invoice; a payment of another amount goes back, or is of another invoice.",
    refusal="Another amount was invoiced than is paid",
)
PAID_DATED = Rule(
    "guarantee-premium.paid-dated",
    "A premium is paid from the first day of its quarter, a supplement from its invoice, and recorded then.",
    source="domain.md 2.14",
    mend="Correct paidOn.",
    refusal="The day of payment lies before the premium was due or is yet to come",
)
PAID_ONCE = Rule(
    "guarantee-premium.payment-once",
    "A payment is recorded once: its reference is of one invoice.",
    source="domain.md 2.14, 3.25",
    mend="Look up the invoice that was paid under this reference; another payment has one of its own.",
    refusal="A payment under this reference was recorded already",
)
PAY = (STATE_DECIDES, LIFE.rule, PAID_IN_FULL, PAID_DATED, PAID_ONCE)


@dataclass(frozen=True)
class Payment:
    """What came in, in cents, on which day, under which reference, and who says so."""

    amount_cents: int
    paid_on: date
    reference: str
    officer: Principal


def pay(
    premium: GuaranteePremium,
    guarantee: Guarantee,
    payment: Payment,
    same: GuaranteePremium | None,
    invoices: Sequence[GuaranteePremium],
    when: Moment,
) -> list[Event]:
    """Record that the State received a premium; the cover resumes when no other of `invoices` is overdue.

    `same` is the invoice that the reference of the payment already paid.
    """
    status = LIFE.after(premium.status, "pay")
    PAID_IN_FULL.require(payment.amount_cents == premium.amount_cents, amount_cents=premium.amount_cents)
    since, on = premium.quarter_on or premium.invoiced_on, payment.paid_on
    PAID_DATED.require(since <= on <= when.today, not_before=since, today=when.today)
    PAID_ONCE.require(same is None, premium_id=same and same.id)

    premium.status, premium.paid_on, premium.payment_reference = status, on, payment.reference
    premium.recorded_by, premium.ended_at = payment.officer.subject, when.at
    postings.book_payment(guarantee, premium, Days(on, when.today))
    paid = PremiumPaid(
        **told(premium),
        paid_on=on,
        payment_reference=payment.reference,
        paid_cents=guarantee.premium_paid_cents,
    )
    return [paid, *arrears.resume(guarantee, invoices, on, when.today)]
