"""What the register does when loans asks for room, uses it or lets it go, and when time passes."""

from services.funding.state_aid import queries, rules
from services.funding.state_aid.models import AidEntry, Undertaking
from shared.contracts.loans import AidReservationReleased, AidReservationRequested, LoanGuaranteed
from shared.store.tx import Tx


async def reserve_aid(event: AidReservationRequested, tx: Tx) -> None:
    """Reserve the aid of an intended guarantee, or refuse it whole, and say so."""
    undertaking = await _locked(event.kvk_number, tx)
    entries = await tx.all(queries.entries_of(event.kvk_number))
    regimes = await tx.regimes(rules.DE_MINIMIS, rules.dates_to_check(entries, event.legal_date))
    booking = rules.reserve(undertaking.id, entries, regimes, event, tx.recorded_at)
    tx.session.add_all(booking.entries)
    tx.emit(*booking.events)


async def grant_aid(event: LoanGuaranteed, tx: Tx) -> None:
    """Book the aid of an issued guarantee."""
    undertaking = await _locked(event.kvk_number, tx)
    entries = await tx.all(queries.entries_of(event.kvk_number))
    regimes = await tx.regimes(rules.DE_MINIMIS, rules.dates_to_check(entries, event.issued_on))
    booking = rules.grant(undertaking.id, entries, regimes, event)
    tx.session.add_all(booking.entries)
    tx.emit(*booking.events)


async def release_aid(event: AidReservationReleased, tx: Tx) -> None:
    """Let the reservation of a guarantee go that will not be issued."""
    await _locked(event.kvk_number, tx)
    entry = await tx.find(queries.entries_of(event.kvk_number).where(AidEntry.id == event.guarantee_id))
    tx.emit(*rules.release(entry, event.reason, tx.now).events)


async def expire_reservations(tx: Tx) -> None:
    """Let reservations go whose technical term has passed on the real clock."""
    lapsed = await tx.all(queries.expired(tx.recorded_at))
    await tx.all(queries.undertakings_of(lapsed), lock=True)
    still = queries.expired(tx.recorded_at).where(AidEntry.id.in_([entry.id for entry in lapsed]))
    for entry in await tx.all(still, lock=True):
        tx.emit(*rules.release(entry, "expired", tx.now).events)


async def _locked(kvk_number: str, tx: Tx) -> Undertaking:
    await tx.session.execute(queries.enter(kvk_number))
    return await tx.get(Undertaking, queries.undertaking_id(kvk_number), lock=True)
