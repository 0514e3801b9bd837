"""How much de minimis room an undertaking has, and how aid is reserved, granted and let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.funding.state_aid.state_aid.models import GRANTING_BODIES, AidEntry, Basis, Status
from services.funding.state_aid.state_aid.rooms import DE_MINIMIS, ROOMS, Regimes, room, used
from shared.contracts.funding.state_aid import AidGranted, AidRefused, AidReleased, AidReserved
from shared.contracts.loans import AidReservationRequested, LoanGuaranteed
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, Regime
from shared.kernel.rules import Rule

LIFE = Lifecycle(
    "aid",
    Status.REFUSED,  # nothing is given by an entry until it is reserved
    {
        (Status.REFUSED, "reserve"): Status.RESERVED,
        (Status.RESERVED, "grant"): Status.GRANTED,
        (Status.RESERVED, "release"): Status.RELEASED,
        # a guarantee issued against a room that is gone is aid all the same: booked, with its excess
        (Status.RELEASED, "grant"): Status.GRANTED,
        (Status.REFUSED, "grant"): Status.GRANTED,
        # the award that gave it was lowered or withdrawn
        (Status.GRANTED, "lower"): Status.GRANTED,
        (Status.GRANTED, "end"): Status.RELEASED,
        # loans was restored to a moment before it asked for the aid, or before it issued the guarantee
        (Status.RESERVED, "withdraw"): Status.RELEASED,
        (Status.GRANTED, "withdraw"): Status.RELEASED,
        (Status.GRANTED, "withdraw_grant"): Status.RESERVED,
        # and then asked for it again
        (Status.RELEASED, "ask_again"): Status.REFUSED,
        (Status.REFUSED, "ask_again"): Status.REFUSED,
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
LOST = "loans.fact-withdrawn"


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
    sgei_room_cents: int
    entries: Sequence[AidEntry]


def standing(kvk_number: str, entries: Sequence[AidEntry], regimes: Regimes, reader: Principal) -> Standing:
    """How an undertaking stands; one without entries has all its room (DM-1)."""
    GRANTING_BODY.require(reader.tenant.kind in GRANTING_BODIES)
    on, regime = next(iter(regimes.general.items()))
    IN_FORCE.require(regime.covers(on), regime=DE_MINIMIS, date=on)
    return Standing(
        kvk_number=kvk_number,
        reference_date=on,
        regime=regime.reference,
        ceiling_cents=regime.whole("ceiling_cents"),
        used_cents=used(entries, on, regime, (Basis.DE_MINIMIS,)),
        reserved_cents=sum(entry.amount_cents for entry in entries if entry.status is Status.RESERVED),
        room_cents=room(Basis.DE_MINIMIS, entries, regimes),
        sgei_room_cents=room(Basis.SGEI, entries, regimes),
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

    One that loans lost after it was answered, and makes again, is answered anew.
    Without a regulation in force none is reserved (DM-7), and whoever asked hears that too.
    """
    known = next((entry for entry in entries if entry.id == event.guarantee_id), None)
    if known is not None and known.end_reason != LOST:
        return Booking()
    regime, left = regimes.general[event.legal_date], room(Basis.DE_MINIMIS, entries, regimes)
    if known is None:
        entry = _entered(undertaking_id, event, event.amount_cents, event.legal_date, regime)
    else:
        entry = _asked_again(known, event, regime)
    told = {"reservation_id": entry.id, "kvk_number": entry.kvk_number, "amount_cents": entry.amount_cents}
    covered = regime.covers(event.legal_date)
    if not covered or entry.amount_cents > left:
        reason = WITHIN_ROOM.code if covered else IN_FORCE.code
        return Booking([entry], [AidRefused(**told, room_left_cents=left, reason=reason)])
    expires_at = at + timedelta(days=regime.whole("reservation_days"))
    entry.status = LIFE.after(entry.status, "reserve")
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
    regime = regimes.general[event.issued_on]
    left = room(Basis.DE_MINIMIS, _rivals(entries, known), regimes)
    entry = known or _entered(undertaking_id, event, event.aid_cents, event.issued_on, regime)
    entry.status = LIFE.after(entry.status, "grant")
    entry.ended_at = entry.end_reason = None
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
        basis=entry.basis,
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


def _asked_again(entry: AidEntry, event: AidReservationRequested, regime: Regime) -> AidEntry:
    """The entry of a request that was lost, as if it had never been answered."""
    entry.status = LIFE.after(entry.status, "ask_again")
    entry.amount_cents, entry.counts_from, entry.regime = (
        event.amount_cents,
        event.legal_date,
        regime.reference,
    )
    entry.expires_at = entry.ended_at = entry.end_reason = None
    return entry


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
    basis, on = declaration.basis, declaration.granted_on
    regime = _judged_by(basis, regimes, on) if basis in ROOMS else ""
    excess_cents = max(declaration.amount_cents - room(basis, entries, regimes), 0) if basis in ROOMS else 0
    return AidEntry(
        owner="state",
        undertaking_id=undertaking_id,
        kvk_number=declaration.kvk_number,
        basis=declaration.basis,
        amount_cents=declaration.amount_cents,
        counts_from=declaration.granted_on,
        source=declaration.source,
        status=Status.GRANTED,
        regime=regime,
        excess_cents=excess_cents,
    )


def _judged_by(basis: Basis, regimes: Regimes, on: date) -> str:
    regime = regimes.of(basis)[on]
    IN_FORCE.require(regime.covers(on), regime=regime.code, date=on)
    return regime.reference
