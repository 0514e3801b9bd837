"""Facts that a ROM's back-office reports on its own topic `groeikracht.rom.<rom>.inbound`."""

from datetime import date
from uuid import UUID

from shared.kernel.events import Event
from shared.kernel.money import PositiveCents


class RomReport(Event):
    """A report by a ROM; which ROM sent it follows from the topic, never from the message."""

    service = "rom"

    def topics(self) -> tuple[str, ...]:
        """Published by the ROM itself, so by no topic of ours."""
        return ()


class DisbursementReported(RomReport):
    """The ROM paid out (a part of) a contracted loan (uitbetaling; domain.md 3.17)."""

    fact = "disbursement-reported"
    aggregate = "loan_id"

    loan_id: UUID
    amount_cents: PositiveCents
    disbursed_on: date


class RepaymentReported(RomReport):
    """The borrower repaid principal (aflossing; domain.md 3.18)."""

    fact = "repayment-reported"
    aggregate = "loan_id"

    loan_id: UUID
    amount_cents: PositiveCents
    repaid_on: date


EVENTS: list[type[Event]] = [DisbursementReported, RepaymentReported]
