"""An initiative over HTTP, from its region to a decision by a third person (B3, B21, B37, B38, B43, B44)."""

from typing import Any

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.slices.initiatives.initiatives import DECISION, INITIATIVE
from tests.rules.agenda.initiatives.test_initiative_rules import CODES, FINDINGS

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
SCOPES = ("agenda:read", "agenda:assess", "agenda:decide", "agenda:contribute", "clock:set")
FIRST, SECOND, THIRD = (caller("state", *SCOPES, subject=name) for name in ("first", "second", "third"))
AT = "2014-11-03T09:00:00Z"


async def step(agenda: Api, made: Any, noun: str, who: dict[str, str], body: Any = None) -> Any:
    collection = made.request.url.path.split("/v1/")[1].split("/")[0]
    path = f"/{collection}/{made.json()['id']}/{noun}"
    answer = await agenda.post(
        path, who, body, etag=made.headers["etag"], at=AT if who is not REGION else None
    )
    assert answer.status_code == 200, answer.text
    return answer


def wire(finding: dict[str, Any]) -> dict[str, Any]:
    def camel(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(part.title() for part in rest)

    return {camel(name): value for name, value in finding.items()}


async def test_from_the_region_to_the_decision(agenda: Api) -> None:
    made = await agenda.post("/initiatives", REGION, INITIATIVE)
    assert made.status_code == 201, made.text
    path = f"/initiatives/{made.json()['id']}"
    assert (await agenda.http.get(path)).status_code == 404
    made = await step(agenda, made, "intakes", REGION)
    framework = {"legalBasis": "Kaderwet EZ-subsidies", "budgetArticle": "XIII 12"}
    opening = {"initiativeId": made.json()["id"], **framework}
    file = await agenda.post("/assessments", FIRST, opening, at=AT)
    assert file.status_code == 201, file.text
    assert (await agenda.get(f"/assessments/{file.json()['id']}", REGION)).status_code == 404

    closed = await step(agenda, file, "interests", SECOND, {"explanation": "My partner works there."})
    hidden = await agenda.get(f"/assessments/{file.json()['id']}", SECOND)
    assert (hidden.status_code, hidden.json()["type"].rpartition("/")[2]) == (403, "tenancy.no-interest")
    told = await agenda.get("/histories", SECOND, subjectKind="ASSESSMENT", subjectId=file.json()["id"])
    assert told.status_code == 403, told.text
    listed = await agenda.get("/assessments", SECOND, initiativeId=made.json()["id"])
    assert listed.json()["items"] == []

    file = await step(agenda, closed, "assignments", FIRST)
    for code in CODES:
        file = await step(agenda, file, "findings", FIRST, {"criterion": code, **wire(FINDINGS[code])})
    file = await step(agenda, file, "submissions", FIRST)
    own = await agenda.post(
        f"/assessments/{file.json()['id']}/reviews",
        FIRST,
        {"review": "second_reader"},
        etag=file.headers["etag"],
    )
    assert own.json()["type"].endswith("/problems/assessment.second-reader")
    fourth = caller("state", *SCOPES, subject="fourth")
    file = await step(agenda, file, "reviews", fourth, {"review": "second_reader"})
    weighing = {"weighing": "On balance yes.", "mandate": "Mandaatbesluit EZ"}
    file = await step(agenda, file, "conclusions", THIRD, weighing)
    assert file.json()["findings"]["BEYOND_THE_REGION"]["jobsSharePercent"] == "2.0500"

    seen = await agenda.get(path, THIRD)
    table = {"metOn": "2014-10-03", "invited": ["SZW", "Provincie"], "attended": ["SZW"], "outcome": "Agreed"}
    future = {**table, "metOn": "2099-01-01"}
    early = await agenda.post(f"{path}/tables", THIRD, future, etag=seen.headers["etag"])
    assert early.json()["type"].endswith("/problems/initiative.met-by-now")
    seen = await step(agenda, seen, "tables", THIRD, table)
    decided = await step(agenda, seen, "decisions", THIRD, {**DECISION, "decision": "support"})
    assert (decided.json()["status"], decided.json()["amountCents"]) == ("SUPPORTED_NON_FINANCIAL", None)
    public = await agenda.http.get(path)
    assert public.json()["support"] == ["CONNECT", "DIRECTION"]
    told = (await agenda.get(f"{path}/tables", THIRD)).json()["items"]
    public_tables = (await agenda.http.get(f"{path}/tables")).json()["items"]
    assert [[row["attended"] for row in rows] for rows in (told, public_tables)] == [[["SZW"]], [None]]
