"""Every body sees and changes exactly what it may, on every route, whatever its scopes (B7, B10)."""

from collections.abc import AsyncIterator
from functools import cache

import httpx
import pytest

from shared.kernel.rules import NOT_FOUND
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.slices import SLICES
from tests.routes.documents import openapi_documents
from tests.routes.matrix import BODIES, Kept
from tests.routes.objects import KEPT, one_of
from tests.routes.test_roles import HOLDERS, scope_of

DOCUMENTS = openapi_documents()
SCOPES = [scope for scope in HOLDERS if not scope.startswith(("platform:", "clock:"))]
CALLERS = {body: caller(body, *SCOPES) for body in BODIES}
REASON = {"reason": "Not yet"}
SIGNED = {"signedOn": "2015-03-02", "subordinationDeedSignedOn": "2015-03-02"}
UNREAD = {path: rule for each in SLICES for path, rule in each.unread.items()}
BODY_OF = {
    **{name: body for each in SLICES for name, body in each.bodies.items()},
    "conclude_assessment": {"advice": "Award it."},
    "refuse_application": {"ground": "CEILING", "reason": "No room"},
    "award_application": {"amountCents": 1},
    "announce_alteration": {"ground": "FALSE_DATA", "reasons": "So.", "amountCents": 0},
    "respond_to_alteration": {"views": None},
    "decide_alteration": {"amountCents": 0, "reasons": "So."},
    "drop_alteration": REASON,
    "score_application": {"scores": [{"criterion": "IMPACT", "points": "1"}], "reasons": "So."},
    "state_interest_in_application": {"explanation": "A sister works there."},
    "draw_up_ranking": {},
    "decide_on_tranche": REASON,
    "confirm_pledge": {},
    "verify_payee_account": {"evidence": "A bank statement"},
    "reject_payee_account": REASON,
    "withdraw_advance": REASON,
    "confirm_advance_payment": {"paidOn": "2015-03-02", "reference": "RVO-1"},
    "fail_advance_payment": REASON,
    "reverse_advance": {"reversedOn": "2015-03-02", **REASON},
    "call_for_settlement": {"endedOn": "2015-01-02"},
    "apply_for_settlement": {
        "endedOn": "2015-01-02",
        "costs": [{"code": "WAGES", "declaredCents": 1}],
        "sources": [{"code": "OWN", "paidCents": 1}],
    },
    "assess_settlement": {"costs": [{"code": "NONE", "declaredCents": 0}], "reasons": "So."},
    "respond_to_settlement": {"views": None},
    "drop_settlement": REASON,
    "open_demand": {"debtor": "FIRM"},
    "open_settlement_demand": {"debtor": "FIRM"},
    "drop_demand": REASON,
    "withdraw_demand": REASON,
    "interrupt_demand_limitation": {
        "ground": "RECOGNITION",
        "interruptedOn": "2015-03-02",
        "evidence": "A letter.",
    },
    "receive_demand_payment": {"amountCents": 1, "receivedOn": "2015-03-02", "reference": "IN-1"},
    "reverse_demand_payment": {"reference": "IN-1", "reversedOn": "2015-03-02", **REASON},
    "propose_loan": {"ratingRationale": "BB-"},
    "decline_loan": REASON,
    "receive_contract": SIGNED,
    "refuse_guarantee": REASON,
    "withdraw_default": REASON,
    "file_claim": {"outstandingCents": 1, "proceedsCents": 0, "evidence": ["report"]},
    "supplement_claim": {"proceedsCents": 0, "evidence": ["report"]},
    "request_claim_supplement": {"question": "Which proceeds?"},
    "assess_claim": {"outcome": "GRANT", "reasons": "In order"},
    "return_assessment": REASON,
    "fail_claim_payment": REASON,
    "confirm_claim_payment": {"paidOn": "2015-03-02", "reference": "RVO-1"},
    "withdraw_recovery": REASON,
    "remit_recovery": {"remittedOn": "2015-03-02", "remittanceReference": "BOM-1"},
    "miss_remittance": REASON,
    "confirm_recovery": {"arrivedOn": "2015-03-02"},
    "decline_closing": REASON,
    "record_premium_payment": {"amountCents": 1, "paidOn": "2015-03-02", "reference": "BOM-1"},
    "reopen_guarantee": REASON,
    "reverse_premium_payment": REASON,
    "book_movement": {"kind": "GRANTED", "amountCents": 1, "note": "Budget"},
}


@pytest.fixture
async def rows(kept: Kept, settings: dict[str, Settings]) -> AsyncIterator[Sessions]:
    """The database of the service that keeps these objects."""
    engine = connect(kept.service, settings[kept.service])
    yield sessions(engine)
    await engine.dispose()


@pytest.fixture
def api(kept: Kept, agenda: Api, funding: Api, loans: Api) -> Api:
    """The service that keeps these objects."""
    return {"agenda": agenda, "funding": funding, "loans": loans}[kept.service]


