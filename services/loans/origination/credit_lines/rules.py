"""When a funding line may be opened and drawn on."""

from datetime import date

from services.loans.ledger.ledger import rules as ledger
from services.loans.origination.credit_lines.models import CreditLine
from shared.kernel.principal import Principal, TenantKind
from shared.kernel.rules import Rule
from shared.ledger.postings import Act, Days

SET_BY_STATE = Rule(
    "credit-line.set-by-the-state",
    "The State sets what a regional development company may lend in a year.",
    source="A18",
    mend="Ask the State to open the line.",
    refusal="Only the State sets a funding line",
    status=403,
    audited=True,
)
ONE_A_YEAR = Rule(
    "credit-line.one-a-year",
    "A regional development company has one funding line a year.",
    source="A16, domain.md 1.1",
    mend="Use the line that is there.",
    refusal="The regional development company has a funding line for this year",
)
OPENED = Rule(
    "credit-line.opened",
    "A loan is approved under the funding line of its year.",
    source="A16",
    mend="Have the State open the line of this year.",
    refusal="The State has opened no funding line for this year",
)
WITHIN = Rule(
    "credit-line.within-room",
    "Loans approved in a year together stay within the funding line of that year.",
    source="A16, A18",
    mend="Lower the principal to the room that is left, or approve the loan under next year's line.",
    refusal="The funding line of the year has too little room for this loan",
    audited=True,
)


def open_line(line: CreditLine, existing: CreditLine | None, officer: Principal, today: date) -> CreditLine:
    """Open the line of a year; `existing` is the ROM's line of that year, if it has one."""
    SET_BY_STATE.require(officer.tenant.kind is TenantKind.STATE)
    ONE_A_YEAR.require(existing is None)
    act = Act(line.owner, "credit-line.open", line.id, Days(today, today), str(line.id))
    granted, room = ledger.of_line(line.id, "granted"), ledger.of_line(line.id, "room")
    line.postings.add_all(ledger.move(act, granted, room, line.amount_cents))
    return line


def commit(line: CreditLine | None, amount_cents: int, year: int) -> CreditLine:
    """Take the principal of a loan out of the line's room; refused with the room that is left, in cents."""
    line = OPENED.present(line, year=year)
    room = line.amount_cents - line.committed_cents
    WITHIN.require(amount_cents <= room, room_cents=room)

    line.committed_cents += amount_cents
    return line
