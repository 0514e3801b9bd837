"""The command line: `python -m services <service> serve|work|...`, and what spans all services."""

import asyncio
import importlib
import json
import logging
import os
import shlex
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import typer
import uvloop
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

from services import verification
from services.gateway.settings import GatewaySettings
from shared.bus import recovery, worker
from shared.contracts.withdrawn import OF_SERVICE
from shared.kernel.flaws import words
from shared.kernel.rules import Refused
from shared.lasting import load
from shared.logs import configure
from shared.objects.store import BadAddress, open_store
from shared.server import start
from shared.settings import Settings, Unset, require, unread
from shared.store import migrations, parked
from shared.store.access import BadRole
from shared.store.engine import connect, sessions
from shared.store.failures import NOT_ALLOWED, UNDEFINED_TABLE, sqlstate
from shared.store.tx import begin

KEEP_FILES = ("agenda",)
TELL_ENDS = ("funding",)
Store = Literal["agenda", "funding", "loans"]
ParkedStatus = Literal["PARKED", "REDRIVE", "REDRIVEN", "DISCARDED"]
STORES = get_args(Store)

LOCAL = ("home", "rom", "url")  # what deploy.local and the example read
log = logging.getLogger(__name__)

main = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _commands(name: str) -> typer.Typer:
    service = typer.Typer(no_args_is_help=True, help=f"The {name} service.")

    @service.command()
    def serve() -> None:
        """Serve HTTP."""
        _begin(name)
        settings = Settings() if name in STORES else GatewaySettings()
        require(settings)
        start.run(load(f"services.{name}.app").app, settings)

    if name in STORES:
        _run_commands(name, service)
        _parking_commands(name, service)
        _recovery_commands(name, service)
    if name in KEEP_FILES:
        _file_commands(name, service)
    if name in TELL_ENDS:
        _telling_commands(name, service)
    return service


def _begin(process: str) -> None:
    configure(process)
    for told in unread(os.environ, *GatewaySettings.model_fields, *LOCAL):
        log.warning(told)


def _run_commands(name: str, service: typer.Typer) -> None:
    @service.command()
    def work() -> None:
        """Relay events, react to events, run timers."""
        _begin(f"{name}-work")
        found = load(f"services.{name}.worker")
        uvloop.run(worker.run(name, found.SUBSCRIPTIONS, found.TIMERS))

    @service.command()
    def wait() -> None:
        """Wait until the schema is migrated to what this version knows; for whatever starts a process."""
        configure(f"{name}-wait")
        typer.echo(f"{name} is at revision {asyncio.run(migrations.wait(name, Settings()))}")

    @service.command()
    def replay(
        consumer: str,
        since: datetime | None = None,
        from_sequence: int | None = None,
        everything: Annotated[bool, typer.Option("--all")] = False,
    ) -> None:
        """Send published facts again to one consumer, from a time, from a sequence, or all."""
        if [since is not None, from_sequence is not None, everything].count(True) != 1:
            raise typer.BadParameter("say from where: one of --since, --from-sequence, --all")
        row = _within(
            name, lambda tx: parked.request_replay(tx, consumer, since and since.astimezone(), from_sequence)
        )
        empty = row.next_position > row.last_position
        told = "nothing to send" if empty else f"positions {row.next_position} to {row.last_position}"
        typer.echo(f"replay {row.id}: {told}")

    @service.command()
    def verify() -> None:
        """Walk the audit trail and compare the books; exits 1 when a row was changed, removed or inserted."""
        raise typer.Exit(not verification.run(name, Settings(), typer.echo))


def _parking_commands(name: str, service: typer.Typer) -> None:
    @service.command("parked")
    def list_parked(status: ParkedStatus = "PARKED") -> None:
        """List parked messages."""
        rows = _within(name, lambda tx: parked.list_parked(tx, status))
        for row in rows:
            typer.echo(
                f"{row.id} {row.parked_at:%Y-%m-%d %H:%M:%S} {row.type} "
                f"{row.topic}/{row.partition}/{row.offset} {row.error}"
            )
        if not rows:
            typer.echo(f"Nothing is {status.lower()}.")

    @service.command()
    def inspect(id: UUID) -> None:
        """Show one parked message with its content."""
        row = _within(name, lambda tx: parked.inspect(tx, id))
        typer.echo(json.dumps(dict(row._mapping), default=_text, indent=2))

    @service.command()
    def redrive(id: UUID, reason: Annotated[str, typer.Option(prompt=True)]) -> None:
        """Have the worker try a parked message again, and then those behind it."""
        _within(name, lambda tx: parked.decide(tx, id, "REDRIVE", reason))
        typer.echo(
            f"{id} is tried again by the worker; `parked` and `parked --status REDRIVEN` tell how it went"
        )


def _recovery_commands(name: str, service: typer.Typer) -> None:
    @service.command()
    def recover() -> None:
        """Give a service that was restored from a backup its place in the suite again; may be repeated."""
        found = importlib.import_module(f"services.{name}.worker")
        configure(f"{name}-recover")
        asyncio.run(recovery.recover(name, found.SUBSCRIPTIONS, OF_SERVICE[name], Settings(), typer.echo))

    @service.command()
    def lost() -> None:
        """List the lost facts that no message brings back, as lines of JSON with their data."""
        for row in _within(name, lambda tx: tx.session.execute(recovery.lost_acts(OF_SERVICE[name]))):
            typer.echo(recovery.as_line(row))

    @service.command()
    def discard(
        id: Annotated[UUID | None, typer.Argument()] = None,
        *,
        reason: Annotated[str, typer.Option(prompt=True)],
        rule: Annotated[str, typer.Option(help="Every message that this rule parked, and")] = "",
        before: Annotated[datetime | None, typer.Option(help="before this time, and")] = None,
        since: Annotated[datetime | None, typer.Option(help="not before this one.")] = None,
    ) -> None:
        """Give up a parked message, or all that one rule parked in a time."""
        if id is not None and not rule:
            _within(name, lambda tx: parked.decide(tx, id, "DISCARDED", reason))
            typer.echo("1 message(s) discarded")
            return
        if id is not None or not rule or before is None:
            raise typer.BadParameter("say which: an id, or --rule with --before")
        until, start = before.astimezone(), since and since.astimezone()
        gone = _within(name, lambda tx: parked.discard_all(tx, rule, until, reason, start))
        typer.echo(f"{len(gone)} message(s) discarded")


