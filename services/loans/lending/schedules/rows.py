"""What a schedule is made of: rows that explain every change of the balance, and demands that are open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.loans.lending.schedules.rounding import Units
from services.loans.lending.schedules.terms import Part


class RowKind(StrEnum):
    """What a row tells: money paid out, a part due, principal repaid early, added or written off."""

    DISBURSEMENT = "DISBURSEMENT"
    FEE = "FEE"
    DOWN_PAYMENT = "DOWN_PAYMENT"
    INSTALMENT = "INSTALMENT"
    PREPAYMENT = "PREPAYMENT"
    CAPITALISATION = "CAPITALISATION"
    CHARGEBACK = "CHARGEBACK"
    WRITE_OFF = "WRITE_OFF"


class RowStatus(StrEnum):
    """Whether a row happened or is planned, and whether what it asks was paid."""

    PLANNED = "PLANNED"
    BOOKED = "BOOKED"
    DUE = "DUE"
    PART_PAID = "PART_PAID"
    PAID = "PAID"


@dataclass(init=False)
class Row:
    """One line, in cents; closing = opening + disbursed + capitalised - principal - written off.

    The balance is the principal that is not yet due. Waived and written off are taken from what was due.
    """

    kind: RowKind
    due_on: date
    opening_cents: int
    number: int | None = None
    period_from: date | None = None
    disbursed_cents: int = 0
    capitalised_cents: int = 0
    principal_cents: int = 0
    interest_cents: int = 0
    costs_cents: int = 0
    penalty_cents: int = 0
    written_off_cents: int = 0
    closing_cents: int = 0
    paid_principal_cents: int = 0
    paid_interest_cents: int = 0
    paid_costs_cents: int = 0
    paid_penalty_cents: int = 0
    waived_cents: int = 0
    paid_on: date | None = None
    status: RowStatus = RowStatus.PLANNED

    def __init__(
        self,
        kind: RowKind,
        due_on: date,
        opening_cents: int,
        number: int | None = None,
        period_from: date | None = None,
        **amounts: Any,
    ) -> None:
        """What is not said stays what the class says: there are millions of rows, and most fields are 0."""
        self.kind, self.due_on, self.opening_cents = kind, due_on, opening_cents
        self.number, self.period_from = number, period_from
        if amounts:
            self.__dict__.update(amounts)

    @property
    def due_cents(self) -> int:
        """The whole of what this row asks for."""
        return self.principal_cents + self.interest_cents + self.costs_cents + self.penalty_cents

    @property
    def paid_cents(self) -> int:
        """What was paid of it."""
        return (
            self.paid_principal_cents
            + self.paid_interest_cents
            + self.paid_costs_cents
            + self.paid_penalty_cents
        )


PAID = {
    Part.COSTS: "paid_costs_cents",
    Part.PENALTY: "paid_penalty_cents",
    Part.INTEREST: "paid_interest_cents",
    Part.PRINCIPAL: "paid_principal_cents",
}


@dataclass(slots=True)
class Demand:
    """What is open of a row, by part, with the late interest that runs over it until it is posted."""

    row: Row
    open: dict[Part, int]
    late_units: Units = 0
    fined: bool = False

    @property
    def total_cents(self) -> int:
        """All that is open."""
        return sum(self.open.values())


@dataclass(frozen=True, slots=True)
class Posting:
    """What a fact did, in cents: where a receipt went, or what was charged, waived or written off."""

    on: date
    kind: str
    reference: str | None
    amount_cents: int
    principal_cents: int = 0
    interest_cents: int = 0
    costs_cents: int = 0
    penalty_cents: int = 0
    held_cents: int = 0
    balance_cents: int = 0
