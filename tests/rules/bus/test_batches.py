"""Batches are read in every codec, and none takes more memory than the bound, whatever it was packed of."""

import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import cramjam
import pytest
from aiokafka.consumer import fetcher
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from deploy.local.program import CHECKOUT
from shared.bus import kafka
from shared.bus.batches import UNPACKED_MAX, Batches, UnreadableBatch

CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
ATTRIBUTES_AT, CRC_AT, LENGTH_AT, HEAD = 21, 17, 8, 61
GIBIBYTE = 1 << 30
MEASURE = """
import resource, sys
from pathlib import Path
from aiokafka.consumer import fetcher
from shared.bus import kafka
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
held = Path(sys.argv[1]).read_bytes()
before = peak()
try:
    found = list(fetcher.MemoryRecords(held).next_batch())
    print("read", len(found), peak() - before)
except Exception as failure:
    print(type(failure).__name__, peak() - before)
"""


def built(codec: str, *values: bytes, headers: int = 0) -> bytes:
    """A batch as Kafka's client for Python builds it."""
    builder = DefaultRecordBatchBuilder(2, CODECS[codec], 0, -1, -1, 0, GIBIBYTE)
    for offset, value in enumerate(values):
        builder.append(offset, 0, b"key", value, [("", b"")] * headers)
    return bytes(builder.build())


def with_content(packed: bytes, codec: str) -> bytes:
    """A batch of one record that holds these bytes, packed already, and says so soundly."""
    batch = bytearray(built("none", b"v")[:HEAD] + packed)
    batch[ATTRIBUTES_AT + 1] = CODECS[codec]
    batch[LENGTH_AT : LENGTH_AT + 4] = (len(batch) - LENGTH_AT - 4).to_bytes(4, "big")
    batch[CRC_AT : CRC_AT + 4] = int(calc_crc32c(bytes(batch[ATTRIBUTES_AT:]))).to_bytes(4, "big")
    return bytes(batch)


def gzipped(pieces: Iterator[bytes]) -> bytes:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return b"".join([packer.compress(piece) for piece in pieces]) + packer.flush()


def streamed(packer: object) -> Callable[[Iterator[bytes]], bytes]:
    def pack(pieces: Iterator[bytes]) -> bytes:
        made = packer.Compressor()  # type: ignore[attr-defined]
        for piece in pieces:
            made.compress(piece)
        return bytes(made.finish())

    return pack


def snapped(pieces: Iterator[bytes]) -> bytes:
    return bytes(cramjam.snappy.compress_raw(b"".join(pieces)))


PACKERS = {
    "gzip": gzipped,
    "snappy": snapped,
    "lz4": streamed(cramjam.lz4),
    "zstd": streamed(cramjam.zstd),
}


def test_the_client_reads_through_these_batches() -> None:
    assert fetcher.MemoryRecords is kafka.Batches is Batches


@pytest.mark.parametrize("codec", CODECS)
def test_a_batch_of_any_codec_is_read_whole(codec: str) -> None:
    values = [f"{n} {'of many ' * n}".encode() for n in range(300)]  # larger than what is looked at closely
    whole = built(codec, *values)
    batches = Batches(whole + whole[:70])  # an answer may end in the middle of a batch
    assert [record.value for record in batches.next_batch()] == values
    assert not batches.has_next()


@pytest.mark.parametrize("codec", PACKERS)
def test_a_bomb_takes_no_more_memory_than_the_bound(codec: str, tmp_path: Path) -> None:
    size = GIBIBYTE // (16 if codec == "snappy" else 4)  # its packer wants everything at once
    bomb = PACKERS[codec](bytes(1 << 20) for _ in range(size >> 20))
    (file := tmp_path / "bomb").write_bytes(with_content(bomb, codec))
    command = [sys.executable, "-c", MEASURE, str(file)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60)
    outcome, *_, mebibytes = done.stdout.split()
    assert outcome == UnreadableBatch.__name__
    assert int(mebibytes) < 4 * (UNPACKED_MAX >> 20)


def test_a_batch_that_cannot_be_read_says_where_the_next_one_begins() -> None:
    damaged = bytearray(built("none", b"first", b"second", b"third"))
    damaged[-1] ^= 1
    with pytest.raises(UnreadableBatch, match="checksum") as found:
        Batches(bytes(damaged)).next_batch().validate_crc()
    assert found.value.end == 3


def test_a_message_of_very_many_headers_is_not_unfolded() -> None:
    records = iter(Batches(built("zstd", b"before", b"v", headers=50_000)).next_batch())
    with pytest.raises(UnreadableBatch, match="50000 headers"):
        next(records)
