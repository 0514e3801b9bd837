"""A board over HTTP: its seats on a day, its advice on a record, found by everybody (B44–B48)."""

from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller(
    "region:CR03", "agenda:read", "agenda:write", "agenda:contribute", "clock:set", subject="author"
)
OTHER = caller("region:LD01", "agenda:read", "agenda:contribute", subject="other")
AT = "2014-10-20T09:00:00Z"
BOARD = {
    "kind": "COMMITTEE",
    "name": "Commissie Willems",
    "regionCode": "CR03",
    "assignment": "Advise on the chemical cluster of the Eemsdelta.",
    "installedOn": "2011-06-01",
    "stateMember": False,
    "adviceDueOn": "2012-01-01",
    "tasks": [{"task": "Analyse the cluster", "dueOn": "2011-09-01"}],
    "jobsAtStake": 5_000,
}


async def test_its_advice_on_a_record_is_found_with_the_record(agenda: Api) -> None:
    made = await agenda.post("/boards", REGION, BOARD)
    assert made.status_code == 201, made.text
    path = f"/boards/{made.json()['id']}"
    seat = {
        "organisation": "Groningen Seaports",
        "role": "GOVERNMENT",
        "joinedOn": "2011-06-01",
        "chair": True,
    }
    seated = await agenda.post(f"{path}/members", REGION, seat, etag=made.headers["etag"])
    cluster = await agenda.post(
        "/clusters", REGION, {"regionCode": "CR03", "clusterCode": "EEMSDELTA", "name": "Chemie Eemsdelta"}
    )
    about = {"subjectKind": "CLUSTER", "subjectId": cluster.json()["id"]}
    advice = {"kind": "ADVICE", "outcome": "POSITIVE", "givenOn": "2012-01-15", "text": "Invest.", **about}
    given = await agenda.post(f"{path}/advices", REGION, advice, etag=seated.headers["etag"], at=AT)
    assert given.status_code == 200, given.text
    assert given.json()["adviceDueOn"] is None
    again = await agenda.post(f"{path}/members", REGION, seat, etag=given.headers["etag"])
    assert again.json()["type"].endswith("/problems/board.one-chair")
    chair = (await agenda.http.get(f"{path}/members?chair=true")).json()["items"][0]["id"]
    assert (given.json()["members"], given.json()["advices"], given.json()["version"]) == (1, 1, 3)
    found = (await agenda.http.get(f"/advices?subjectId={cluster.json()['id']}")).json()["items"]
    assert [(row["outcome"], row["chairId"]) for row in found] == [("POSITIVE", chair)]
    for day, governments, chaired in (("2011-05-31", 0, None), ("2011-06-01", 1, chair)):
        told = (await agenda.http.get(f"{path}/seats?referenceDate={day}")).json()
        assert told["chairId"] == chaired
        assert told["seats"] == {"GOVERNMENT": governments, "BUSINESS": 0, "KNOWLEDGE": 0, "TRIPLE_HELIX": 0}


async def test_what_its_author_cannot_read_is_no_subject(agenda: Api) -> None:
    made = await agenda.post("/boards", REGION, BOARD)
    hidden = await agenda.post(
        "/clusters",
        caller("region:LD01", "agenda:write"),
        {"regionCode": "LD01", "clusterCode": "WATER", "name": "Water"},
    )
    for kind, subject in (("CLUSTER", hidden.json()["id"]), ("NOTHING", hidden.json()["id"])):
        advice = {"kind": "ADVICE", "outcome": "POSITIVE", "givenOn": "2012-01-15", "text": "Invest."}
        answer = await agenda.post(
            f"/boards/{made.json()['id']}/advices",
            REGION,
            {**advice, "subjectKind": kind, "subjectId": subject},
            etag=made.headers["etag"],
            at=AT,
        )
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("/problems/advice.known-subject")
    assert (await agenda.http.get(f"/advices?boardId={made.json()['id']}")).json()["items"] == []


async def test_only_its_own_body_speaks_for_it(agenda: Api) -> None:
    made = await agenda.post("/boards", REGION, BOARD)
    seat = {"organisation": "Groningen Seaports", "role": "GOVERNMENT", "joinedOn": "2011-06-01"}
    answer = await agenda.post(f"/boards/{made.json()['id']}/members", OTHER, seat, etag=made.headers["etag"])
    assert answer.status_code == 403
