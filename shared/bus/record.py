"""One Kafka record, as much of it as parking must keep."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shared.bus.cloudevent import CloudEvent, NotAnEvent, decode

KEY_MAX_BYTES = 255


@dataclass(frozen=True)
class Record:
    """A record and where it stands; what it holds is decoded once, when it is first asked for."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]

    @property
    def position(self) -> str:
        """Where the record stands, as `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @cached_property
    def digest(self) -> bytes:
        """Of the value: after Kafka was lost and refilled, another record may stand at the same position."""
        return hashlib.sha256(self.value or b"").digest()

    @property
    def event(self) -> CloudEvent:
        """The event in it; NotAnEvent when it holds none."""
        if isinstance(self._decoded, NotAnEvent):
            raise NotAnEvent(self._decoded.reason)
        return self._decoded

    @cached_property
    def _decoded(self) -> CloudEvent | NotAnEvent:
        try:
            return decode(self.value, self.headers)
        except NotAnEvent as why:
            return why


@dataclass(frozen=True)
class Unreadable(Record):
    """What stands from an offset to the `last` one and cannot be read; `value` is the head of its batch."""

    last: int
    why: str


def kept(consumed: Any) -> Record:
    """A record as Kafka's client gives it; a key too long for an index is known by its digest."""
    key = consumed.key or b""
    if len(key) > KEY_MAX_BYTES:
        key = hashlib.sha256(key).hexdigest().encode()
    return Record(consumed.topic, consumed.partition, consumed.offset, key, consumed.value, consumed.headers)


def readable(record: Record) -> CloudEvent | None:
    """The event in a record, or None when it holds none."""
    try:
        return record.event
    except NotAnEvent:
        return None
