"""What is undone of aid when loans lost, with its database, the fact that led to it."""

from datetime import datetime

from services.funding.state_aid.state_aid.models import AidEntry, Status
from services.funding.state_aid.state_aid.rules import LIFE, LOST
from shared.contracts.funding.state_aid import AidWithdrawn
from shared.contracts.loans import AidReservationRequested, LoanGuaranteed
from shared.contracts.withdrawn import LoansFactWithdrawn
from shared.kernel.events import Event

UNDONE = (AidReservationRequested.type(), LoanGuaranteed.type())  # by `withdraw`


def withdraw(entry: AidEntry, fact: LoansFactWithdrawn, at: datetime) -> list[Event]:
    """Undo what a fact did here that loans lost with its database; tell it of aid that counted.

    Without its request nothing of the aid is left; without the guarantee alone it is reserved, as much as
    was granted, until loans issues again or the reservation expires. A lost request may be made again, also
    when it was refused or its reservation had ended.
    """
    counted = entry.status in (Status.RESERVED, Status.GRANTED)
    unissued = fact.fact_type == LoanGuaranteed.type() and entry.status is Status.GRANTED
    unasked = fact.fact_type == AidReservationRequested.type() or (unissued and entry.expires_at is None)
    if unasked:
        entry.ended_at, entry.end_reason = at, LOST
    if not counted or not (unissued or unasked):
        return []
    entry.status = LIFE.after(entry.status, "withdraw" if unasked else "withdraw_grant")
    entry.excess_cents = 0
    return [
        AidWithdrawn(
            reservation_id=entry.id,
            kvk_number=entry.kvk_number,
            amount_cents=entry.amount_cents,
            reserved_cents=0 if unasked else entry.amount_cents,
            reason=LOST,
            withdrawn_at=at,
        )
    ]