def reads_of(service: str, collection: str) -> list[str]:
    """Every path that shows one object of a collection, or what belongs to it."""
    paths = DOCUMENTS[service]["paths"]
    mine = [path for path in paths if path.startswith(f"/{collection}/{{id}}") and "get" in paths[path]]
    return [path.replace("{edition}", "1") for path in mine]


@cache
def changes_of(service: str, collection: str) -> list[tuple[str, str, str]]:
    """Every changing operation on one object of a collection: method, path and name."""
    return [
        (method.upper(), path, operation["operationId"])
        for path, operations in DOCUMENTS[service]["paths"].items()
        for method, operation in operations.items()
        if path.startswith(f"/{collection}/{{id}}") and method != "get"
    ]


async def listed(api: Api, path: str, body: str, since: str) -> set[str]:
    """The ids in a list of this one and of what was made after it."""
    found: set[str] = set()
    address: str | None = f"{path}?limit=100&sort=-id"
    while address:
        answer = (await api.http.get(address, headers=CALLERS[body])).json()
        found |= {row["id"] for row in answer["items"]}
        following = answer["_links"].get("next")
        address = following["href"].split("/v1")[1] if following and min(found) > since else None
    return found


@pytest.mark.parametrize("kept", KEPT, ids=str)
async def test_each_body_finds_exactly_what_it_may_see(kept: Kept, api: Api, rows: Sessions) -> None:
    made = {owner: str((await one_of(kept, rows, owner)).id) for owner in kept.owners}
    for body in BODIES:
        seen = {made[owner] for owner in kept.owners if kept.sees(body, owner)}
        found = await listed(api, f"/{kept.path}", body, min(made.values()))
        assert found & set(made.values()) == seen, body
        for one in made.values():
            for path in reads_of(kept.service, kept.path):
                answer = await api.get(path.replace("{id}", one), CALLERS[body])
                assert read(answer) == expected(path, one in seen), (path, body, answer.text)


@pytest.mark.parametrize("kept", [kept for kept in KEPT if kept.service == "agenda"], ids=str)
async def test_whoever_has_no_token_sees_what_the_public_sees(
    kept: Kept, agenda: Api, rows: Sessions
) -> None:
    made = str((await one_of(kept, rows, kept.owners[0])).id)
    for path in reads_of(kept.service, kept.path):
        answer = await agenda.get(path.replace("{id}", made), {})
        seen = kept.sees("public", kept.owners[0])
        needs_token = answer.status_code == 401 and not seen
        assert needs_token or read(answer) == expected(path, seen), (path, answer.text)


# hidden and open objects of each kind that has changing routes
CHANGED = {
    (kept.service, kept.path, kept.seen_by): kept for kept in KEPT if changes_of(kept.service, kept.path)
}.values()


@pytest.mark.parametrize("kept", CHANGED, ids=str)
async def test_no_body_changes_what_is_not_its_own(kept: Kept, api: Api, rows: Sessions) -> None:
    for owner in kept.owners:
        made = await one_of(kept, rows, owner)
        for body in BODIES:
            for method, path, name in changes_of(kept.service, kept.path):
                if acts(kept, body, owner, name):
                    continue
                answer = await api.post(
                    path.replace("{id}", str(made.id)),
                    CALLERS[body],
                    BODY_OF.get(name),
                    etag='"1"',
                    method=method,
                )
                assert refusal(answer) == (
                    (403, "tenancy.own-objects") if kept.sees(body, owner) else (404, "resource.not-found")
                ), (name, body, answer.text)
        unchanged = await api.get(f"/{kept.path}/{made.id}", CALLERS[owner])
        assert unchanged.headers["etag"] == '"1"'


def acts(kept: Kept, body: str, owner: str, name: str) -> bool:
    """Whether a body may take an operation on an object of an owner."""
    scope = scope_of(kept.service, name)
    return kept.acts(body, owner, scope, HOLDERS[scope])


STATE_STEPS = {
    "applications": "check_completeness open_assessment conclude_assessment refuse_application "
    "award_application score_application state_interest_in_application announce_alteration "
    "call_for_settlement",
    "award-alterations": "decide_alteration drop_alteration open_demand",
    "award-settlements": "assess_settlement decide_settlement drop_settlement open_settlement_demand",
    "bottlenecks": "take_up_bottleneck answer_bottleneck",
    "cluster-relevances": "find_relevance",
    "clusters": "designate_cluster open_review confirm_cluster withdraw_cluster",
    "consultations": "conclude_consultation accept_conclusions cancel_consultation complete_agreed_action",
    "demands": "decide_demand drop_demand withdraw_demand remind_debtor interrupt_demand_limitation "
    "receive_demand_payment reverse_demand_payment",
    "disputes": "decide_dispute",
    "guarantee-claims": "request_claim_supplement assess_claim decide_claim return_assessment "
    "order_claim_payment fail_claim_payment confirm_claim_payment",
    "guarantee-closings": "decline_closing close_guarantee reopen_guarantee",
    "guarantee-premiums": "record_premium_payment reverse_premium_payment",
    "guarantee-recoveries": "miss_remittance confirm_recovery",
    "guarantees": "reserve_guarantee refuse_guarantee issue_guarantee",
    "initiatives": "refer_initiative convene_table decide_initiative end_initiative",
    "organisations": "correct_organisation",
    "payee-accounts": "verify_payee_account confirm_payee_account reject_payee_account",
    "pledges": "confirm_pledge",
    "projects": "approve_project",
    "questions": "answer_question close_question",
}


