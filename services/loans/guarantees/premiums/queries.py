"""Which guarantees have a premium to be charged, and which invoices stand."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.models import Status as GuaranteeStatus
from services.loans.guarantees.premiums.models import GuaranteePremium, Status
from services.loans.guarantees.premiums.postings import PAY
from services.loans.guarantees.premiums.rules import RUNS, UNPAID
from services.loans.ledger.ledger.models import Entry
from shared.store.periods import entered_by_now

AT_ONCE = 100


def to_charge(today: date) -> Select[Guarantee]:
    """The guarantees of which a quarter began, or which were released, and nothing was charged since.

    So many at a time, those that wait longest first.
    """
    next_on = Guarantee.premium_next_on
    begun = Guarantee.status.in_(RUNS) & (next_on <= today) & (next_on < Guarantee.ends_on)
    over = (Guarantee.status == GuaranteeStatus.RELEASED) & next_on.is_not(None)
    entered = entered_by_now(Guarantee.issued_on_record, next_on, today)
    return select(Guarantee).where(begun | over, entered).order_by(next_on, Guarantee.id).limit(AT_ONCE)


def standing(guarantee_id: UUID) -> Select[GuaranteePremium]:
    """The invoices on a guarantee that wait for their payment, or suspended its cover until then."""
    return _standing().filter_by(guarantee_id=guarantee_id)


def standing_of_loan(loan_id: UUID) -> Select[GuaranteePremium]:
    """Such invoices on every guarantee that a loan had."""
    return _standing().filter_by(loan_id=loan_id)


def unpaid_of_loan(loan_id: UUID) -> Select[GuaranteePremium]:
    """Those that wait for their payment, of every guarantee that a loan had."""
    theirs = select(GuaranteePremium).where(GuaranteePremium.loan_id == loan_id)
    return theirs.where(GuaranteePremium.status.in_(UNPAID)).order_by(GuaranteePremium.id)


def paid_under(owner: str, reference: str) -> Select[GuaranteePremium]:
    """The invoice of a ROM that was paid under a reference."""
    return select(GuaranteePremium).filter_by(owner=owner, payment_reference=reference)


def payment(premium: GuaranteePremium) -> Select[Entry]:
    """The entry of its payment; those that were taken back before are of payments that do not count."""
    of_guarantee = Entry.subject_id == premium.guarantee_id
    undone = select(Entry.reverses_id).where(of_guarantee, Entry.reverses_id.is_not(None))
    theirs = select(Entry).where(of_guarantee, Entry.act == PAY, Entry.cause == str(premium.id))
    return theirs.where(Entry.id.not_in(undone))


def supplement(guarantee_id: UUID) -> Select[GuaranteePremium]:
    """What the minimum added to the premiums of a guarantee at its end."""
    theirs = select(GuaranteePremium).where(GuaranteePremium.guarantee_id == guarantee_id)
    return theirs.where(GuaranteePremium.quarter_on.is_(None))


def _standing() -> Select[GuaranteePremium]:
    open_ones = GuaranteePremium.status.in_(UNPAID)
    suspended = (GuaranteePremium.status == Status.PAID) & GuaranteePremium.suspended_on.is_not(None)
    return select(GuaranteePremium).where(open_ones | suspended).order_by(GuaranteePremium.id)
