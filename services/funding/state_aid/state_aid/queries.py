"""How undertakings and their entries are found and locked."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import Insert, insert

from services.funding.state_aid.state_aid.models import AidEntry, Status, Undertaking

KVK = UUID("5d2c1f58-3f0b-5b0e-9a54-6a4d1f8d9a11")  # namespace of the ids below
EXPIRED_AT_ONCE = 100


def undertaking_id(kvk_number: str) -> UUID:
    """The id of an undertaking, which follows from its KvK number so that its row can be made and locked."""
    return uuid5(KVK, kvk_number)


def enter(undertakings: Mapping[UUID, str]) -> Insert:
    """Make rows of undertakings (KvK numbers by id), in this order, where none are: a lock needs a row."""
    same = {"owner": "state", "version": 1}
    rows = [{"id": key, "kvk_number": number, **same} for key, number in undertakings.items()]
    return insert(Undertaking).values(rows).on_conflict_do_nothing()


def entries_of(*kvk_numbers: str) -> Select[AidEntry]:
    """All aid of some undertakings, oldest first."""
    known = select(AidEntry).where(AidEntry.kvk_number.in_(kvk_numbers))
    return known.order_by(AidEntry.counts_from, AidEntry.id)


def entry(guarantee_id: UUID) -> Select[AidEntry]:
    """The aid of a guarantee, if any was asked for."""
    return select(AidEntry).where(AidEntry.id == guarantee_id)


def expired(at: datetime) -> Select[AidEntry]:
    """Reservations whose time has passed, some at a time."""
    lapsed = select(AidEntry).filter_by(status=Status.RESERVED).where(AidEntry.expires_at <= at)
    return lapsed.order_by(AidEntry.expires_at, AidEntry.id).limit(EXPIRED_AT_ONCE)


def undertakings_of(entries: list[AidEntry]) -> Select[Undertaking]:
    """The undertakings of some entries, in the order in which they are to be locked."""
    ids = {entry.undertaking_id for entry in entries}
    return select(Undertaking).where(Undertaking.id.in_(ids)).order_by(Undertaking.id)


def granted_by(application_id: UUID) -> Select[AidEntry]:
    """The aid that an award gave, and that stands, in the order in which it was given."""
    mine = select(AidEntry).filter_by(application_id=application_id, status=Status.GRANTED)
    return mine.order_by(AidEntry.id)
