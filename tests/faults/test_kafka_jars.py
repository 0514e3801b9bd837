"""Fetching Apache Kafka: only the files of the lock file are used, and a failure says what to do."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local import kafka_jars
from deploy.local.failure import LocalFailure

CONTENT = b"the jar"


class Repository(BaseHTTPRequestHandler):
    """Answers every path with the same bytes, and counts how often."""

    asked: list[str]

    def do_GET(self) -> None:
        if self.path.endswith(".jar"):
            self.asked.append(self.path)
        self.send_response(200 if self.path.endswith(".jar") else 404)
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A mirror named in jgo's configuration file, and what it was asked."""
    found: list[str] = []
    handler = type("Asked", (Repository,), {"asked": found})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    use_mirror(tmp_path, monkeypatch, server.server_port)
    yield found
    server.shutdown()
    server.server_close()


def use_mirror(folder: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    configuration = folder / "jgo.conf"
    configuration.write_text(f"[repositories]\ncentral = http://127.0.0.1:{port}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def lock(folder: Path, monkeypatch: pytest.MonkeyPatch, sha256: str) -> Path:
    path = folder / "kafka.lock"
    path.write_text(f"# a comment\norg.apache.kafka:kafka-clients:4.3.1 {sha256}\n")
    monkeypatch.setattr(kafka_jars, "LOCK", path)
    return folder / "cache"


def test_a_second_start_downloads_nothing(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = lock(tmp_path, monkeypatch, hashlib.sha256(CONTENT).hexdigest())
    said: list[str] = []
    for _ in range(2):
        (jar,) = kafka_jars.fetch(said.append, cache)
        assert jar.read_bytes() == CONTENT
    assert asked == ["/org/apache/kafka/kafka-clients/4.3.1/kafka-clients-4.3.1.jar"]
    assert said == ["Fetching Apache Kafka: 1 of 1 files"]


def test_a_damaged_file_is_fetched_again(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = lock(tmp_path, monkeypatch, hashlib.sha256(CONTENT).hexdigest())
    cache.mkdir()
    (cache / "kafka-clients-4.3.1.jar").write_bytes(CONTENT[:3])
    (jar,) = kafka_jars.fetch(lambda _: None, cache)
    assert jar.read_bytes() == CONTENT


def test_a_file_that_is_not_what_was_locked_is_never_used(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = lock(tmp_path, monkeypatch, hashlib.sha256(b"the real jar").hexdigest())
    with pytest.raises(LocalFailure, match=r"kafka-clients-4\.3\.1\.jar .* sha256 differs"):
        kafka_jars.fetch(lambda _: None, cache)
    assert list(cache.iterdir()) == []


def test_no_network_is_one_cause_and_one_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_mirror(tmp_path, monkeypatch, 9)  # the discard port: nothing listens
    cache = lock(tmp_path, monkeypatch, "0" * 64)
    with pytest.raises(LocalFailure) as failure:
        kafka_jars.fetch(lambda _: None, cache)
    assert "could not be fetched" in failure.value.cause
    assert "HTTPS_PROXY" in failure.value.mend
    assert list(cache.iterdir()) == []


def test_a_full_disk_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = lock(tmp_path, monkeypatch, "0" * 64)
    monkeypatch.setattr(kafka_jars, "_SPACE_BYTES", 10**18)
    with pytest.raises(LocalFailure, match="MB free"):
        kafka_jars.fetch(lambda _: None, cache)
