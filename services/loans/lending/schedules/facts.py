"""What happened to a loan, each on a day of its own, and when it became known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.loans.lending.schedules.terms import Amortisation, InGrace, Part, Surplus


class FactKind(StrEnum):
    """The kinds of facts, in the order in which those of one day are taken."""

    RATE_CHANGE = "RATE_CHANGE"
    INTEREST_PAUSE = "INTEREST_PAUSE"
    DISBURSEMENT = "DISBURSEMENT"
    DEFERRAL = "DEFERRAL"
    FEE = "FEE"
    PENALTY = "PENALTY"
    PAYMENT = "PAYMENT"
    PREPAYMENT = "PREPAYMENT"
    REVERSAL = "REVERSAL"
    CHARGEBACK = "CHARGEBACK"
    REFUND = "REFUND"
    WAIVER = "WAIVER"
    CAPITALISATION = "CAPITALISATION"
    RE_AMORTISATION = "RE_AMORTISATION"
    WRITE_OFF = "WRITE_OFF"
    RECOVERY = "RECOVERY"
    ACCELERATION = "ACCELERATION"
    CHARGE_OFF = "CHARGE_OFF"


@dataclass(frozen=True)
class Fact:
    """One fact; which fields it has follows from its kind (`FIELDS`). `recorded_on` is when it was known."""

    kind: FactKind
    on: date
    recorded_on: date | None = None
    reference: str | None = None
    amount_cents: int | None = None
    planned_on: date | None = None
    percent: Decimal | None = None
    until: date | None = None
    effect: Surplus | None = None
    penalty_cents: int | None = None
    penalty_percent: Decimal | None = None
    part: Part | None = None
    instalments: int | None = None
    first_due_on: date | None = None
    instalment_cents: int | None = None
    repayment: Amortisation | None = None
    include_overdue: bool | None = None
    extend: bool | None = None
    with_interest: bool | None = None
    interest: InGrace | None = None
    accelerate: bool | None = None

    @property
    def known_on(self) -> date:
        """The day on which it was entered: that of the fact unless said otherwise."""
        return self.recorded_on or self.on


ALWAYS = {"kind", "on", "recorded_on", "reference"}
FIELDS: dict[FactKind, tuple[set[str], set[str]]] = {  # what each kind must say, and what it may say
    FactKind.RATE_CHANGE: ({"percent"}, set()),
    FactKind.INTEREST_PAUSE: ({"until"}, set()),
    FactKind.DISBURSEMENT: ({"amount_cents"}, {"planned_on"}),
    FactKind.DEFERRAL: ({"instalments"}, {"extend", "with_interest", "interest"}),
    FactKind.FEE: ({"amount_cents"}, set()),
    FactKind.PENALTY: ({"amount_cents"}, set()),
    FactKind.PAYMENT: ({"amount_cents"}, {"effect"}),
    FactKind.PREPAYMENT: (set(), {"amount_cents", "effect", "penalty_cents", "penalty_percent"}),
    FactKind.REVERSAL: ({"reference"}, set()),
    FactKind.CHARGEBACK: ({"amount_cents"}, set()),
    FactKind.REFUND: ({"amount_cents"}, set()),
    FactKind.WAIVER: ({"part", "amount_cents"}, set()),
    FactKind.CAPITALISATION: (set(), {"part"}),
    FactKind.RE_AMORTISATION: (
        set(),
        {"instalments", "first_due_on", "instalment_cents", "repayment", "include_overdue"},
    ),
    FactKind.WRITE_OFF: (set(), {"amount_cents"}),
    FactKind.RECOVERY: ({"amount_cents"}, set()),
    FactKind.ACCELERATION: (set(), set()),
    FactKind.CHARGE_OFF: (set(), {"accelerate", "with_interest"}),
}
