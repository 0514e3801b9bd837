"""`make story`: plays the journey against GROEIKRACHT_URL (default: the local gateway); may be repeated."""

import os
import sys
from collections.abc import Mapping

import httpx
from rich.console import Console

from deploy.local.failure import LocalFailure
from deploy.local.state import State, home_folder
from deploy.local.story import agenda, funding, loans
from deploy.local.story.player import Edition, Player, Surprise

DEFAULT_URL = "http://127.0.0.1:8000"


def gateway(environ: Mapping[str, str], running: str | None) -> str:
    """Where to play: GROEIKRACHT_URL, else the suite that runs here, else what `make up` would take."""
    if url := environ.get("GROEIKRACHT_URL", "").rstrip("/"):
        if not url.startswith(("http://", "https://")):
            raise LocalFailure(
                f"GROEIKRACHT_URL is {url}, which is no address.", f"Write it as http://{url}."
            )
        return url
    port = environ.get("GROEIKRACHT_PORT")
    return running or (f"http://127.0.0.1:{port}" if port else DEFAULT_URL)


def running_here() -> str | None:
    """The gateway of the suite that runs on this folder, if one does."""
    state = State.read(home_folder())
    if state is None or state.supervisor() is None or "gateway" not in state.processes:
        return None
    return state.processes["gateway"].url


def require_answer(url: str) -> None:
    """LocalFailure at once when nobody listens: patience is for a suite that is known to run."""
    try:
        httpx.get(f"{url}/livez", timeout=30)
    except httpx.ConnectError:
        raise LocalFailure(f"Nothing answers at {url}.", "make up, or set GROEIKRACHT_URL.") from None
    except httpx.TransportError:
        pass  # somebody listens: the story itself is patient


def play(console: Console) -> None:
    """Play every chapter; Surprise when something happens that the story does not tell."""
    running = running_here()
    url = gateway(os.environ, running)
    if url != running:
        require_answer(url)
    edition = Edition(int(os.environ.get("GROEIKRACHT_STORY_EDITION", "0")))
    with httpx.Client(base_url=url, timeout=30) as http:
        player = Player(http, edition, console)
        for chapter in (agenda, funding, loans):
            chapter.play(player)
    console.print(
        "\nThe journey is complete." if not player.played else "\nThe journey was played here before."
    )


def main() -> None:
    """Play the story; the exit code is 1 when anything surprises."""
    console = Console(soft_wrap=True)
    try:
        play(console)
    except LocalFailure as failure:
        console.print(f"{failure.cause} Mend: {failure.mend}", markup=False, highlight=False)
        sys.exit(1)
    except Surprise as surprise:
        console.print(f"\n[red]Surprise:[/red] {surprise}", highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
