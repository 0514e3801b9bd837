"""What ROMs report of defaults and losses, and what time makes of a default of which nothing was claimed.

Everybody who changes a guarantee locks its loan first, then the guarantee, then the scheme; the claim last.
"""

from services.loans.guarantees.claims import queries, rules
from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.claims.rules import Default, Loss
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.guarantees.rules import Cover
from services.loans.guarantees.premiums import queries as premiums
from services.loans.guarantees.years import queries as years
from services.loans.lending.loans.models import Loan
from shared.contracts.rom import ClaimFiled, ClaimSupplemented, DefaultReported
from shared.kernel.rules import NOT_FOUND
from shared.store.tx import Tx


async def note_default(report: DefaultReported, tx: Tx) -> None:
    """A guaranteed loan is in default: what the State stands for can be claimed from now on."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = NOT_FOUND.present(await tx.find(queries.issued(loan.id), lock=True), resource="guarantee")
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    default = Default(report.loss_event, report.occurred_on, tx.actor)
    invoices = await tx.all(premiums.standing(guarantee.id), lock=True)
    claim, facts = rules.report(guarantee, loan, default, invoices, regime, tx.moment)
    tx.add(claim)
    tx.emit(*facts)


async def receive_claim(report: ClaimFiled, tx: Tx) -> None:
    """The ROM claims its loss."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = NOT_FOUND.present(await tx.find(queries.issued(loan.id), lock=True), resource="guarantee")
    claim = NOT_FOUND.present(await tx.find(queries.standing(loan.id), lock=True), resource="guaranteeclaim")
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    loss = Loss(report.outstanding_cents, report.proceeds_cents, report.evidence, tx.actor)
    tx.emit(rules.file(claim, loan, loss, regime, tx.moment))


async def receive_supplement(report: ClaimSupplemented, tx: Tx) -> None:
    """The ROM sends what the State asked for."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = NOT_FOUND.present(await tx.find(queries.issued(loan.id), lock=True), resource="guarantee")
    claim = NOT_FOUND.present(await tx.find(queries.standing(loan.id), lock=True), resource="guaranteeclaim")
    regime = await tx.regime(rules.regime_of(guarantee), tx.today)
    loss = Loss(claim.outstanding_cents, report.proceeds_cents, report.evidence, tx.actor)
    tx.emit(rules.supplement(claim, loss, regime, tx.today))


async def lapse_unclaimed(tx: Tx) -> None:
    """End the guarantee of which nothing was claimed in time; its exposure is free from that day."""
    for found in await tx.all(queries.unclaimed(tx.today)):
        loan = await tx.get(Loan, found.loan_id, lock=True)
        guarantee = await tx.get(Guarantee, found.guarantee_id, lock=True)
        scheme = await tx.find(years.scheme(guarantee.scheme), lock=True)
        still = queries.unclaimed(tx.today).where(GuaranteeClaim.id == found.id)
        for claim in await tx.all(still, lock=True):
            tx.emit(*rules.lapse(claim, Cover(guarantee, loan, scheme), tx.moment))
