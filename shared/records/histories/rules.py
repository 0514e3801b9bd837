"""Who reads the history of a record, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.kernel.principal import Tenant, TenantKind
from shared.kernel.rules import Rule
from shared.store.entity import Entity

OWN_RECORD = Rule(
    "history.own-record",
    "The history of a record is read by the body that owns it, and by the State.",
    source="B10; issue: what everyone needs",
    mend="Ask the body that owns the record; what it published can be read in the record itself.",
    refusal="The record is of another body",
    status=403,
)
SUITE = "suite"  # what a timer or an event of another service brought about
PUBLISHED = "nl.groeikracht."  # how the types of events begin, and so the acts that published one


@dataclass(frozen=True)
class Act:
    """One act on a record (handeling), as its reader may know it."""

    recorded_at: datetime
    business_at: datetime
    act: str
    body: str
    actor: str | None
    facts: dict[str, Any] | None
    times: int
    last_recorded_at: datetime | None


def require_reader(record: Entity, reader: Tenant) -> None:
    """Refuse whoever is neither the owner of the record nor the State."""
    OWN_RECORD.require(reader.kind is TenantKind.STATE or record.owner == str(reader))


def shown(entry: Mapping[str, Any], reader: Tenant) -> Act:
    """What a reader is told of an audit entry.

    A body sees which of its own people acted, never who acted for another body. What another body did is
    told in full to the State; to the owner as far as it was published, or nobody's act but the suite's.
    """
    own = entry["tenant"] == str(reader)
    open_to_owner = entry["tenant"] == SUITE or entry["action"].startswith(PUBLISHED)
    told = own or reader.kind is TenantKind.STATE or open_to_owner
    return Act(
        recorded_at=datetime.fromisoformat(entry["recorded_at"]),
        business_at=datetime.fromisoformat(entry["business_at"]),
        act=entry["action"],
        body=entry["tenant"],
        actor=entry["actor"] if own else None,
        facts=entry["facts"] if told else None,
        times=entry.get("times", 1),
        last_recorded_at=datetime.fromisoformat(entry["last_at"]) if "last_at" in entry else None,
    )
