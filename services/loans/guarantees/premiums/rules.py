"""When the State charges the premium of a guarantee, and withdraws an invoice of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from services.loans.guarantees.calculations.rules import Terms
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.models import Status as GuaranteeStatus
from services.loans.guarantees.guarantees.rules import STATE_DECIDES
from services.loans.guarantees.premiums import postings
from services.loans.guarantees.premiums.amounts import Course, final_cents, following
from services.loans.guarantees.premiums.models import GuaranteePremium, Status
from services.loans.lending.loans.models import Loan
from shared.contracts.premiums import PremiumInvoiced, PremiumWithdrawn
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.moment import Moment
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "guarantee-premium",
    Status.OWED,
    {
        (Status.OWED, "remind"): Status.REMINDED,
        (Status.OWED, "pay"): Status.PAID,
        (Status.OWED, "withdraw"): Status.WITHDRAWN,
        (Status.REMINDED, "pay"): Status.PAID,
        (Status.REMINDED, "withdraw"): Status.WITHDRAWN,
        (Status.PAID, "reverse"): Status.OWED,
        (Status.PAID, "reverse_reminded"): Status.REMINDED,
    },
    source="domain.md 2.14, 3.16",
)
UNPAID = (Status.OWED, Status.REMINDED)
RUNS = (GuaranteeStatus.ISSUED, GuaranteeStatus.ACTIVE, GuaranteeStatus.SUSPENDED)
CHARGED = (*RUNS, GuaranteeStatus.RELEASED)
STANDS = Rule(
    "guarantee-premium.guarantee-stands",
    "A premium is charged while the guarantee runs, and at its release; from a default on it stops.",
    source="domain.md 2.14",
    mend="Nothing is charged on a guarantee in this state.",
    refusal="No premium is charged on a guarantee in this state",
)
SOMETHING_DUE = Rule(
    "guarantee-premium.something-due",
    "A premium is charged once a quarter has begun on whose first day something was guaranteed, once each.",
    source="domain.md 2.14; O15",
    mend="Wait for the next quarter; premiumNextOn of the guarantee is its first day.",
    refusal="No quarter has begun whose premium is to be charged",
)
CHARGE = (STATE_DECIDES, STANDS, SOMETHING_DUE)


@dataclass(frozen=True)
class Of:
    """What an invoice is of: a quarter, what was guaranteed on its first day, its own premium, in cents."""

    quarter_on: date | None
    guaranteed_cents: int
    premium_cents: int


class Invoiced(NamedTuple):
    """An invoice, and what the ROM is told of it."""

    premium: GuaranteePremium
    fact: PremiumInvoiced


def regime_of(guarantee: Guarantee) -> str:
    """The regime of premiums under the scheme of a guarantee."""
    return f"{guarantee.scheme.lower()}-premiums"


def charge(
    guarantee: Guarantee, loan: Loan, moved: Mapping[date, int], regime: Regime, today: date
) -> list[Invoiced]:
    """Invoice the next quarter of which something is due, or after a release the supplement.

    What earlier quarters cost by what is known now is charged with it, less all that was charged before. The
    minimum is owed of a loan that was paid out. `moved` is by how much the principal moved on each day.
    """
    STANDS.require(guarantee.status in CHARGED and guarantee.issued_on is not None, status=guarantee.status)
    of = _course(guarantee, loan, moved)
    while (quarter_on := guarantee.premium_next_on) is not None and _begun(quarter_on, of, today):
        guarantee.premium_next_on = following(quarter_on)
        left = of.due_cents(quarter_on) - guarantee.premium_charged_cents
        if left > 0:
            found = Of(quarter_on, of.guaranteed_cents(quarter_on), of.premium_cents(quarter_on))
            return [_invoice(guarantee, found, left, regime, today)]
    if guarantee.status is not GuaranteeStatus.RELEASED or guarantee.premium_next_on is None:
        return []
    guarantee.premium_next_on = None
    minimum = guarantee.minimum_premium_cents if moved else 0
    left = final_cents(of.due_cents(today), minimum, guarantee.premium_charged_cents)
    return [_invoice(guarantee, Of(None, 0, left), left, regime, today)] if left else []


def stop(
    guarantee: Guarantee, invoices: Sequence[GuaranteePremium], on: date, when: Moment
) -> list[PremiumWithdrawn]:
    """Withdraw what is unpaid of the invoices of quarters that began on or after the day of a default."""
    unpaid = [each for each in invoices if each.status in UNPAID]
    later = [each for each in unpaid if each.quarter_on is not None and each.quarter_on >= on]
    return [_withdraw(guarantee, each, when) for each in later]


def end(
    guarantee: Guarantee | None, unpaid: Sequence[GuaranteePremium], on: date, when: Moment
) -> list[PremiumWithdrawn]:
    """The last of the loan was repaid on a day, told later: nothing is due of quarters since."""
    if guarantee is None or guarantee.status is not GuaranteeStatus.RELEASED:
        return []
    return stop(guarantee, [each for each in unpaid if each.guarantee_id == guarantee.id], on, when)


def _course(guarantee: Guarantee, loan: Loan, moved: Mapping[date, int]) -> Course:
    issued_on, ends_on = guarantee.issued_on, guarantee.ends_on
    assert issued_on is not None and ends_on is not None  # noqa: S101, PT018 - what is charged was issued
    terms = Terms(
        guarantee.guaranteed_principal_cents,
        guarantee.guarantee_percent,
        guarantee.premium_percent,
        guarantee.term_years,
    )
    return Course(terms, loan.principal_cents, moved, issued_on, ends_on)


def _begun(quarter_on: date, of: Course, today: date) -> bool:
    return quarter_on <= today and quarter_on < of.ends_on


def _invoice(guarantee: Guarantee, of: Of, left_cents: int, regime: Regime, today: date) -> Invoiced:
    premium = GuaranteePremium(
        owner=guarantee.owner,
        rom_code=guarantee.rom_code,
        guarantee_id=guarantee.id,
        loan_id=guarantee.loan_id,
        kvk_number=guarantee.kvk_number,
        regime=regime.reference,
        quarter_on=of.quarter_on,
        guaranteed_cents=of.guaranteed_cents,
        premium_cents=of.premium_cents,
        correction_cents=left_cents - of.premium_cents,
        amount_cents=left_cents,
        invoiced_on=today,
        due_on=today + timedelta(days=regime.whole("payment_days")),
    )
    postings.book_invoice(guarantee, premium, today)
    fact = PremiumInvoiced(
        **told(premium),
        guaranteed_cents=premium.guaranteed_cents,
        premium_cents=premium.premium_cents,
        correction_cents=premium.correction_cents,
        invoiced_on=premium.invoiced_on,
        due_on=premium.due_on,
    )
    return Invoiced(premium, fact)


def _withdraw(guarantee: Guarantee, premium: GuaranteePremium, when: Moment) -> PremiumWithdrawn:
    premium.status, premium.ended_at = LIFE.after(premium.status, "withdraw"), when.at
    postings.book_withdrawal(guarantee, premium, when.today)
    return PremiumWithdrawn(**told(premium), withdrawn_on=when.today)


def told(premium: GuaranteePremium) -> dict[str, Any]:
    """What every fact about a premium says of it."""
    return {
        "rom_code": premium.rom_code,
        "premium_id": premium.id,
        "guarantee_id": premium.guarantee_id,
        "loan_id": premium.loan_id,
        "quarter_on": premium.quarter_on,
        "amount_cents": premium.amount_cents,
    }
