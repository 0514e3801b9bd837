"""The object store that holds files: a folder or S3, by one address (decision 0012); streamed both ways."""

import asyncio
import codecs
import hashlib
import logging
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from shared.settings import Settings

if TYPE_CHECKING:
    from obstore import BytesStream
    from obstore.store import S3Config

log = logging.getLogger(__name__)

PART_BYTES = 5 * 1024 * 1024  # the smallest part that S3 takes
HEAD_BYTES = 16
LISTED_AT_ONCE = 1_000
ANSWER_WITHIN = timedelta(seconds=30)

StoreFailure = BaseError  # the store does not answer, or refuses the login it was given


class ObjectMissing(Exception):
    """An object that a row says is there, is not."""


class BadAddress(Exception):
    """The setting objects_url names no object store."""


@dataclass(frozen=True)
class Received:
    """What was stored under a key, as seen while it passed by."""

    key: str
    size_bytes: int
    sha256: str
    head: bytes
    is_text: bool


class Objects:
    """The objects of one service; a key is never written twice."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def receive(self, key: str, chunks: AsyncIterable[bytes]) -> Received:
        """Store a stream, whole or, when it raises, not at all; no more than a part of it is in memory."""
        seen = _Seen()
        await obstore.put_async(
            self._store,
            key,
            _each(chunks, seen),
            use_multipart=True,
            chunk_size=PART_BYTES,
            max_concurrency=2,
        )
        return Received(key, seen.size_bytes, seen.digest.hexdigest(), bytes(seen.head), seen.ends_as_text())

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        """The bytes of an object, once it is known that it is there."""
        try:
            found = await obstore.get_async(self._store, key)
        except FileNotFoundError:
            raise ObjectMissing(key) from None
        return _plain(found.stream())

    async def remove(self, *keys: str) -> None:
        """Remove objects; one that is gone already is no failure."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                log.info("object %s was gone already", key)

    async def older_than(self, moment: datetime, prefix: str) -> AsyncIterator[list[str]]:
        """The keys of what was stored before a moment, in groups."""
        async for group in obstore.list(self._store, prefix, chunk_size=LISTED_AT_ONCE):
            yield [each["path"] for each in group if each["last_modified"] < moment]


class _Seen:
    """What a stream turns out to be, chunk by chunk."""

    def __init__(self) -> None:
        self.size_bytes = 0
        self.digest = hashlib.sha256()
        self.head = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_text = True

    def note(self, chunk: bytes) -> None:
        """See one chunk pass by."""
        self.size_bytes += len(chunk)
        self.digest.update(chunk)
        self.head += chunk[: HEAD_BYTES - len(self.head)]
        self._decode(chunk)

    def ends_as_text(self) -> bool:
        """Whether all of it was UTF-8 without NUL, the last character whole."""
        self._decode(b"", final=True)
        return self._is_text

    def _decode(self, chunk: bytes, final: bool = False) -> None:
        try:
            self._is_text = self._is_text and "\0" not in self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            self._is_text = False


async def _each(chunks: AsyncIterable[bytes], seen: _Seen) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        if chunk:
            seen.note(chunk)
            yield chunk


async def _plain(chunks: "BytesStream") -> AsyncIterator[bytes]:
    async for chunk in chunks:
        yield bytes(chunk)
        await asyncio.sleep(0)  # a store that is always ready still gives others their turn


def open_store(settings: Settings) -> Objects:
    """The object store that the settings name; BadAddress when they name none."""
    address = urlsplit(settings.objects_url)
    if not settings.objects_url and settings.environment == "local":
        return Objects(MemoryStore())
    if address.scheme == "file" and address.path:
        folder = Path(unquote(address.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # documents are not for every login here
        return Objects(LocalStore(folder))
    if address.scheme == "s3" and address.netloc:
        return Objects(_s3(settings, address.netloc, address.path.strip("/") or None))
    raise BadAddress("set GROEIKRACHT_OBJECTS_URL to file:///folder or s3://bucket/prefix")


def _s3(settings: Settings, bucket: str, prefix: str | None) -> S3Store:
    config: S3Config = {
        "bucket": bucket,
        "region": settings.objects_region,
        "virtual_hosted_style_request": False,
    }
    if settings.objects_endpoint:
        config["endpoint"] = settings.objects_endpoint
    if settings.objects_access_key:  # else the login of the machine or pod
        config["access_key_id"] = settings.objects_access_key
        config["secret_access_key"] = settings.objects_secret_key.get_secret_value()
    plain = settings.objects_endpoint.startswith("http://")
    return S3Store(
        prefix=prefix,
        config=config,
        client_options={"allow_http": plain, "timeout": ANSWER_WITHIN},
        retry_config={"max_retries": 2, "retry_timeout": ANSWER_WITHIN},
    )
