"""What is sent about a recovery, and what is answered."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.recoveries.models import Status
from shared.kernel.identifiers import RomCode
from shared.kernel.money import PositiveCents
from shared.web.dates import PastDate
from shared.web.named import Names
from shared.web.paging import PageQuery
from shared.web.schema import Line, Read, Uuid, Write


class GuaranteeRecoveryIn(Write):
    guarantee_id: Annotated[Uuid, Names(Guarantee)]
    amount_cents: Annotated[PositiveCents, Field(description="All that came in, the State's part included.")]
    received_on: PastDate
    reference: Annotated[Line, Field(description="The ROM's own for this receipt; each is reported once.")]


class WithdrawalIn(Write):
    reason: Line


class RemittanceIn(Write):
    remitted_on: PastDate
    remittance_reference: Annotated[Line, Field(description="By which the State finds the payment.")]


class ArrivalIn(Write):
    arrived_on: PastDate


class GuaranteeRecoveryOut(Read):
    rom_code: str
    claim_id: UUID
    guarantee_id: UUID
    loan_id: UUID
    regime: str
    reference: str
    amount_cents: int
    state_share_cents: Annotated[int, Field(description="What the ROM remits of it to the State.")]
    received_on: date
    reported_on: date
    remit_due_on: Annotated[date | None, Field(description="Null when no cent of it is the State's.")]
    status: Status
    remitted_on: date | None
    remittance_reference: str | None
    arrived_on: date | None
    ended_at: datetime | None


class GuaranteeRecoveryQuery(PageQuery):
    rom_code: RomCode | None = None
    claim_id: UUID | None = None
    guarantee_id: UUID | None = None
    loan_id: UUID | None = None
    status: Status | None = None
