"""What a guarantee costs, in the books of the ROM: what was charged, is owed to the State, and was paid."""

from datetime import date

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.premiums.models import GuaranteePremium
from services.loans.ledger.ledger import rules as ledger
from services.loans.ledger.ledger.models import Entry
from shared.ledger.postings import Act, Days, reversal

PAY = "premium.pay"


def book_invoice(guarantee: Guarantee, premium: GuaranteePremium, today: date) -> None:
    """The premium is owed to the State from the first day of its quarter."""
    guarantee.premium_charged_cents += premium.amount_cents
    _move(guarantee, premium, "premium.invoice", _days(premium, today), ("owed", "premium"))


def book_withdrawal(guarantee: Guarantee, premium: GuaranteePremium, today: date) -> None:
    """Nothing is owed for it after all."""
    guarantee.premium_charged_cents -= premium.amount_cents
    _move(guarantee, premium, "premium.withdraw", _days(premium, today), ("premium", "owed"))


def book_payment(guarantee: Guarantee, premium: GuaranteePremium, days: Days) -> None:
    """The State received it."""
    guarantee.premium_paid_cents += premium.amount_cents
    _move(guarantee, premium, PAY, days, ("cash", "owed"))


def book_reversal(guarantee: Guarantee, premium: GuaranteePremium, payment: Entry, today: date) -> None:
    """The State did not receive it after all: the entry of its payment is taken back."""
    guarantee.premium_paid_cents -= premium.amount_cents
    guarantee.postings.add(reversal(payment, "premium.reverse", today, str(premium.id)))


def _days(premium: GuaranteePremium, today: date) -> Days:
    return Days(premium.quarter_on or premium.invoiced_on, today)


def _move(
    guarantee: Guarantee, premium: GuaranteePremium, act: str, days: Days, accounts: tuple[str, str]
) -> None:
    why = Act(guarantee.owner, act, guarantee.id, days, str(premium.id))
    source, target = (ledger.of_guarantee(guarantee.id, each) for each in accounts)
    guarantee.postings.add_all(ledger.move(why, source, target, premium.amount_cents))
