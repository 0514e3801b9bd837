"""Runs the whole suite on this machine: `python -m deploy.local run`, `up`, `down`, `with …` and more."""

import errno
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console
from rich.table import Table

from deploy.local.addresses import addresses
from deploy.local.failure import LocalFailure
from deploy.local.state import State, home_folder

_UP_SECONDS = 180
_DOWN_SECONDS = 60

_SPACE = "Free some disk space."
_FOLDER = "Be the user whose folder it is, or choose another one with GROEIKRACHT_HOME."
_MENDS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _SPACE),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR), _FOLDER),
}

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
console = Console(highlight=False, soft_wrap=True)


@app.command()
def run(
    background: Annotated[bool, typer.Option(help="Play no story and show no addresses.")] = False,
) -> None:
    """Start everything, play the story once, and keep all running until Ctrl-C."""
    from deploy.local.foreground import run_suite  # seconds of imports that up, down and status do without

    run_suite(home_folder(), background=background)


@app.command()
def up() -> None:
    """Start everything in the background; return when all is ready."""
    home = home_folder()
    log = home / "logs" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "run", "--background"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + _UP_SECONDS
    with log.open() as lines:
        while (state := _ready_state(home, supervisor.pid)) is None:
            typer.echo(lines.read(), nl=False)
            if supervisor.poll() is not None or time.monotonic() > until:
                typer.echo(lines.read(), nl=False)
                supervisor.terminate()
                raise typer.Exit(1)
            time.sleep(0.2)
        typer.echo(lines.read(), nl=False)
    typer.echo(addresses(state, home, "It stays up in the background; make down stops it."))


@app.command()
def down() -> None:
    """Stop what `up` or `run` started on this folder."""
    state = State.read(home_folder())
    supervisor = state.supervisor() if state else None
    if supervisor is None:
        console.print("Nothing runs here.")
        return
    supervisor.send_signal(signal.SIGTERM)
    try:
        supervisor.wait(_DOWN_SECONDS)
    except psutil.TimeoutExpired:
        supervisor.kill()  # its children die with it
    console.print("Stopped.")


@app.command()
def status() -> None:
    """Show every process, and whether it runs; the exit code is 0 when all do."""
    state = State.read(home_folder())
    if state is None or state.supervisor() is None:
        console.print("Nothing runs here. Start it with `make run` or `make up`.")
        raise typer.Exit(1)
    table = Table("process", "pid", "runs", "address", box=None)
    for name, part in state.processes.items():
        table.add_row(name, str(part.pid), "yes" if psutil.pid_exists(part.pid) else "no", part.url)
    console.print(table)
    console.print(f"The suite is {state.phase}.")
    raise typer.Exit(state.phase != "ready")


@app.command(name="with")
def run_with(
    program: Annotated[str, typer.Argument(help="loans, loans-work, gateway, rom-bom, …")],
    command: Annotated[list[str], typer.Argument(help="What to run, after --.")],
) -> None:
    """Run a command with a program's settings: with loans-work -- python -m services loans parked."""
    ours_first = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        os.execvpe(command[0], command, os.environ | {"PATH": ours_first} | _settings(program))  # noqa: S606 - the developer's own
    except FileNotFoundError:
        raise LocalFailure(
            f"There is no command {command[0]}.", "Name one after --, such as python."
        ) from None


@app.command()
def env(program: Annotated[str, typer.Argument(help="loans, gateway, rom-bom, rom-liof, …")]) -> None:
    """Print a program's settings; to use them, run a command `with` them."""
    for name, value in _settings(program).items():
        typer.echo(f"{name}={shlex.quote(value)}")


@app.command()
def psql(service: Annotated[str, typer.Argument(help="agenda, funding or loans")]) -> None:
    """Open psql on a service's schema, as the role that owns it."""
    from deploy.local.postgres import binary  # see run

    database = _settings(f"{service}-migrate").get("GROEIKRACHT_DATABASE_URL")
    if not database:
        raise LocalFailure(f"{service} has no database.", "Name agenda, funding or loans.")
    client = binary("psql")
    options = {"PGOPTIONS": f"-c search_path={service}"}
    os.execve(client, [client, database], os.environ | options)  # noqa: S606 - the wheel's own psql


def _settings(program: str) -> dict[str, str]:
    state = State.read(home_folder())
    if state is None or not state.environments:
        raise LocalFailure("Nothing ever ran here.", "Start the suite with `make up`.")
    if program not in state.environments:
        raise LocalFailure(f"There is no program {program}.", f"Name one of {', '.join(state.environments)}.")
    return state.environments[program]


def _ready_state(home: Path, supervisor: int) -> State | None:
    state = State.read(home)
    return state if state is not None and state.pid == supervisor and state.phase == "ready" else None


def main() -> None:
    """Say what went wrong and what to do about it, in two lines instead of a traceback."""
    try:
        app()
    except LocalFailure as failure:
        console.print(f"Cannot go on: {failure.cause}\nMend: {failure.mend}", markup=False)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _MENDS:
            raise
        console.print(f"Cannot go on: {error}.\nMend: {_MENDS[error.errno]}", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
