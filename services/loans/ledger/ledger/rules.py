"""The accounts of loans, lines and guarantees, and how an act moves cents between two of them.

An account is that of one record: whoever posts to it holds the record, so nobody waits for a total. The kind
of an account, `CHART`, is its code without the id; a trial balance adds the accounts of a kind up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.loans.ledger.ledger.models import Entry
from shared.ledger.postings import Act, Total, entries


class Sheet(StrEnum):
    """Whether an account counts money, or what is promised beside the balance (buiten de balans)."""

    ON_BALANCE = "ON_BALANCE"
    OFF_BALANCE = "OFF_BALANCE"


CHART = {
    "claim:cash": Sheet.ON_BALANCE,
    "claim:kept": Sheet.ON_BALANCE,
    "claim:owed": Sheet.ON_BALANCE,
    "credit-line:granted": Sheet.OFF_BALANCE,
    "credit-line:room": Sheet.OFF_BALANCE,
    "guarantee:cash": Sheet.ON_BALANCE,
    "guarantee:outstanding": Sheet.OFF_BALANCE,
    "guarantee:owed": Sheet.ON_BALANCE,
    "guarantee:premium": Sheet.ON_BALANCE,
    "guarantee:surety": Sheet.OFF_BALANCE,
    "guarantee-year:ceiling": Sheet.OFF_BALANCE,
    "guarantee-year:lapsed": Sheet.OFF_BALANCE,
    "guarantee-year:opening": Sheet.OFF_BALANCE,
    "guarantee-year:outstanding": Sheet.OFF_BALANCE,
    "guarantee-year:reserved": Sheet.OFF_BALANCE,
    "guarantee-year:room": Sheet.OFF_BALANCE,
    "loan:cash": Sheet.ON_BALANCE,
    "loan:committed": Sheet.OFF_BALANCE,
    "loan:principal": Sheet.ON_BALANCE,
}


def of_loan(id: UUID, what: str) -> str:
    """`principal` is what is outstanding, `cash` what came and went for it, `committed` what was approved."""
    return f"loan:{id}:{what}"


def of_claim(id: UUID, what: str) -> str:
    """Of what is recovered after the payout: `cash`, `owed` to the State, and `kept` by the ROM."""
    return f"claim:{id}:{what}"


def of_line(id: UUID, what: str) -> str:
    """`granted` is what the State set, `room` what of it is left for approvals."""
    return f"credit-line:{id}:{what}"


def of_guarantee(id: UUID, what: str) -> str:
    """`outstanding` is what the State stands for, `surety` the State's side of it.

    Of its `premium`, `owed` is what the State is to receive, `cash` what was paid.
    """
    return f"guarantee:{id}:{what}"


def of_year(id: UUID, what: str) -> str:
    """Of a scheme's year: `ceiling`, `room` to guarantee anew, `reserved`, `opening`, `lapsed`.

    `outstanding` is that of the years that follow each other, and has the id of the first of them.
    """
    return f"guarantee-year:{id}:{what}"


def move(act: Act, source: str, target: str, amount_cents: int) -> list[Entry]:
    """One entry, or none when nothing moves; a negative amount goes back."""
    return entries(Entry, act, source, target, amount_cents)


@dataclass(frozen=True)
class SheetTotal:
    """What the accounts of a kind received, gave and hold, in cents."""

    account: str
    sheet: Sheet
    debit_cents: int
    credit_cents: int
    balance_cents: int


@dataclass(frozen=True)
class TrialBalance:
    """What all accounts received, gave and hold at the end of a day (proefbalans)."""

    on: date
    debit_cents: int
    credit_cents: int
    accounts: list[SheetTotal]


def balance(on: date, totals: Sequence[Total]) -> TrialBalance:
    """Say of each kind of account on which sheet it stands, and add all up."""
    accounts = [
        SheetTotal(each.account, CHART[each.account], each.debit_cents, each.credit_cents, each.balance_cents)
        for each in totals
    ]
    debit, credit = sum(each.debit_cents for each in totals), sum(each.credit_cents for each in totals)
    return TrialBalance(on, debit, credit, accounts)
