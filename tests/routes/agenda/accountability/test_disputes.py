"""What belongs to whoever comes first can be disputed by another body; the State decides (A9, B5)."""

from services.agenda.indicators.indicators.models import Indicator
from shared.kernel.ids import uuid7
from shared.store.engine import Sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.testing.factories import stored

NORTH = caller("region:LD01", "agenda:read", "agenda:contribute", subject="north")
KEEPER = caller("region:CR36", "agenda:read", "agenda:contribute", subject="keeper")
OTHER = caller("rom:LIOF", "agenda:read", subject="other")
STATE = caller("state", "agenda:read", "agenda:govern", subject="officer")


async def test_an_indicator_goes_to_whom_the_state_gives_it(agenda: Api, rows: Sessions) -> None:
    editions = [
        await stored(rows, Indicator, owner="region:CR36", code="TAKEN", edition=edition)
        for edition in (1, 2)
    ]
    raised = {
        "subjectKind": "INDICATOR",
        "subjectId": str(editions[0].id),
        "reason": "Ours since 2009",
    }
    own = await agenda.post("/disputes", KEEPER, raised)
    assert own.json()["type"].endswith("/dispute.of-another")
    made = await agenda.post("/disputes", NORTH, raised)
    assert (made.status_code, made.json()["keeper"]) == (201, "region:CR36")
    again = await agenda.post("/disputes", NORTH, raised)
    assert again.json()["facts"] == {"disputes": [made.json()["id"]]}
    path = f"/disputes/{made.json()['id']}"
    assert (await agenda.get(path, KEEPER)).status_code == 200
    assert (await agenda.get(path, OTHER)).status_code == 404
    decided = await agenda.post(
        f"{path}/decisions", STATE, {"upheld": True, "reasons": "It is."}, etag=made.headers["etag"]
    )
    assert decided.json()["status"] == "UPHELD"
    for edition in editions:
        seen = await agenda.get(f"/indicators/{edition.id}", KEEPER)
        assert seen.json()["owner"] == "region:LD01"


async def test_a_dispute_is_about_something(agenda: Api) -> None:
    raised = {"subjectKind": "ORGANISATION", "subjectId": str(uuid7()), "reason": "Ours"}
    assert (await agenda.post("/disputes", NORTH, raised)).status_code == 404
