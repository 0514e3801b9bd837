"""What the suite and the State tell a ROM about the premium of a guarantee."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.contracts.known import GUARANTEE, LOAN, PREMIUM
from shared.contracts.of_loans import RomEvent
from shared.kernel.events import Event


class PremiumEvent(RomEvent):
    """A fact about the premium of one quarter; `quarter_on` is its first day, null for the supplement."""

    aggregate = "premium_id"

    premium_id: UUID
    guarantee_id: UUID
    loan_id: UUID
    quarter_on: date | None
    amount_cents: int


class PremiumInvoiced(PremiumEvent):
    """A premium (provisie) is owed to the State by `due_on` (domain.md 2.14; O15).

    `premium_cents` is that of the quarter on `guaranteed_cents`, `correction_cents` what earlier quarters
    cost more or less by what was reported since.
    """

    fact = "premium-invoiced"

    guaranteed_cents: int
    premium_cents: int
    correction_cents: int
    invoiced_on: date
    due_on: date


class PremiumReminded(PremiumEvent):
    """It is unpaid after its due date: to be paid by `reminder_due_on` (domain.md 3.16).

    If it is not, the cover is suspended.
    """

    fact = "premium-reminded"

    reminded_on: date
    reminder_due_on: date


class PremiumWithdrawn(PremiumEvent):
    """The invoice does not stand: no premium is due for it after all (domain.md 2.14)."""

    fact = "premium-withdrawn"

    withdrawn_on: date


class PremiumPaid(PremiumEvent):
    """The State received a premium; `paid_cents` is all that it has of the guarantee (domain.md 2.14)."""

    fact = "premium-paid"

    paid_on: date
    payment_reference: str
    paid_cents: int


class PremiumReversed(PremiumEvent):
    """A payment was taken back: the premium is unpaid as before, and was due on `due_on` (domain.md 2.14).

    It was recorded wrongly, or bounced. `paid_cents` is all that the State has of the guarantee without it.
    """

    fact = "premium-reversed"

    payment_reference: str
    reason: str
    due_on: date
    paid_cents: int
    reversed_on: date


class CoverEvent(RomEvent):
    """A fact about the cover of a guarantee."""

    aggregate = "guarantee_id"

    guarantee_id: UUID
    loan_id: UUID


class CoverSuspended(CoverEvent):
    """A default from `suspended_on` on is not covered while a premium is unpaid (domain.md 3.16).

    Unless `overdue_cents` is paid by `cure_due_on`, the guarantee lapses. Told again when more is overdue.
    """

    fact = "cover-suspended"

    suspended_on: date
    cure_due_on: date
    overdue_cents: int


class CoverResumed(CoverEvent):
    """All that was overdue is paid: the cover holds again from `resumed_on` on (domain.md 3.16)."""

    fact = "cover-resumed"

    resumed_on: date


EVENTS: list[type[Event]] = [
    PremiumInvoiced,
    PremiumReminded,
    PremiumWithdrawn,
    PremiumPaid,
    PremiumReversed,
    CoverSuspended,
    CoverResumed,
]
OF_COVER: dict[str, Any] = {"rom_code": "BOM", "guarantee_id": GUARANTEE, "loan_id": LOAN}
OF_QUARTER: dict[str, Any] = {
    "rom_code": "BOM",
    "premium_id": PREMIUM,
    "guarantee_id": GUARANTEE,
    "loan_id": LOAN,
    "quarter_on": date(2016, 10, 1),
    "amount_cents": 11_875_00,
}
EXAMPLES: list[Event] = [
    PremiumInvoiced(
        **OF_QUARTER,
        guaranteed_cents=1_900_000_00,
        premium_cents=11_875_00,
        correction_cents=0,
        invoiced_on=date(2016, 10, 1),
        due_on=date(2016, 11, 12),
    ),
    PremiumReminded(**OF_QUARTER, reminded_on=date(2016, 11, 13), reminder_due_on=date(2016, 11, 27)),
    PremiumWithdrawn(**OF_QUARTER, withdrawn_on=date(2016, 10, 10)),
    PremiumPaid(
        **OF_QUARTER,
        paid_on=date(2016, 10, 20),
        payment_reference="BOM/RVO/2016-11",
        paid_cents=24_375_00,
    ),
    PremiumReversed(
        **OF_QUARTER,
        payment_reference="BOM/RVO/2016-11",
        reason="De betaling hoorde bij een andere garantie.",
        due_on=date(2016, 11, 12),
        paid_cents=12_500_00,
        reversed_on=date(2016, 10, 24),
    ),
    CoverSuspended(
        **OF_COVER,
        suspended_on=date(2016, 11, 28),
        cure_due_on=date(2017, 1, 9),
        overdue_cents=11_875_00,
    ),
    CoverResumed(**OF_COVER, resumed_on=date(2016, 12, 20)),
]
