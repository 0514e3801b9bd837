"""Facts that the loans service publishes on `groeikracht.loans` and to the ROM they concern."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts import claims, premiums, recoveries
from shared.contracts.of_loans import LoansEvent, RomEvent
from shared.contracts.withdrawn import LoansFactWithdrawn
from shared.kernel.events import Event, outbound_topic


class LoanApproved(RomEvent):
    """A ROM's credit committee approved a subordinated loan (A16; domain.md 3.15).

    Since 1.1.0 also in whose name, and under which mandate unless that body decided itself (B10).
    """

    fact = "loan-approved"
    semver = "1.1.0"
    aggregate = "loan_id"

    loan_id: UUID
    kvk_number: str
    project_id: UUID | None
    principal_cents: int
    interest_percent: Decimal
    approved_at: datetime
    deciding_body: str | None = None
    mandate: str | None = None


class AidReservationRequested(LoansEvent):
    """The State means to guarantee a loan and asks funding to reserve the aid in it (domain.md 3.25)."""

    fact = "aid-reservation-requested"
    aggregate = "guarantee_id"

    guarantee_id: UUID
    loan_id: UUID
    kvk_number: str
    amount_cents: int
    legal_date: date
    requested_at: datetime


class AidReservationReleased(LoansEvent):
    """A guarantee will not be issued after all; its reserved aid room is no longer needed."""

    fact = "aid-reservation-released"
    aggregate = "guarantee_id"

    guarantee_id: UUID
    kvk_number: str
    reason: str
    released_at: datetime


class GuaranteeRefused(RomEvent):
    """The State refused a guarantee; `reason` is the code of the rule that stood in the way."""

    fact = "guarantee-refused"
    aggregate = "guarantee_id"

    guarantee_id: UUID
    loan_id: UUID
    reason: str
    refused_at: datetime


class LoanGuaranteed(RomEvent):
    """The State guaranteed (borg) a part of a subordinated loan (B23; domain.md 3.16).

    Since 1.1.0 also in whose name, and under which mandate unless that body decided itself (B10).
    """

    fact = "loan-guaranteed"
    semver = "1.1.0"
    aggregate = "guarantee_id"

    guarantee_id: UUID
    loan_id: UUID
    kvk_number: str
    project_id: UUID | None
    principal_cents: int
    guarantee_percent: Decimal
    guaranteed_cents: int
    premium_percent: Decimal
    aid_cents: int
    scheme: str
    regime: str
    issued_on: date
    issued_at: datetime
    deciding_body: str | None = None
    mandate: str | None = None


class GuaranteeReleased(RomEvent):
    """A guarantee ended; the exposure is free again, the yearly production is not (domain.md 3.22)."""

    fact = "guarantee-released"
    aggregate = "guarantee_id"

    guarantee_id: UUID
    loan_id: UUID
    released_cents: int
    reason: str
    released_at: datetime


class DisbursementBooked(RomEvent):
    """A reported disbursement was accepted; the loan is active (domain.md 3.17, 3.18)."""

    fact = "disbursement-booked"
    aggregate = "loan_id"

    loan_id: UUID
    message_id: str
    amount_cents: int
    disbursed_on: date
    outstanding_cents: int
    guaranteed_cents: int


class RepaymentBooked(RomEvent):
    """A reported repayment was accepted; the guaranteed amount fell in proportion (GN-2; O17)."""

    fact = "repayment-booked"
    aggregate = "loan_id"

    loan_id: UUID
    message_id: str
    amount_cents: int
    repaid_on: date
    outstanding_cents: int
    guaranteed_cents: int


class MessageRefused(RomEvent):
    """A message of a ROM's back-office was not accepted; nothing of it was booked.

    `message_id` is the CloudEvents id of the refused message, or `topic/partition/offset` when it had none
    that could be read. `reason` is the code of the rule that refused it, `detail` says how to mend it;
    since 1.1.0 `detail_nl` says so in Dutch.
    """

    fact = "message-refused"
    semver = "1.1.0"
    aggregate = "refusal_id"

    refusal_id: UUID
    message_id: str
    position: str
    reason: str
    detail: str
    facts: dict[str, str]
    refused_at: datetime
    detail_nl: str | None = None

    def topics(self) -> tuple[str, ...]:
        """Only the ROM that sent the message hears of it."""
        return (outbound_topic(self.rom_code),)


EVENTS: list[type[Event]] = [
    LoanApproved,
    AidReservationRequested,
    AidReservationReleased,
    GuaranteeRefused,
    LoanGuaranteed,
    GuaranteeReleased,
    DisbursementBooked,
    RepaymentBooked,
    MessageRefused,
    *claims.EVENTS,
    *recoveries.EVENTS,
    *premiums.EVENTS,
    LoansFactWithdrawn,
]
