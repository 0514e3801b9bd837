"""Organisations over HTTP: registered once, renamed, merged, with mandates that hold on a day (A9, B10)."""

from typing import Any

from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller("region:CR36", "agenda:read", "agenda:contribute", subject="author")
OTHER = caller("region:LD01", "agenda:read", "agenda:contribute", subject="other")


async def registered(agenda: Api, kvk_number: str, **more: Any) -> Any:
    body = {"name": "NV REDE", "namedSince": "2000-01-01", "role": "TRIPLE_HELIX", "kvkNumber": kvk_number}
    return await agenda.post("/organisations", REGION, {**body, **more})


async def test_it_is_known_once_whoever_registers_it(agenda: Api) -> None:
    made = await registered(agenda, "17001001")
    assert made.status_code == 201, made.text
    body = {"name": "Twin", "namedSince": "2000-01-01", "role": "BUSINESS", "kvkNumber": "17001001"}
    twin = await agenda.post("/organisations", OTHER, body)
    assert twin.status_code == 409
    assert twin.json()["type"].endswith("/problems/organisation.known-once")
    assert twin.json()["facts"] == {"organisations": [made.json()["id"]]}
    another = await registered(agenda, "17001002")
    assert another.status_code == 201, another.text


async def test_its_former_names_and_its_merger_are_read_by_anybody(agenda: Api) -> None:
    made, into = await registered(agenda, "17001003"), await registered(agenda, "17001004")
    path = f"/organisations/{made.json()['id']}"
    renaming = {"name": "Brainport Development", "since": "2011-01-01"}
    renamed = await agenda.post(f"{path}/names", REGION, renaming, etag=made.headers["etag"])
    assert renamed.json()["formerNames"] == [
        {"name": "NV REDE", "firstDay": "2000-01-01", "lastDay": "2010-12-31"}
    ]
    merger = {"intoId": into.json()["id"], "mergedOn": "2016-01-01"}
    foreign = await agenda.post(f"{path}/mergers", OTHER, merger, etag=renamed.headers["etag"])
    assert foreign.status_code == 403
    await agenda.post(f"{path}/mergers", REGION, merger, etag=renamed.headers["etag"])
    seen = (await agenda.http.get(path)).json()
    assert (seen["status"], seen["mergedIntoId"], seen["endedOn"]) == (
        "MERGED",
        into.json()["id"],
        "2016-01-01",
    )
    assert seen["formerNames"][0]["name"] == "NV REDE"


async def test_mandates_are_those_of_a_day(agenda: Api) -> None:
    made = await registered(agenda, "17001005")
    of = made.json()["id"]
    mandate = {
        "organisationId": of,
        "givenBy": "Gemeenteraad Eindhoven",
        "matter": "Sign the agenda",
        "startsOn": "2014-01-01",
        "endsOn": "2014-12-31",
    }
    first = await agenda.post("/mandates", REGION, mandate)
    assert first.status_code == 201, first.text
    open_ended = {**mandate, "startsOn": "2014-07-01", "endsOn": None}
    second = await agenda.post("/mandates", REGION, open_ended)
    assert (await agenda.post("/mandates", OTHER, mandate)).status_code == 403

    async def on(day: str) -> set[str]:
        listed = await agenda.http.get(f"/mandates?organisationId={of}&referenceDate={day}")
        return {row["id"] for row in listed.json()["items"]}

    ids = first.json()["id"], second.json()["id"]
    assert await on("2013-12-31") == set()
    assert await on("2014-12-31") == set(ids)
    assert await on("2015-01-01") == {ids[1]}
    path = f"/mandates/{ids[1]}/ends"
    ended = await agenda.post(path, REGION, {"endedOn": "2015-06-30"}, etag=second.headers["etag"])
    assert ended.json()["status"] == "ENDED"
    assert await on("2015-07-01") == set()


async def test_the_list_is_in_the_order_of_a_reader_page_by_page(agenda: Api) -> None:
    """Capitals and marks tell apart what is else the same; 't Hof is read as Hof."""
    read = [
        "Aan Zee",
        "Ecluse",
        "École",
        "eend",
        "Èénd",
        "'t Hof",
        "Ĳssel",
        "Óost",
        "oost West",
        "zuid",
        "Zwaan",
    ]
    read = [f"{name} sorteer" for name in read]
    for number, name in enumerate(reversed(read)):
        made = await registered(agenda, f"170020{number:02}", name=name)
        assert made.status_code == 201

    async def walked(sort: str, size: int) -> list[str]:
        names: list[str] = []
        address: str | None = f"/organisations?sort={sort}&limit={size}"
        while address:
            answer = (await agenda.http.get(address)).json()
            names += [row["name"] for row in answer["items"]]
            following = answer["_links"]["next"]
            address = following["href"].split("/v1")[1] if following else None
        return names

    upwards, downwards = await walked("name", 2), await walked("-name", 1)
    assert [name for name in upwards if name in read] == read
    assert sorted(upwards) == sorted(downwards)
    assert downwards == (await walked("-name", 100))
    assert [name for name in downwards if name in read] == read[::-1]
