"""What the register does when loans asks for room, uses it or lets it go, and when time passes."""

from services.funding.state_aid.state_aid import queries, register, rules
from services.funding.state_aid.state_aid.models import AidEntry
from shared.contracts.loans import AidReservationReleased, AidReservationRequested, LoanGuaranteed
from shared.store.tx import Tx


async def reserve_aid(event: AidReservationRequested, tx: Tx) -> None:
    """Reserve the aid of an intended guarantee, or refuse it whole, and say so."""
    (undertaking,) = await register.locked([event.kvk_number], tx)
    entries, regimes = await register.account(event.kvk_number, event.legal_date, tx)
    booking = rules.reserve(undertaking.id, entries, regimes, event, tx.recorded_at)
    tx.session.add_all(booking.entries)
    tx.emit(*booking.events)


async def grant_aid(event: LoanGuaranteed, tx: Tx) -> None:
    """Book the aid of an issued guarantee."""
    (undertaking,) = await register.locked([event.kvk_number], tx)
    entries, regimes = await register.account(event.kvk_number, event.issued_on, tx)
    booking = rules.grant(undertaking.id, entries, regimes, event)
    tx.session.add_all(booking.entries)
    tx.emit(*booking.events)


async def release_aid(event: AidReservationReleased, tx: Tx) -> None:
    """Let the reservation of a guarantee go that will not be issued."""
    await register.locked([event.kvk_number], tx)
    entry = await tx.find(queries.entries_of(event.kvk_number).where(AidEntry.id == event.guarantee_id))
    tx.emit(*rules.release(entry, event.reason, tx.now).events)


async def expire_reservations(tx: Tx) -> None:
    """Let reservations go whose technical term has passed on the real clock."""
    lapsed = await tx.all(queries.expired(tx.recorded_at))
    await tx.all(queries.undertakings_of(lapsed), lock=True)
    still = queries.expired(tx.recorded_at).where(AidEntry.id.in_([entry.id for entry in lapsed]))
    for entry in await tx.all(still, lock=True):
        tx.emit(*rules.release(entry, "expired", tx.now).events)
