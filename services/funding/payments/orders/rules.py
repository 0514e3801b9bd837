"""How approved advances become one file for the bank, each of them once."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from services.funding.payments.advances import rules as advances
from services.funding.payments.advances.models import Advance, Kind
from services.funding.payments.orders.messages import written
from services.funding.payments.orders.models import PaymentFile, PaymentOrder
from services.funding.payments.payees.models import PayeeAccount, Status
from shared.kernel.moment import Moment
from shared.kernel.principal import Principal
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

AHEAD = Rule(
    "payment-file.executed-ahead",
    "A file of payment orders is executed on the day that it is made, or later.",
    source="ISO 20022 pain.001 (ReqdExctnDt)",
    mend="Name today or a later day.",
    refusal="The day of execution is over",
)
SOMETHING_DUE = Rule(
    "payment-file.something-due",
    "A file of payment orders orders something: approved advances that are due, on awards that stand, "
    "to accounts that were verified and whose waiting time is over.",
    source="domain.md 3.11; issue 12",
    mend="Approve advances first, have their accounts verified, or name a later day.",
    refusal="There is nothing to order on that day",
)
REMITTANCE = {Kind.APPROVAL: "Voorschot", Kind.REPORT: "Voorschot", Kind.BALANCE: "Saldo"}
MAKE = (AHEAD, SOMETHING_DUE, advances.LIFE.rule)


def payable(
    due: Sequence[Advance], accounts: Sequence[PayeeAccount], execution_on: date, today: date
) -> list[tuple[Advance, PayeeAccount]]:
    """The advances that are ordered, with the account of each; the others wait for another file."""
    AHEAD.require(execution_on >= today, today=today)
    usable = {each.id: each for each in accounts if _may_be_paid(each, execution_on)}
    found = [(each, usable[each.payee_account_id]) for each in due if each.payee_account_id in usable]
    SOMETHING_DUE.require(bool(found), execution_on=execution_on)
    return found


def make(
    found: Sequence[tuple[Advance, PayeeAccount]],
    execution_on: date,
    regime: Regime,
    officer: Principal,
    when: Moment,
) -> tuple[PaymentFile, list[PaymentOrder]]:
    """One file with an order for each advance: how many there are, and what they come to."""
    payment_file = PaymentFile(
        owner="state",
        execution_on=execution_on,
        made_at=when.at,
        made_by=officer.subject,
        transactions=len(found),
        control_sum_cents=sum(advance.amount_cents for advance, _ in found),
        debtor_name=regime.text("debtor_name"),
        debtor_iban=regime.text("debtor_iban"),
        regime=regime.reference,
        sha256="",
    )
    orders = [_order(payment_file, advance, account) for advance, account in found]
    payment_file.sha256 = sha256(written(payment_file, orders)).hexdigest()
    for advance, _ in found:
        advances.order(advance, officer, when.at)
    return payment_file, orders


def _may_be_paid(account: PayeeAccount, on: date) -> bool:
    return account.status is Status.VERIFIED and account.usable_from is not None and account.usable_from <= on


def _order(payment_file: PaymentFile, advance: Advance, account: PayeeAccount) -> PaymentOrder:
    return PaymentOrder(
        owner="state",
        payment_file_id=payment_file.id,
        advance_id=advance.id,
        amount_cents=advance.amount_cents,
        holder=account.holder,
        iban=account.iban,
        remittance=f"{REMITTANCE[advance.kind]} {advance.application_id} {advance.title}",
    )
