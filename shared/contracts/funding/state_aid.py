"""What the funding service tells of aid that is reserved, granted and given back."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import AT, GUARANTEE, KVK_NUMBER
from shared.kernel.events import Event


class AidReserved(FundingEvent):
    """State-aid room of an undertaking was reserved for an intended guarantee (domain.md 3.24, 3.25)."""

    fact = "aid-reserved"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    room_left_cents: int
    regime: str
    expires_at: datetime


class AidRefused(FundingEvent):
    """Aid would pass the undertaking's room, so none of it may be given (DM-3, all or nothing).

    `reason` is the code of the rule that refused: `aid.within-room`, or `regime.in-force` when no regulation
    covers the legal date.
    """

    fact = "aid-refused"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    room_left_cents: int
    reason: str


class AidGranted(FundingEvent):
    """Aid was granted, by a guarantee or by an award, on the day the legal right arose (DM-2).

    `reservation_id` is the id of its entry in the register, `basis` what makes it lawful (B41).
    `excess_cents` is what passes the undertaking's room: 0, unless the guarantee was issued after its
    reservation had ended and others had used the room, or on a day without a regulation, which gives no room
    at all. Then aid was given that may not stay.
    """

    fact = "aid-granted"
    semver = "1.1.0"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    excess_cents: int
    granted_on: date
    basis: str | None = None


class AidReleased(FundingEvent):
    """A reservation ended without a grant; its room is free again (domain.md 3.24)."""

    fact = "aid-released"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    reason: str
    released_at: datetime


class AidWithdrawn(FundingEvent):
    """Aid of a guarantee that loans lost is not counted any more, or only as reserved (docs/operator.md).

    `reserved_cents` is what of it stays reserved: the reservation was asked for by a fact that still holds.
    """

    fact = "aid-withdrawn"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    reserved_cents: int
    reason: str
    withdrawn_at: datetime


class AidLowered(FundingEvent):
    """Aid of an award is less, or ended: the award was lowered or withdrawn (domain.md 3.24).

    It is `amount_cents` now, 0 when it ended, on the day on which it was granted.
    """

    fact = "aid-lowered"
    aggregate = "reservation_id"

    reservation_id: UUID
    kvk_number: str
    amount_cents: int
    lowered_cents: int
    granted_on: date
    basis: str
    lowered_at: datetime


EVENTS: list[type[Event]] = [AidReserved, AidRefused, AidGranted, AidReleased, AidWithdrawn, AidLowered]
EXAMPLES: list[Event] = [
    AidReserved(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        room_left_cents=126_822_03,
        regime="de-minimis-2023",
        expires_at=AT,
    ),
    AidRefused(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        room_left_cents=100_000_00,
        reason="aid.within-room",
    ),
    AidGranted(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        excess_cents=0,
        granted_on=date(2015, 3, 2),
        basis="DE_MINIMIS",
    ),
    AidReleased(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        reason="expired",
        released_at=AT,
    ),
    AidWithdrawn(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        reserved_cents=0,
        reason="loans.fact-withdrawn",
        withdrawn_at=AT,
    ),
    AidLowered(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=100_000_00,
        lowered_cents=73_177_97,
        granted_on=date(2015, 3, 2),
        basis="DE_MINIMIS",
        lowered_at=AT,
    ),
]