def test_the_state_takes_these_steps_on_what_others_own_and_no_more() -> None:
    """B7: it reads, advises and decides where the decision is its own; it edits nothing of a region."""
    taken: dict[str, set[str]] = {}
    for kept in KEPT:
        for _, _, name in changes_of(kept.service, kept.path):
            if any(acts(kept, "state", owner, name) for owner in set(kept.owners) - {"state"}):
                taken.setdefault(kept.path, set()).add(name)
    assert taken == {path: set(names.split()) for path, names in STATE_STEPS.items()}


LOAN = {
    "romCode": "BOM",
    "undertaking": {"kvkNumber": "68750110", "name": "Growing Firm B.V.", "municipalityCode": "GM0772"},
    "purpose": "A production line",
    "principalCents": 4_000_000_00,
    "interestPercent": "9",
    "termMonths": 72,
    "repayment": "BULLET",
    "rating": "BB-",
    "financingNeedCents": 8_000_000_00,
    "guaranteeWanted": True,
}
CEILINGS = {"openingOutstandingCents": 0, "annualCeilingCents": 1, "exposureCeilingCents": 1}
AID = {"kvkNumber": "68750110", "amountCents": 1, "grantedOn": "2024-02-01", "basis": "DE_MINIMIS"}
MADE = [
    *((makers, "agenda", path, body) for each in SLICES for makers, path, body in each.made),
    ("state", "funding", "/programme-years", {"programme": "TENANCY", "year": 2016, "totalCents": 4}),
    ("state", "funding", "/state-aid-entries", {**AID, "source": "A decision"}),
    ("rom:BOM", "loans", "/loans", LOAN),
    ("state", "loans", "/credit-lines", {"romCode": "BOM", "year": 2099, "amountCents": 1}),
    ("state", "loans", "/guarantee-years", {"scheme": "GROEIFACILITEIT", "year": 2099, **CEILINGS}),
]


@pytest.mark.parametrize(("makers", "service", "path", "body"), MADE)
async def test_no_body_makes_what_another_decides_on(
    makers: str, service: str, path: str, body: object, agenda: Api, funding: Api, loans: Api
) -> None:
    api = {"agenda": agenda, "funding": funding, "loans": loans}[service]
    for other in set(BODIES) - set(makers.split()):
        answer = await api.post(path, CALLERS[other], body)
        assert answer.status_code in (403, 404), (other, answer.text)
    for maker in makers.split():
        assert (await api.post(path, CALLERS[maker], body)).status_code == 201


def test_objects_of_every_collection_are_tried() -> None:
    shown = {
        (service, path.split("/")[1])
        for service, document in DOCUMENTS.items()
        for path in document["paths"]
        if path.endswith("/{id}") and not path.startswith("/parked-messages")
    }
    assert shown == {(kept.service, kept.path) for kept in KEPT}


def expected(path: str, seen: bool) -> tuple[int, str]:
    """How a read of an object must be answered: to whoever does not see it, as if it were not there."""
    if not seen:
        return 404, NOT_FOUND.code
    return (UNREAD[path].status, UNREAD[path].code) if path in UNREAD else (200, "")


def read(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer to a read, and the code of the rule that refused, if any."""
    return (200, "") if answer.status_code == 200 else refusal(answer)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer, and the code of the rule that refused."""
    problem = answer.json()
    return answer.status_code, problem.get("type", "").rsplit("/")[-1]


@pytest.mark.parametrize("kept", CHANGED, ids=str)
async def test_whoever_may_act_is_not_stopped_by_whose_it_is(kept: Kept, api: Api, rows: Sessions) -> None:
    """The tests above would pass on a service that refuses everything."""
    owner = kept.owners[0]
    reached = set()
    for body in BODIES:
        for method, path, name in changes_of(kept.service, kept.path):
            if not acts(kept, body, owner, name):
                continue
            made = await one_of(kept, rows, owner)
            address = path.replace("{id}", str(made.id))
            answer = await api.post(address, CALLERS[body], BODY_OF.get(name), etag='"1"', method=method)
            if refusal(answer) not in ((403, "tenancy.own-objects"), (404, "resource.not-found")):
                reached.add(name)
    assert reached == {name for _, _, name in changes_of(kept.service, kept.path)}
