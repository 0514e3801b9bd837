"""Apache Kafka's jars: fetched once per user by jgo, each checked against the sha256 in kafka.lock."""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext
from platformdirs import user_cache_path

from deploy.local.failure import LocalFailure

LOCK = Path(__file__).with_name("kafka.lock")

_TRIES = 3
_PARALLEL = 6
_TIMEOUT_SECONDS = 60
_SPACE_BYTES = 150_000_000


@dataclass(frozen=True)
class Jar:
    """One file: its Maven coordinates and what it must contain."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        """File name in the cache."""
        return f"{self.artifact}-{self.version}.jar"


def locked() -> Iterator[Jar]:
    """The complete list. jgo resolves transitive versions wrongly, so it is never asked to (stack.md)."""
    for line in LOCK.read_text().splitlines():
        if not line.startswith("#"):
            coordinates, sha256 = line.split()
            group, artifact, version = coordinates.split(":")
            yield Jar(group, artifact, version, sha256)


def fetch(report: Callable[[str], None], cache: Path | None = None) -> list[Path]:
    """The paths of all jars, downloading those that are missing or damaged.

    `report` is told how far it is. LocalFailure when there is no network, no space or a wrong file.
    """
    folder = cache or user_cache_path("groeikracht") / "kafka"
    jars = list(locked())
    logging.getLogger("jgo").setLevel(logging.ERROR)  # its checksum warning; ours below is an error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [jar for jar in jars if not _is_whole(folder / jar.name, jar)]
        if missing:
            _require_space(folder)
            _download(missing, folder, report)
    except OSError as error:
        raise LocalFailure(
            f"Apache Kafka could not be kept in {folder}: {error}.",
            "Free some disk space, or choose another folder with XDG_CACHE_HOME.",
        ) from error
    return [folder / jar.name for jar in jars]


def _is_whole(path: Path, jar: Jar) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def _require_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < _SPACE_BYTES:
        raise LocalFailure(
            f"Less than {_SPACE_BYTES // 1_000_000} MB free at {folder}.", "Free some disk space."
        )


def _download(jars: list[Jar], folder: Path, report: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(_PARALLEL) as pool:
        downloads = [pool.submit(_download_one, jar, folder) for jar in jars]
        try:
            for done, download in enumerate(as_completed(downloads), start=1):
                download.result()
                report(f"Fetching Apache Kafka: {done} of {len(jars)} files")
        finally:
            pool.shutdown(cancel_futures=True)


def _download_one(jar: Jar, folder: Path) -> None:
    """Fetch one file beside the cache and move it in when it is what the lock file says."""
    # A repository named `central` in jgo's own configuration file replaces the public one (mirrors).
    repositories = {"central": MAVEN_CENTRAL_URL} | GlobalSettings.load().repositories
    reason = ""
    for _ in range(_TRIES):
        with tempfile.TemporaryDirectory(dir=folder, prefix="unfinished-") as staging:
            maven = MavenContext(
                repo_cache=Path(staging), local_repos=[], remote_repos=repositories, timeout=_TIMEOUT_SECONDS
            )
            try:
                path = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
            except (requests.RequestException, RuntimeError) as error:
                reason = str(error)
                continue
            if _is_whole(path, jar):
                path.replace(folder / jar.name)
                return
            reason = "its sha256 differs from deploy/local/kafka.lock"
    raise LocalFailure(
        f"{jar.name} of Apache Kafka could not be fetched: {reason}.",
        "The first start needs the network: check the connection and HTTPS_PROXY; where a certificate is not "
        "trusted, set REQUESTS_CA_BUNDLE to the file of your own authority; a mirror is named as `central` "
        "under [repositories] in ~/.config/jgo.conf. Then run the same command again: what was fetched is "
        "kept.",
    )
