"""Facts that a ROM's back-office reports on its own topic `groeikracht.rom.<rom>.inbound`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from shared.kernel.events import Event
from shared.kernel.money import Cents, PositiveCents
from shared.kernel.written import line

EVIDENCE_MAX = 50
Code = Annotated[str, StringConstraints(pattern="^[A-Z][A-Z0-9_]{1,39}$")]
Reference = Annotated[  # read as a request's is: the same one by HTTP and by message is the same text
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
    BeforeValidator(line),
]


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


class DefaultReported(RomReport):
    """A guaranteed loan is in default (wanprestatie): `loss_event` is one that the scheme knows (2.14)."""

    fact = "default-reported"
    aggregate = "loan_id"

    loan_id: UUID
    loss_event: Code
    occurred_on: date


class ClaimFiled(RomReport):
    """The ROM claims its loss on a guaranteed loan (verliesdeclaratie; domain.md 3.20).

    `evidence` are references to the documents that prove it.
    """

    fact = "claim-filed"
    aggregate = "loan_id"

    loan_id: UUID
    outstanding_cents: PositiveCents
    proceeds_cents: Cents
    evidence: Annotated[list[Reference], Field(min_length=1, max_length=EVIDENCE_MAX)]


class ClaimSupplemented(RomReport):
    """The ROM answers what the State asked; the proceeds are those of the whole claim (domain.md 3.20)."""

    fact = "claim-supplemented"
    aggregate = "loan_id"

    loan_id: UUID
    proceeds_cents: Cents
    evidence: Annotated[list[Reference], Field(min_length=1, max_length=EVIDENCE_MAX)]


class RecoveryReported(RomReport):
    """Something came in on a loan whose loss the State paid (opbrengst na uitbetaling; domain.md 3.21).

    `reference` is the ROM's own for the receipt: the same one is never booked twice.
    """

    fact = "recovery-reported"
    aggregate = "loan_id"

    loan_id: UUID
    amount_cents: PositiveCents
    received_on: date
    reference: Reference


class RemittanceReported(RomReport):
    """The ROM paid the State its part of the recovery of a reference (afdracht; domain.md 3.21)."""

    fact = "remittance-reported"
    aggregate = "loan_id"

    loan_id: UUID
    reference: Reference
    remitted_on: date
    remittance_reference: Reference


EVENTS: list[type[Event]] = [
    DisbursementReported,
    RepaymentReported,
    DefaultReported,
    ClaimFiled,
    ClaimSupplemented,
    RecoveryReported,
    RemittanceReported,
]
