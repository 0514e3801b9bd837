"""The history of an application: who did what, for its applicant and for the State (B10)."""

from typing import Any

from shared.testing.callers import caller
from tests.routes.funding.conftest import APPLICANT, ASSESSOR, OFFICER, Office, made, refused

NEIGHBOUR = caller("region:LD01", "funding:read", "funding:apply", subject="neighbour")
RECEIVED = "nl.groeikracht.funding.application-received"
AWARDED = "nl.groeikracht.funding.application-awarded"
STEPS = ["application.found-complete", "application.assessment-opened", "application.assessment-concluded"]


async def acts(office: Office, who: dict[str, str], of: dict[str, str]) -> list[dict[str, Any]]:
    """What was done, all pages."""
    answer = await office.api.get("/histories", who, **of, limit=2)
    assert answer.status_code == 200, answer.text
    rows, following = answer.json()["items"], answer.json()["_links"]["next"]
    while following is not None:
        answer = await office.api.http.get(following["href"].split("/v1")[1], headers=who)
        rows, following = rows + answer.json()["items"], answer.json()["_links"]["next"]
    return list(rows)


async def test_an_applicant_reads_what_was_done_and_by_which_body(office: Office) -> None:
    tranche = await office.tranche(await office.year(100_000_000_000), 10_000_000_000)
    application = await office.received(tranche, 1_000, projectId=await office.funded(100_000_000))
    of = {"subjectKind": "APPLICATION", "subjectId": application["id"]}
    refused(await office.api.get("/histories", NEIGHBOUR, **of), "resource.not-found")
    ready = await office.ready(application)
    told = await acts(office, APPLICANT, of)
    assert [(each["act"], each["body"], each["actor"]) for each in told] == [
        (RECEIVED, "region:CR36", "applicant"),
        *((step, "state", None) for step in STEPS),
    ]
    assert told[0]["facts"]["requestedCents"] == 1_000
    assert [each["facts"] for each in told[1:]] == [None] * 3  # the advice is the State's own
    of_state = await acts(office, OFFICER, of)
    assert [each["actor"] for each in of_state] == [None, *["assessor"] * 3]
    assert of_state[3]["facts"] == {"advice": "Award it.", "recipients": []}
    made(await office.award(ready, 1_000))
    assert AWARDED in [each["act"] for each in await acts(office, APPLICANT, of)]
    refused(await office.api.get("/histories", NEIGHBOUR, **of), "history.own-record")


async def test_a_kind_that_is_kept_elsewhere_is_refused(office: Office) -> None:
    of = {"subjectKind": "AGENDA", "subjectId": "0198b0a5-7a00-7000-8000-000000000001"}
    refused(await office.api.get("/histories", ASSESSOR, **of), "subject.kind-known")
