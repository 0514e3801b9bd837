"""The case of a document on an agenda, as it is played against the suite: twice, with the same end."""

import asyncio
import io
import math
from datetime import date
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from deploy.local.cases.documents import DECISION, REGION, STATE, play
from deploy.local.issuer import local_clients
from deploy.local.story.player import Edition, Player
from services.agenda.agendas.agendas.models import Agenda, Status
from services.agenda.app import SERVICE
from shared.settings import Settings
from shared.store.engine import connect, sessions
from shared.testing.callers import caller
from shared.testing.factories import stored
from tests.routes.test_fuzz import listening


def files(folder: Path) -> list[bytes]:
    """What is kept in a folder."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("plays", [2])
async def test_the_case_ends_the_same_however_often(
    plays: int, settings: dict[str, Settings], tmp_path: Path
) -> None:
    engine = connect("agenda", settings["agenda"])
    day = date(2091, 3, 1)  # an adopted period that no other test takes
    values = {"region_code": "CR36", "status": Status.ADOPTED, "starts_on": day, "ends_on": day}
    await stored(sessions(engine), Agenda, owner="region:CR36", **values)
    await engine.dispose()
    found = Settings(**{**settings["agenda"].model_dump(), "objects_url": tmp_path.as_uri()})
    told = io.StringIO()
    with listening(SERVICE, found) as address, httpx.Client(base_url=address.split("/agenda/")[0]) as http:
        player = Player(http, Edition(), Console(file=told, width=200))
        for who in (REGION, STATE):
            client = local_clients()[who]
            header = caller(client.tenant, *client.scopes, subject=client.id)["Authorization"]
            player._tokens[who] = header.removeprefix("Bearer "), math.inf
        for _ in range(plays):
            await asyncio.to_thread(play, player)
    assert files(tmp_path) == [DECISION]
    assert told.getvalue().count("vaststellingsbesluit 2014-12-15.txt") == plays
