"""`make story`: plays the journey against GROEIKRACHT_URL (default: the local gateway); may be repeated."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

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


class Chapter(Protocol):
    """A module that plays a part."""

    def play(self, player: Player) -> None: ...


def play(console: Console, chapters: Sequence[Chapter]) -> bool:
    """Play every chapter; whether they were played here before. Surprise when one goes another way."""
    running = running_here()
    url = gateway(os.environ, running)
    if url != running:
        require_answer(url)
    edition = Edition(int(os.environ.get("GROEIKRACHT_STORY_EDITION", "0")))
    with httpx.Client(base_url=url, timeout=30) as http:
        player = Player(http, edition, console)
        for chapter in chapters:
            chapter.play(player)
    return player.played


def perform(chapters: Sequence[Chapter], ending: str, again: str | None = None) -> None:
    """Play chapters for somebody who reads along; the exit code is 1 when anything surprises."""
    console = Console(soft_wrap=True)
    try:
        played = play(console, chapters)
    except LocalFailure as failure:
        console.print(f"{failure.cause} Mend: {failure.mend}", markup=False, highlight=False)
        sys.exit(1)
    except Surprise as surprise:
        console.print(f"\n[red]Surprise:[/red] {surprise}", highlight=False)
        sys.exit(1)
    console.print(f"\n{again if played and again else ending}")


def main() -> None:
    """Play the story."""
    perform((agenda, funding, loans), "The journey is complete.", "The journey was played here before.")


if __name__ == "__main__":
    main()
