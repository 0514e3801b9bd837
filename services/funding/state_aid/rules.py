"""How much de minimis room an undertaking has, and how aid is reserved, granted and let go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.funding.state_aid.models import GRANTING_BODIES, AidEntry, Basis, Status
from shared.contracts.funding import AidGranted, AidRefused, AidReleased, AidReserved
from shared.contracts.loans import AidReservationRequested, LoanGuaranteed
from shared.kernel.calendar import years_before
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "aid",
    Status.RESERVED,
    {
        (Status.RESERVED, "grant"): Status.GRANTED,
        (Status.RESERVED, "release"): Status.RELEASED,
        # a guarantee issued against a room that is gone is aid all the same: booked, with its excess
        (Status.RELEASED, "grant"): Status.GRANTED,
        (Status.REFUSED, "grant"): Status.GRANTED,
        # loans was restored to a moment before it asked for the aid, or before it issued the guarantee
        (Status.RESERVED, "withdraw"): Status.RELEASED,
        (Status.GRANTED, "withdraw"): Status.RELEASED,
        (Status.GRANTED, "withdraw_grant"): Status.RESERVED,
    },
    source="domain.md 3.24",
)
WITHIN_ROOM = Rule(
    "aid.within-room",
    "De minimis aid to an undertaking stays within the ceiling in every window; else none of it is given.",
    source="DM-1 to DM-3; O6",
    mend="Lower the aid to the room in the answer, or wait until earlier aid leaves the window.",
    refusal="The undertaking has too little room left for this de minimis aid",
)
GRANTED_BY_NOW = Rule(
    "aid.granted-by-now",
    "Declared aid has been granted, not announced.",
    source="DM-2",
    mend="Give the day on which the legal right arose.",
    refusal="The aid would be granted on a day that has not come",
)
GRANTING_BODY = Rule(
    "aid.granting-body",
    "The register of aid is read by bodies that give aid.",
    source="DM-8",
    mend="Ask a granting body.",
    refusal="Your body gives no aid, and does not read the register of it",
    status=403,
)
DE_MINIMIS = "de-minimis"
LOST = "loans.fact-withdrawn"

# for each of `dates_to_check`, the asked date first: the version in force, else the last one known
Regimes = Mapping[date, Regime]


@dataclass(frozen=True)
class Booking:
    """What a message changes in the register: new entries and the facts to publish."""

    entries: Sequence[AidEntry] = ()
    events: Sequence[Event] = ()


@dataclass(frozen=True)
class Declaration:
    """Aid that a body says it granted: to whom, how much in cents, when, on which basis."""

    kvk_number: str
    amount_cents: int
    granted_on: date
    basis: Basis
    source: str


@dataclass(frozen=True)
class Standing:
    """What an undertaking used on a date, and has left for new aid on that date, in cents."""

    kvk_number: str
    reference_date: date
    regime: str
    ceiling_cents: int
    used_cents: int
    reserved_cents: int
    room_cents: int
    entries: Sequence[AidEntry]


def dates_to_check(entries: Sequence[AidEntry], on: date) -> list[date]:
    """The dates whose windows aid granted `on` may fall in: that date, and those of every later grant."""
    return [
        on,
        *sorted({e.counts_from for e in entries if e.status is Status.GRANTED and e.counts_from > on}),
    ]


def used(entries: Sequence[AidEntry], on: date, regime: Regime) -> int:
    """De minimis aid in the window that ends `on`, both ends included (D7), and all that is reserved."""
    first = years_before(on, regime.whole("window_years"))
    counting = (
        entry.amount_cents
        for entry in entries
        if entry.basis is Basis.DE_MINIMIS
        and (entry.status is Status.RESERVED or _granted_within(entry, first, on))
    )
    return sum(counting)


def _granted_within(entry: AidEntry, first: date, last: date) -> bool:
    return entry.status is Status.GRANTED and first <= entry.counts_from <= last


def room(entries: Sequence[AidEntry], regimes: Regimes) -> int:
    """What may still be granted on the first of the dates, so that no window that it falls in is passed.

    Nothing may on a date that no regulation covers. A window that ends on such a date has the last ceiling
    known: aid was booked there as a fact.
    """
    on, in_force = next(iter(regimes.items()))
    if not in_force.covers(on):
        return 0
    return min(
        max(regime.whole("ceiling_cents") - used(entries, day, regime), 0)
        for day, regime in regimes.items()
        if years_before(day, regime.whole("window_years")) <= on
    )


def standing(kvk_number: str, entries: Sequence[AidEntry], regimes: Regimes, reader: Principal) -> Standing:
    """How an undertaking stands; one without entries has all its room (DM-1)."""
    GRANTING_BODY.require(reader.tenant.kind in GRANTING_BODIES)
    on, regime = next(iter(regimes.items()))
    IN_FORCE.require(regime.covers(on), regime=DE_MINIMIS, date=on)
    return Standing(
        kvk_number=kvk_number,
        reference_date=on,
        regime=regime.reference,
        ceiling_cents=regime.whole("ceiling_cents"),
        used_cents=used(entries, on, regime),
        reserved_cents=sum(entry.amount_cents for entry in entries if entry.status is Status.RESERVED),
        room_cents=room(entries, regimes),
        entries=entries,
    )


def reserve(
    undertaking_id: UUID,
    entries: Sequence[AidEntry],
    regimes: Regimes,
    event: AidReservationRequested,
    at: datetime,
) -> Booking:
    """Reserve the whole of the aid, or none of it (DM-3); a request answered before changes nothing.

    Without a regulation in force none is reserved (DM-7), and whoever asked hears that too.
    """
    known = next((entry for entry in entries if entry.id == event.guarantee_id), None)
    if known is not None and known.end_reason != LOST:
        return Booking()
    regime, left = regimes[event.legal_date], room(entries, regimes)
    entry = known or _entered(undertaking_id, event, event.amount_cents, event.legal_date, regime)
    entry.amount_cents, entry.counts_from, entry.regime = (
        event.amount_cents,
        event.legal_date,
        regime.reference,
    )
    entry.ended_at = entry.end_reason = None
    told = {"reservation_id": entry.id, "kvk_number": entry.kvk_number, "amount_cents": entry.amount_cents}
    covered = regime.covers(event.legal_date)
    if not covered or entry.amount_cents > left:
        reason = WITHIN_ROOM.code if covered else IN_FORCE.code
        return Booking([entry], [AidRefused(**told, room_left_cents=left, reason=reason)])
    expires_at = at + timedelta(days=regime.whole("reservation_days"))
    entry.status = Status.RESERVED
    entry.expires_at = expires_at
    left -= entry.amount_cents
    reserved = AidReserved(**told, room_left_cents=left, regime=entry.regime, expires_at=expires_at)
    return Booking([entry], [reserved])


def grant(
    undertaking_id: UUID, entries: Sequence[AidEntry], regimes: Regimes, event: LoanGuaranteed
) -> Booking:
    """Book the aid of an issued guarantee on the day it was issued (DM-2).

    It was given by issuing, so it is booked even when its reservation had ended; what then passes the room is
    kept and published as `excess_cents`: all of it when no regulation was in force that day. A guarantee
    without aid, or one booked before, changes nothing.
    """
    known = next((entry for entry in entries if entry.id == event.guarantee_id), None)
    without_aid = known is None and event.aid_cents == 0
    if without_aid or (known is not None and known.status is Status.GRANTED):
        return Booking()
    regime = regimes[event.issued_on]
    left = room(_rivals(entries, known), regimes)
    entry = known or _entered(undertaking_id, event, event.aid_cents, event.issued_on, regime)
    entry.status = LIFE.after(entry.status, "grant")
    entry.amount_cents = event.aid_cents
    entry.counts_from = event.issued_on
    entry.regime = regime.reference
    entry.excess_cents = max(event.aid_cents - left, 0)
    granted = AidGranted(
        reservation_id=entry.id,
        kvk_number=entry.kvk_number,
        amount_cents=entry.amount_cents,
        excess_cents=entry.excess_cents,
        granted_on=entry.counts_from,
    )
    return Booking([entry], [granted])


def _rivals(entries: Sequence[AidEntry], known: AidEntry | None) -> list[AidEntry]:
    """The entries that a grant competes with for room.

    Aid that was still reserved was weighed against every other reservation when it was asked for. Weighing it
    again would count one for a later date in an earlier window, under another ceiling.
    """
    held = known is not None and known.status is Status.RESERVED
    return [e for e in entries if e is not known and not (held and e.status is Status.RESERVED)]


def _entered(
    undertaking_id: UUID,
    event: AidReservationRequested | LoanGuaranteed,
    amount_cents: int,
    counts_from: date,
    regime: Regime,
) -> AidEntry:
    """The entry of a guarantee, under the guarantee's id; nothing is given by it yet."""
    return AidEntry(
        id=event.guarantee_id,
        owner="state",
        undertaking_id=undertaking_id,
        kvk_number=event.kvk_number,
        basis=Basis.DE_MINIMIS,
        amount_cents=amount_cents,
        counts_from=counts_from,
        source=f"guarantee {event.guarantee_id}",
        status=Status.REFUSED,
        regime=regime.reference,
    )


