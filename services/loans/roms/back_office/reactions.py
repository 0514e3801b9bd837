"""What ROM back-offices report on their own topics, and the answer when a message is refused."""

from services.loans.guarantees.claims import queries as claims
from services.loans.guarantees.guarantees import queries
from services.loans.guarantees.premiums import queries as premium_queries
from services.loans.guarantees.premiums import rules as premiums
from services.loans.lending.loans.models import Loan
from services.loans.lending.loans.moved import moved_by_day
from services.loans.roms.back_office import rules
from services.loans.roms.refused_messages.models import RefusedMessage
from shared.bus.refusals import Refusal
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.names import camel
from shared.kernel.principal import Tenant, TenantKind
from shared.store.tx import Tx


def rom_of_topic(topic: str) -> Tenant:
    """The ROM that alone may write to this inbound topic; its messages act for it and for no other."""
    return Tenant(TenantKind.ROM, topic.split(".")[2].upper())


async def book_disbursement(report: DisbursementReported, tx: Tx) -> None:
    """Principal was paid out: the loan is active, and its guarantee with it."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = await tx.find(queries.in_force(loan.id), lock=True)
    invoices = await tx.all(premium_queries.standing_of_loan(loan.id))
    tx.emit(rules.disburse(loan, guarantee, invoices, report, str(tx.cause.causation), tx.today))


async def book_repayment(report: RepaymentReported, tx: Tx) -> None:
    """Principal was repaid: what is outstanding and what is guaranteed fall."""
    loan = await tx.get(Loan, report.loan_id, lock=True)
    guarantee = await tx.find(queries.backing(loan.id), lock=True)
    scheme = await tx.find(queries.scheme_backing(loan.id), lock=True)
    claim = await tx.find(claims.standing(loan.id), lock=True)
    moved = (await moved_by_day(tx, [loan.id]))[loan.id]
    message_id, backing = str(tx.cause.causation), rules.Backing(guarantee, scheme, claim)
    tx.emit(*rules.repay(loan, backing, moved, report, message_id, tx.moment))
    unpaid = await tx.all(premium_queries.unpaid_of_loan(loan.id), lock=True)
    tx.emit(*premiums.end(guarantee, unpaid, max({*moved, report.repaid_on}), tx.moment))


async def refuse_message(refusal: Refusal, tx: Tx) -> None:
    """Tell the ROM which of its messages was not accepted, by what rule, and how to mend it; and keep it."""
    sender = rom_of_topic(refusal.record.topic)
    message = RefusedMessage(
        owner=str(sender),
        rom_code=str(sender.code),
        key=refusal.record.key.decode("utf-8", "replace").replace("\x00", ""),
        message_id=refusal.event_id or refusal.record.position,
        position=refusal.record.position,
        reason=refusal.rule.code,
        detail=refusal.detail.told("en"),
        detail_nl=refusal.detail.told("nl"),
        facts={camel(name): str(fact) for name, fact in refusal.facts.items()},
        refused_at=tx.now,
    )
    tx.emit(rules.refused(tx.add(message)))
