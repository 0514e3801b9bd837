"""Boards, a taskforce and committees of the letter, and organisations behind them (B45–B48)."""

from deploy.local.story.player import Json, Player

STATE = "state-policy"
BOARDS: tuple[Json, ...] = (
    {
        "kind": "TASKFORCE",
        "name": "Taskforce VDL Nedcar Born",
        "regionCode": "CR39",
        "assignment": "Keep the production of cars and its jobs in Born (B45).",
        "installedOn": "2012-02-06",
        "stateMember": True,
    },
    {
        "kind": "COMMITTEE",
        "name": "Commissie-Van Zijl",
        "regionCode": "CR01",
        "assignment": "One approach to raise labour participation in Oost-Groningen (B46).",
        "installedOn": "2014-10-03",
        "adviceDueOn": "2015-06-30",
        "stateMember": True,
    },
    {
        "kind": "COMMITTEE",
        "name": "Commissie-Willems",
        "regionCode": "CR02",
        "assignment": "The future of the chemical cluster of the Eemsdelta (B47, 32 637 nr. 24).",
        "installedOn": "2011-06-01",
        "stateMember": True,
    },
    {
        "kind": "ECONOMIC_BOARD",
        "name": "Economic Board Groningen",
        "regionCode": "CR03",
        "assignment": "Strengthen the economy of the earthquake area (B48).",
        "installedOn": "2014-03-01",
        "stateMember": True,
        "mandate": "Decides on the programme of the board",
    },
)
SEATS = (
    ("Provincie Groningen", "GOVERNMENT"),
    ("VNO-NCW Noord", "BUSINESS"),
    ("Rijksuniversiteit Groningen", "KNOWLEDGE"),
)


def play(player: Player) -> None:
    """Install the boards, and hear the one that speaks for its region."""
    player.chapter("Boards, taskforces and committees")
    installed = [
        player.do(f"board-{board['name']}", STATE, "/agenda/v1/boards", {"tasks": [], **board})
        for board in BOARDS
    ]
    player.known.setdefault("first", installed[0])
    player.tell(f"{len(installed)} are installed, each for its area → BoardInstalled")
    board = installed[-1]
    path = f"/agenda/v1/boards/{board['id']}"
    advice = {
        "kind": "DECISION",
        "outcome": "POSITIVE",
        "givenOn": "2014-10-01",
        "text": "Begin with the first projects of the programme.",
    }
    facts = player.refused(
        "board-early",
        "board.whole-helix",
        STATE,
        f"{path}/advices",
        advice,
        on=board,
        at="2014-10-20T09:00:00Z",
    )
    player.tell(
        f"the Economic Board speaks without members: refused, missing {facts.get('missing', '(as before)')}"
    )
    for organisation, role in SEATS:
        seat: Json = {"organisation": organisation, "role": role, "joinedOn": "2014-03-01"}
        seat["chair"] = role == "GOVERNMENT"
        board = player.do(f"board-seat-{role}", STATE, f"{path}/members", seat, on=board)
    player.do("board-advice", STATE, f"{path}/advices", advice, on=board, at="2014-10-20T09:00:00Z")
    seats = player.get(STATE, f"{path}/seats", referenceDate="2014-10-01")["seats"]
    player.tell(f"with {sum(seats.values())} members of all three parts it decides → BoardAdviceGiven")
