"""How money that moved on a loan is written: as a movement of the loan, and in its books."""

from datetime import date

from services.loans.ledger.ledger import rules as ledger
from services.loans.lending.loans.models import Direction, Loan, Movement
from services.loans.origination.credit_lines.models import CreditLine
from shared.ledger.postings import Act, Days

ACTS = {Direction.DISBURSEMENT: "loan.disburse", Direction.REPAYMENT: "loan.repay"}
GROWS = {Direction.DISBURSEMENT: 1, Direction.REPAYMENT: -1}


def book(loan: Loan, direction: Direction, amount_cents: int, on: date, today: date, message_id: str) -> None:
    """Write that principal was paid out, or came back, on a day; the books are those of today."""
    loan.movements.add(
        Movement(
            owner=loan.owner,
            direction=direction,
            amount_cents=amount_cents,
            moved_on=on,
            message_id=message_id,
        )
    )
    act = Act(loan.owner, ACTS[direction], loan.id, Days(on, today), message_id)
    cash, principal = ledger.of_loan(loan.id, "cash"), ledger.of_loan(loan.id, "principal")
    loan.postings.add_all(ledger.move(act, cash, principal, GROWS[direction] * amount_cents))


def commit(loan: Loan, line: CreditLine, today: date) -> None:
    """Write that an approved loan takes its principal out of the room of a line."""
    act = Act(loan.owner, "loan.approve", loan.id, Days(today, today), str(loan.id))
    room, committed = ledger.of_line(line.id, "room"), ledger.of_loan(loan.id, "committed")
    loan.postings.add_all(ledger.move(act, room, committed, loan.principal_cents))
