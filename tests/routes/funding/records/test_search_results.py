"""Applications, tranches, pledges and projects are found by words, by whoever may see them (A24, B10)."""

from typing import Any
from uuid import uuid4

from shared.testing.callers import caller
from tests.routes.funding.conftest import APPLICANT, OFFICER, Office, made

NEIGHBOUR = caller("region:LD01", "funding:read", "funding:apply")
READER = caller("public", "funding:read")


async def found(office: Office, who: dict[str, str], words: str, **query: Any) -> list[tuple[str, str]]:
    """Kind and id of every result, all pages."""
    answer = await office.api.get("/search-results", who, words=words, **query)
    assert answer.status_code == 200, answer.text
    rows, following = answer.json()["items"], answer.json()["_links"]["next"]
    while following is not None:
        answer = await office.api.http.get(following["href"].split("/v1")[1], headers=who)
        rows, following = rows + answer.json()["items"], answer.json()["_links"]["next"]
    return [(row["kind"], row["id"]) for row in rows]


async def test_an_application_is_found_by_its_own_region_and_the_state_until_it_is_awarded(
    office: Office,
) -> None:
    word = f"proeffabriek{uuid4().hex[:8]}"
    tranche = await office.tranche(await office.year(100_000_000_000), 10_000_000_000)
    project = await office.funded(100_000_000)
    application = await office.received(tranche, 1_000, projectId=project, title=f"De {word} van Eindhoven")
    mine = [("APPLICATION", application["id"])]
    for who, seen in ((APPLICANT, mine), (OFFICER, mine), (NEIGHBOUR, []), (READER, [])):
        assert await found(office, who, word) == seen
    made(await office.award(await office.ready(application), 1_000))
    assert await found(office, NEIGHBOUR, word) == await found(office, READER, word) == mine
    [shown] = (await office.api.get("/search-results", READER, words=word)).json()["items"]
    assert shown == {
        "kind": "APPLICATION",
        "id": application["id"],
        "title": f"De {word} van Eindhoven",
        "path": "/applications",
    }
    assert (await office.api.get(f"{shown['path']}/{shown['id']}", READER)).status_code == 200


async def test_a_tranche_is_found_by_others_from_its_publication(office: Office) -> None:
    word = f"openstelling{uuid4().hex[:8]}"
    year = await office.year(100_000_000)
    planned = await office.planned(year, 1_000, title=word)
    assert await found(office, OFFICER, word) == [("TRANCHE", planned["id"])]
    assert await found(office, APPLICANT, word) == []
    opened = await office.tranche(year, 1_000, title=word)
    assert await found(office, READER, word) == [("TRANCHE", opened["id"])]


async def test_a_pledge_is_found_under_who_pledged_by_its_region_only(office: Office) -> None:
    word = f"stichting{uuid4().hex[:8]}"
    project = await office.project(100_000_000)
    pledge = await office.pledge(project, "PRIVATE_KNOWLEDGE", 1_000, organisation=word)
    assert await found(office, APPLICANT, word) == [("PLEDGE", pledge["id"])]
    assert await found(office, APPLICANT, word, kind="TRANCHE") == []
    assert await found(office, NEIGHBOUR, word) == await found(office, READER, word) == []


async def test_projects_are_found_by_everybody_a_page_at_a_time(office: Office) -> None:
    made_now = {await office.project(100_000_000) for _ in range(3)}
    rows = await found(office, READER, "manufacturing pilot", limit=1)
    assert made_now <= {key for kind, key in rows if kind == "PROJECT"}
    assert len(set(rows)) == len(rows)
    assert (await office.api.get("/search-results", {}, words="pilot")).status_code == 401
    assert (await office.api.get("/search-results", READER)).status_code == 400
