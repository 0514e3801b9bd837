"""What ROMs report of recoveries, and of what they remitted; by the same rules as over HTTP.

Everybody who changes a guarantee locks its loan first, then the guarantee, the claim last.
"""

from services.loans.guarantees.claims.queries import issued
from services.loans.guarantees.recoveries import queries, rules
from services.loans.guarantees.recoveries.rules import Receipt, Standing
from services.loans.lending.loans.models import Loan
from shared.contracts.rom import RecoveryReported, RemittanceReported
from shared.kernel.rules import NOT_FOUND
from shared.store.tx import Tx


async def book_recovery(report: RecoveryReported, tx: Tx) -> None:
    """Something came in on a loan whose loss the State paid: a part of it is the State's."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = NOT_FOUND.present(await tx.find(issued(loan.id), lock=True), resource="guarantee")
    claim = await tx.find(queries.paid(guarantee.id), lock=True)
    same = await tx.find(queries.of_reference(guarantee.id, report.reference))
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    receipt = Receipt(report.amount_cents, report.received_on, report.reference, tx.actor)
    recovery, fact = rules.report(Standing(guarantee, claim, same), receipt, regime, tx.moment)
    tx.add(recovery)
    tx.emit(fact)


async def note_remittance(report: RemittanceReported, tx: Tx) -> None:
    """The ROM paid the State its part of a recovery."""
    loan = await tx.get(Loan, report.loan_id)
    guarantee = NOT_FOUND.present(await tx.find(issued(loan.id)), resource="guarantee")
    found = await tx.find(queries.of_reference(guarantee.id, report.reference), lock=True)
    recovery = NOT_FOUND.present(found, resource="guaranteerecovery")
    paid = (report.remitted_on, report.remittance_reference)
    tx.emit(rules.remit(recovery, paid, tx.actor, tx.today))