def release(entry: AidEntry | None, reason: str, at: datetime) -> Booking:
    """Let a reservation go, so that its room is free; one that was refused or has ended changes nothing."""
    if entry is None or entry.status in (Status.REFUSED, Status.RELEASED):
        return Booking()
    entry.status = LIFE.after(entry.status, "release")
    entry.ended_at = at
    entry.end_reason = reason
    released = AidReleased(
        reservation_id=entry.id,
        kvk_number=entry.kvk_number,
        amount_cents=entry.amount_cents,
        reason=reason,
        released_at=at,
    )
    return Booking(events=[released])


def declare(
    undertaking_id: UUID,
    entries: Sequence[AidEntry],
    regimes: Regimes,
    declaration: Declaration,
    today: date,
) -> AidEntry:
    """Enter aid that was granted elsewhere; it is a fact, so what passes the room is kept as its excess."""
    GRANTED_BY_NOW.require(declaration.granted_on <= today)
    regime = regimes[declaration.granted_on]
    IN_FORCE.require(regime.covers(declaration.granted_on), regime=DE_MINIMIS, date=declaration.granted_on)
    counts = declaration.basis is Basis.DE_MINIMIS
    excess_cents = max(declaration.amount_cents - room(entries, regimes), 0) if counts else 0
    return AidEntry(
        owner="state",
        undertaking_id=undertaking_id,
        kvk_number=declaration.kvk_number,
        basis=declaration.basis,
        amount_cents=declaration.amount_cents,
        counts_from=declaration.granted_on,
        source=declaration.source,
        status=Status.GRANTED,
        regime=regime.reference,
        excess_cents=excess_cents,
    )
