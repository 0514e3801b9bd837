"""Runs the whole suite on this machine: `python -m deploy.local run | up | down | status | env`."""

import errno
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

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
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
    typer.echo(addresses(state, home))


@app.command()
def down() -> None:
    """Stop what `up` or `run` started on this folder."""
    supervisor = _supervisor(State.read(home_folder()))
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
    if state is None or _supervisor(state) is None:
        console.print("Nothing runs here. Start it with `make run` or `make up`.")
        raise typer.Exit(1)
    table = Table("process", "pid", "runs", "address", box=None)
    for name, part in state.processes.items():
        table.add_row(name, str(part.pid), "yes" if psutil.pid_exists(part.pid) else "no", part.url)
    console.print(table)
    console.print(f"The suite is {state.phase}.")
    raise typer.Exit(state.phase != "ready")


@app.command()
def env(program: Annotated[str, typer.Argument(help="funding, funding-work, gateway, …")]) -> None:
    """Print a program's settings, so that its commands can be used: eval "$(… env funding)"."""
    state = State.read(home_folder())
    if state is None or program not in state.environments:
        raise LocalFailure(f"No program {program} ever ran here.", "Start the suite with `make up`.")
    for name, value in state.environments[program].items():
        typer.echo(f"export {name}={shlex.quote(value)}")


def _ready_state(home: Path, supervisor: int) -> State | None:
    state = State.read(home)
    return state if state is not None and state.pid == supervisor and state.phase == "ready" else None


def _supervisor(state: State | None) -> psutil.Process | None:
    """The process that wrote the state, if it still is that process and not another of its number."""
    if state is None or not psutil.pid_exists(state.pid):
        return None
    process = psutil.Process(state.pid)
    return process if "deploy.local" in process.cmdline() else None


def main() -> None:
    """Say what went wrong and what to do about it, in two lines instead of a traceback."""
    try:
        app()
    except LocalFailure as failure:
        console.print(f"Cannot go on: {failure.cause}\nMend: {failure.mend}", markup=False)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        console.print(f"Cannot go on: {error}.\nMend: Free some disk space.", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
