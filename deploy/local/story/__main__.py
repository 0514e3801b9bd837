"""`make story`: plays the journey against GROEIKRACHT_URL (default: the local gateway); may be repeated."""

import os
import sys

import httpx
from rich.console import Console

from deploy.local.story import agenda, funding, loans
from deploy.local.story.player import Edition, Player, Surprise

DEFAULT_URL = "http://127.0.0.1:8000"


def main() -> None:
    """Play every chapter; the exit code is 1 when anything surprises."""
    console = Console(soft_wrap=True)
    url = os.environ.get("GROEIKRACHT_URL", DEFAULT_URL)
    edition = Edition(int(os.environ.get("GROEIKRACHT_STORY_EDITION", "0")))
    with httpx.Client(base_url=url, timeout=30) as http:
        player = Player(http, edition, console)
        try:
            for chapter in (agenda, funding, loans):
                chapter.play(player)
        except Surprise as surprise:
            console.print(f"\n[red]Surprise:[/red] {surprise}", highlight=False)
            sys.exit(1)
    console.print(
        "\nThe journey is complete." if not player.played else "\nThe journey was played here before."
    )


if __name__ == "__main__":
    main()