def _file_commands(name: str, service: typer.Typer) -> None:
    @service.command()
    def sweep() -> None:
        """Remove what uploads left in the object store when their process died; at any time, and again."""
        found = importlib.import_module(f"services.{name}.sweep")
        objects = open_store(Settings())
        removed = _within(name, lambda tx: found.sweep(objects, tx, tx.recorded_at))
        typer.echo(f"{removed} object(s) that no document names removed")


def _telling_commands(name: str, service: typer.Typer) -> None:
    @service.command()
    def tell_ends() -> None:
        """Publish the ends of applications and pledges of before they were published; may be repeated."""
        found = importlib.import_module(f"services.{name}.applications.untold_ends.telling")
        while told := _within(name, found.tell):
            typer.echo(f"{told} end(s) told")
        typer.echo("Every end was told.")


for _name in (*STORES, "gateway"):
    main.add_typer(_commands(_name), name=_name)


@main.command()
def migrate(service: Store) -> None:
    """Bring the schema of a service to the newest revision and publish its regimes."""
    typer.echo(f"{service} is at revision {migrations.upgrade(service, Settings())}")


@main.command()
def load_reference(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="CSV files as in shared/reference.")
    ],
    source: Annotated[str, typer.Option(help="Where the set comes from.")],
    valid_from: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day it holds from.")],
) -> None:
    """Load newer reference data into the agenda service, whole or not at all, and say what it changes."""
    loading = importlib.import_module("services.agenda.places.reference_versions.loading")
    raise typer.Exit(asyncio.run(loading.run(folder, source, valid_from.date(), typer.echo)))


@main.command()
def smoke(url: str, patience: Annotated[int, typer.Option(help="Seconds to go on asking.")] = 0) -> None:
    """Ask a suite through its gateway, without a token, whether each part works; exits 1 when not."""
    raise typer.Exit(not importlib.import_module("services.smoke").run(url, patience, typer.echo))


@main.command()
def rules() -> None:
    """Print the catalogue of business rules."""
    catalogue = importlib.import_module("services.catalogue")  # only here: it loads every service
    typer.echo(catalogue.rules())


@main.command()
def docs(check: bool = False) -> None:
    """Write every generated document; with --check, only say what is out of date (exits 1)."""
    catalogue = importlib.import_module("services.catalogue")
    drifted = catalogue.write(check=check)
    for path in drifted:
        typer.echo(f"{'out of date' if check else 'written'}: {path}")
    raise typer.Exit(check and bool(drifted))


def _text(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, (bytes, memoryview)) else str(value)


def _within(name: str, work: Any) -> Any:
    async def run() -> Any:
        engine = connect(name, Settings())
        async with begin(sessions(engine), "operator:command-line") as tx:
            found = await work(tx)
        await engine.dispose()
        return found

    return asyncio.run(run())


def _variable(error: Any) -> str:
    """The variable that is wrong, or nothing where several do not go together."""
    return "".join(f"GROEIKRACHT_{str(part).upper()}" for part in error["loc"])


def _with_settings(typed: list[str]) -> str:
    """How to give this command the settings of the service it is for."""
    service = next((name for name in typed if name in (*STORES, "gateway")), STORES[0])
    service += "-migrate" if "migrate" in typed else ""
    locally = f".venv/bin/python -m deploy.local with {service} -- python -m services {shlex.join(typed)}"
    return f"Give the service's own settings; locally: {locally}"


def run() -> None:
    """Carry out one command; what an operator can mend is one line, not a traceback."""
    with_settings = _with_settings(sys.argv[1:])
    try:
        main()
    except Refused as refused:
        sys.exit(f"{refused.rule.code}: {refused.detail}")
    except ValidationError as invalid:
        told = [f"{_variable(error)} {words(error)}".strip() for error in invalid.errors()]
        sys.exit(f"The settings are not valid: {'; '.join(told)}.")
    except Unset as unset:
        sys.exit(f"It does not start without {unset}. {with_settings}")
    except BadAddress as fault:
        sys.exit(f"There is no object store: {fault}. {with_settings}")
    except BadRole as fault:
        sys.exit(f"Not migrated: {fault}. Mend GROEIKRACHT_DATABASE_APPLICATION_ROLE, or make the role.")
    except ArgumentError:
        sys.exit(f"GROEIKRACHT_DATABASE_URL is no database address. {with_settings}")
    except ConnectionRefusedError as failure:
        sys.exit(f"The database does not answer: {failure}. Start it, or mend GROEIKRACHT_DATABASE_URL.")
    except DBAPIError as failure:
        if sqlstate(failure) not in (UNDEFINED_TABLE, NOT_ALLOWED):
            raise
        sys.exit(f"This database login is not that of the service, or nothing is migrated. {with_settings}")


if __name__ == "__main__":
    run()
