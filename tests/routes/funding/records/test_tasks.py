"""What is due on money of the programmes, and who is told (B1, B10)."""

from typing import Any

from shared.testing.callers import caller
from tests.routes.funding.conftest import APPLICANT, ASSESSOR, PROGRAMME, Office, made

OPENS_ON = "2015-02-02"  # conftest.OPENED


async def tasks(office: Office, who: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    """The tasks on all pages."""
    found: list[dict[str, Any]] = []
    answer = (await office.api.get("/tasks", who, **query)).json()
    while True:
        found += answer["items"]
        following = answer["_links"]["next"]
        if following is None:
            return found
        answer = (await office.api.http.get(following["href"].split("/v1")[1], headers=who)).json()


async def test_a_tranche_is_published_before_its_window_opens(office: Office) -> None:
    """A ceiling binds only when it was published before the window (AWB-2)."""
    tranche = await office.planned(await office.year(100_000_000), 1_000_000)
    [task] = [each for each in await tasks(office, PROGRAMME) if each["id"] == tranche["id"]]
    assert task == {
        "kind": "TRANCHE",
        "id": tranche["id"],
        "title": tranche["title"],
        "step": "publish",
        "dueOn": OPENS_ON,
        "body": "state",
        "scope": "funding:programme",
    }
    for other in (ASSESSOR, APPLICANT, caller("rom:BOM", "funding:read", "funding:programme")):
        assert tranche["id"] not in [each["id"] for each in await tasks(office, other)]
    made(
        await office.api.post(
            f"/tranches/{tranche['id']}/publications",
            PROGRAMME,
            etag=tranche["etag"],
            at="2014-01-06T09:00:00Z",
        )
    )
    assert tranche["id"] not in [each["id"] for each in await tasks(office, PROGRAMME)]


async def test_what_is_due_comes_in_order_on_every_page(office: Office) -> None:
    year = await office.year(100_000_000)
    for month in (5, 4, 6):
        await office.planned(year, 1_000, opensAt=f"2015-0{month}-01T09:00:00Z")
    found = await tasks(office, PROGRAMME, kind="TRANCHE", limit=1)
    assert [each["dueOn"] for each in found] == sorted(each["dueOn"] for each in found)
    assert len({each["id"] for each in found}) == len(found) >= 3
    before = [each["dueOn"] for each in await tasks(office, PROGRAMME, dueBefore="2015-04-02")]
    assert before == sorted(before)
    assert before[-1] == "2015-04-01"
    last = await tasks(office, PROGRAMME, kind="TRANCHE", sort="-dueOn", limit=2)
    assert [each["id"] for each in last] == [each["id"] for each in reversed(found)]
