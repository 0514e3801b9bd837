"""What becomes of the aid in an award that is lowered or withdrawn: every part in proportion (3.24)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.funding.applications.applications.models import Application, Status
from services.funding.state_aid.state_aid.models import AidEntry
from services.funding.state_aid.state_aid.rules import LIFE
from shared.contracts.funding.state_aid import AidLowered
from shared.kernel.money import split


def lower(application: Application, entries: Iterable[AidEntry], at: datetime) -> list[AidLowered]:
    """Lower every part of an award in proportion to the cent, and its aid as of the day it was granted.

    `entries` are those of the award that stand, their undertakings locked. An award of before parts were
    asked has none.
    """
    parts = application.recipients
    if parts is None:
        return []
    standing: dict[tuple[Any, ...], list[AidEntry]] = defaultdict(list)
    for entry in entries:
        standing[_key(vars(entry))].append(entry)
    left = split(application.awarded_cents or 0, [part["amount_cents"] for part in parts])
    told, reason = [], "award.settled" if application.status is Status.SETTLED else "award.withdrawn"
    for part, cents in zip(parts, left, strict=True):
        lowered = standing[_key(part)][:1] if cents < part["amount_cents"] else []
        for entry in lowered:
            standing[_key(part)].remove(entry)
            told.append(_lower(entry, cents, reason, at))
    application.recipients = [
        {**part, "amount_cents": cents} for part, cents in zip(parts, left, strict=True) if cents
    ]
    return told


def _key(part: dict[str, Any]) -> tuple[Any, ...]:
    """What tells a part of an award, and its entry in the register, apart from the others."""
    return tuple(
        str(part[name]) for name in ("kvk_number", "basis", "amount_cents", "measure", "commission_decision")
    )


def _lower(entry: AidEntry, cents: int, reason: str, at: datetime) -> AidLowered:
    lowered_cents = entry.amount_cents - cents
    entry.status = LIFE.after(entry.status, "lower" if cents else "end")
    if cents:
        entry.amount_cents = cents
    else:
        entry.ended_at, entry.end_reason = at, reason
    return AidLowered(
        reservation_id=entry.id,
        kvk_number=entry.kvk_number,
        amount_cents=cents,
        lowered_cents=lowered_cents,
        granted_on=entry.counts_from,
        basis=entry.basis,
        lowered_at=at,
    )
