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


async def test_the_list_is_sorted_by_name_page_by_page(agenda: Api) -> None:
    for number, name in ((1, "Zuid"), (2, "Midden"), (3, "Aan Zee")):
        made = await registered(agenda, f"1700200{number}", name=name)
        assert made.status_code == 201
    names: list[str] = []
    address: str | None = "/organisations?sort=-name&limit=1"
    while address:
        answer = (await agenda.http.get(address)).json()
        names += [row["name"] for row in answer["items"]]
        following = answer["_links"]["next"]
        address = following["href"].split("/v1")[1] if following else None
    assert names == sorted(names, reverse=True)
    assert {"Zuid", "Midden", "Aan Zee"} <= set(names)
    assert len(names) == len(set(names)) or names.count("NV REDE") > 1


async def test_the_state_corrects_what_somebody_else_registered_wrongly(agenda: Api) -> None:
    """A9: a false name of somebody else's number, and its end, are put right with a reason."""
    state = caller("state", "agenda:read", "agenda:govern", subject="officer")
    made = await registered(agenda, "17001006", name="Fraude B.V.")
    path = f"/organisations/{made.json()['id']}"
    await agenda.post(f"{path}/ends", REGION, {"endedOn": "2016-01-01"}, etag=made.headers["etag"])
    right = {
        "name": "Real B.V.",
        "namedSince": "2005-03-01",
        "role": "BUSINESS",
        "kvkNumber": "17001006",
        "keptBy": "region:LD01",
        "actsAgain": True,
        "reason": "The trade register has this name.",
    }
    govern = caller("region:CR36", "agenda:govern", subject="author")
    assert (await agenda.post(f"{path}/corrections", govern, right, etag="*")).status_code == 403
    corrected = await agenda.post(f"{path}/corrections", state, right, etag="*")
    assert corrected.status_code == 200, corrected.text
    seen = (await agenda.http.get(path)).json()
    assert (seen["name"], seen["status"], seen["endedOn"]) == ("Real B.V.", "ACTIVE", None)
    assert (seen["owner"], seen["formerNames"]) == ("region:LD01", [])
    renaming = {"name": "Fraude B.V.", "since": "2020-01-01"}
    assert (await agenda.post(f"{path}/names", REGION, renaming, etag="*")).status_code == 403
    assert (await agenda.post(f"{path}/names", OTHER, renaming, etag="*")).status_code == 200


async def test_a_name_does_not_hold_from_a_day_that_is_to_come(agenda: Api) -> None:
    made = await registered(agenda, "17001007", namedSince="2200-12-31")
    assert made.json()["type"].endswith("/problems/date.in-time")
    assert (await agenda.http.get("/organisations?kvkNumber=17001007")).json()["items"] == []
