"""Batches of records as the brokers keep them, unpacked to a bound, and each of their faults with its end.

Kafka's client unpacks whatever a producer packed: a few kilobytes become gigabytes, and the brokers bound
only what is packed. Nor does it say where the next batch begins when one cannot be read. So it is given these
in the place of its own (`shared/bus/kafka.py`).
"""

import contextlib
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import cramjam
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatch
from aiokafka.record.util import decode_varint

UNPACKED_MAX = 4 * 1024 * 1024  # bytes; clients pack at most 1 MiB unless told otherwise
RECORD_HEADERS_MAX = 1_000
SMALL = 64 * 1024  # in so little nothing of a harmful size can hide
ROOMS = (SMALL, 512 * 1024, UNPACKED_MAX)  # what is unpacked is tried to fit in

ENDS_AT = struct.Struct(">qi")  # base offset; length of what follows
MAGIC_AT = 16
ATTRIBUTES_AT = 21
HEAD = 61
CODEC = 0x07
TOLD = f"damaged, or more than {UNPACKED_MAX} bytes when unpacked"


class UnreadableBatch(CorruptRecordException):  # type: ignore[misc]
    """A batch that cannot be read, or not to its end; `end` is the offset at which the next one begins.

    `head` are its first bytes, with its checksum: another batch at the same offsets has another.
    """

    def __init__(self, end: int, reason: str, held: memoryview) -> None:
        super().__init__(reason)
        self.end = end
        self.reason = reason
        self.head = bytes(held[:HEAD])


class Batches:
    """What one answer of the brokers holds of a partition."""

    def __init__(self, held: bytes) -> None:
        self._held = memoryview(held)
        self._next = 0

    def size_in_bytes(self) -> int:
        """How much was fetched; a part of a batch counts."""
        return len(self._held)

    def has_next(self) -> bool:
        """Whether a whole batch is there still."""
        left = self._held[self._next :]
        return len(left) >= HEAD and len(left) >= ENDS_AT.size + ENDS_AT.unpack_from(left)[1]

    def next_batch(self) -> "Batch":
        """The next one, not unpacked yet."""
        left = self._held[self._next :]
        base_offset, length = ENDS_AT.unpack_from(left)
        if left[MAGIC_AT] != 2:
            reason = "a message of a format older than Kafka 0.11"
            raise UnreadableBatch(base_offset + 1, reason, left)
        end = ENDS_AT.size + length
        self._next += end
        return Batch(left[:end])


class Batch:
    """One batch, unpacked when its records are asked for."""

    def __init__(self, held: memoryview) -> None:
        self._held = held
        self._stored = DefaultRecordBatch(held)

    def __getattr__(self, name: str) -> Any:
        """What its head says: its offsets, its producer."""
        return getattr(self._stored, name)

    def validate_crc(self) -> bool:
        """Whether it is as it was sent; raises when not."""
        if not self._stored.validate_crc():
            raise UnreadableBatch(self._stored.next_offset, "its checksum is wrong", self._held)
        return True

    def __next__(self) -> Any:
        """Its first record, for the client: of a batch that holds no messages."""
        return next(self._stored)

    def __iter__(self) -> Iterator[Any]:
        """Its records; the first that cannot be read takes those behind it along."""
        try:
            packed = self._stored.compression_type
            held = _unpacked(self._held, packed) if packed else bytes(self._held)
            yield from _bounded(held) if len(held) > SMALL else DefaultRecordBatch(held)
        except Exception as failure:
            named = "" if isinstance(failure, TooMuch) else f"{type(failure).__name__}: "
            raise UnreadableBatch(self._stored.next_offset, f"{named}{failure}", self._held) from failure


class TooMuch(Exception):
    """More than anybody sends who means well."""


def _unpacked(held: memoryview, codec: int) -> bytes:
    """The same batch, not packed."""
    if codec not in UNPACK:
        raise TooMuch(f"packed by a codec of number {codec}, which is unknown")
    head = bytearray(held[:HEAD])
    head[ATTRIBUTES_AT + 1] &= ~CODEC
    return bytes(head) + UNPACK[codec](bytes(held[HEAD:]))


def _gunzip(packed: bytes) -> bytes:
    part = zlib.decompressobj(zlib.MAX_WBITS | 16)
    found = part.decompress(packed, UNPACKED_MAX + 1)
    _require_bounded(len(found))
    if not part.eof or part.unused_data:
        raise TooMuch("more, or less, than one gzip stream")
    return found


def _unsnap(packed: bytes) -> bytes:
    blocks = list(_blocks(packed)) if packed.startswith(b"\x82SNAPPY\x00") else [packed]
    _require_bounded(sum(cramjam.snappy.decompress_raw_len(block) for block in blocks))
    return b"".join(bytes(cramjam.snappy.decompress_raw(block)) for block in blocks)


def _blocks(packed: bytes) -> Iterator[bytes]:
    """The blocks in the stream that Java's library makes: 16 bytes, then each with its length before it."""
    at = 16
    while at < len(packed):
        (length,) = struct.unpack_from(">I", packed, at)
        at += 4
        yield packed[at : at + length]
        at += length


def _within(unpack: Callable[[bytes, bytearray], int], packed: bytes) -> bytes:
    """Unpack into room of a size; into more when it did not fit, to the bound."""
    for room in ROOMS:
        found = bytearray(room)
        with contextlib.suppress(cramjam.DecompressionError):
            return bytes(memoryview(found)[: unpack(packed, found)])
    raise TooMuch(TOLD)


def _require_bounded(length: int) -> None:
    if length > UNPACKED_MAX:
        raise TooMuch(TOLD)


def _bounded(held: bytes) -> Iterator[Any]:
    """The records of a large batch, none with so many headers that they take many times their bytes."""
    records = iter(DefaultRecordBatch(held))
    at = HEAD
    while at < len(held):
        length, start = decode_varint(held, at)
        if length > SMALL:
            _require_few_headers(held, start)
        at = start + length
        yield next(records)


def _require_few_headers(held: bytes, at: int) -> None:
    for _ in ("attributes", "time", "offset"):
        _, at = decode_varint(held, at)
    for _ in ("key", "value"):
        length, at = decode_varint(held, at)
        at += max(length, 0)
    count, _ = decode_varint(held, at)
    if count > RECORD_HEADERS_MAX:
        raise TooMuch(f"a message of {count} headers")


UNPACK: dict[int, Callable[[bytes], bytes]] = {
    1: _gunzip,
    2: _unsnap,
    3: lambda packed: _within(cramjam.lz4.decompress_into, packed),
    4: lambda packed: _within(cramjam.zstd.decompress_into, packed),
}
