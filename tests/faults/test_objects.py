"""A process killed in the middle of an upload: the store has the whole file or none of it."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.objects.store import ObjectMissing, open_store
from shared.settings import Settings
from shared.testing.s3 import s3

CONTENT = bytes(range(256)) * (4 * 1024 * 16)  # 16 MiB: more than three parts
KILLED = """
import asyncio, os, signal
from shared.objects.store import open_store
from shared.settings import Settings

async def content():
    for _ in range(12):
        yield bytes(1024 * 1024)
        await asyncio.sleep(0.02)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(open_store(Settings()).receive("uploaded/killed", content()))
"""


@pytest.fixture(params=["folder", "s3"])
def store(request: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an object store."""
    if request.param == "folder":
        yield {"objects_url": tmp_path.as_uri()}
        return
    with s3() as (address, _):
        yield {
            "objects_url": "s3://groeikracht",
            "objects_endpoint": address,
            "objects_access_key": "tester",
            "objects_secret_key": "secret",
        }


async def test_a_killed_upload_is_not_there_and_can_be_sent_again(store: dict[str, Any]) -> None:
    environment = {f"GROEIKRACHT_{name.upper()}": value for name, value in store.items()}
    killed = subprocess.run(  # noqa: ASYNC221 - nothing else is to happen meanwhile
        [sys.executable, "-c", KILLED], env={"PATH": "", **environment}, timeout=60, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    objects = open_store(Settings(**store))
    with pytest.raises(ObjectMissing):
        await objects.stream("uploaded/killed")
    later = datetime.now(UTC) + timedelta(days=2)
    assert [key async for keys in objects.older_than(later, "uploaded") for key in keys] == []

    async def content() -> AsyncIterator[bytes]:
        for start in range(0, len(CONTENT), 1024 * 1024):
            yield CONTENT[start : start + 1024 * 1024]

    received = await objects.receive("uploaded/killed", content())
    assert (received.size_bytes, received.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert b"".join([chunk async for chunk in await objects.stream("uploaded/killed")]) == CONTENT
