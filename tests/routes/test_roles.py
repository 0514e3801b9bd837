"""Every operation of every service, tried by every client: what its token does not grant is refused."""

import uuid
from typing import Any

import pytest

from deploy.local.issuer import local_clients
from services.openapi import SERVICES
from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.slices import SLICES
from tests.routes.documents import openapi_documents

DOCUMENTS = openapi_documents()
CLIENTS = local_clients()

# Which kinds of body may hold a scope (B7, B10): the region writes, adopts and applies, the State designates,
# approves and decides, a ROM lends and asks for guarantees, everybody reads; operators see no business.
HOLDERS = {
    "agenda:read": "region state rom public",
    "agenda:write": "region",
    "agenda:adopt": "region",
    "agenda:designate": "state",
    "agenda:approve": "state",
    "agenda:catalogue": "region state",
    "agenda:contribute": "region state rom",
    "agenda:measure": "region state",
    "agenda:govern": "state",
    "agenda:assess": "state",
    "agenda:decide": "state",
    "funding:read": "region state rom public",
    "funding:programme": "state",
    "funding:apply": "region",
    "funding:contribute": "region state rom",
    "funding:confirm": "state",
    "funding:assess": "state",
    "funding:decide": "state",
    "funding:state-aid": "state",
    "loans:read": "state rom public",
    "loans:write": "rom",
    "loans:approve": "rom",
    "loans:contribute": "state rom",
    "loans:guarantee": "rom",
    "loans:decide": "state",
    "loans:ceilings": "state",
    "platform:operate": "platform",
    "platform:audit": "platform",
    "clock:set": "region state rom",
}
CHANGES = {
    "funding:read": (  # a POST that stores nothing
        "calculate_split calculate_cost calculate_overhead calculate_advance_plan calculate_delta "
        "calculate_settlement calculate_interest calculate_ranking calculate_intensity "
        "calculate_regional_aid calculate_de_minimis calculate_firm_size "
        "calculate_grant_bound calculate_tki_allowance calculate_term calculate_penalty "
        "calculate_output_target"
    ),
    "funding:programme": "open_programme_year plan_tranche publish_tranche open_tranche close_tranche",
    "funding:apply": "register_pledge withdraw_pledge submit_application withdraw_application "
    "enter_payee_account respond_to_alteration apply_for_settlement respond_to_settlement",
    "funding:confirm": "confirm_pledge verify_payee_account confirm_payee_account reject_payee_account "
    "confirm_advance_payment fail_advance_payment reverse_advance receive_demand_payment "
    "reverse_demand_payment",
    "funding:assess": "check_completeness open_assessment conclude_assessment score_application "
    "state_interest_in_application draw_up_ranking propose_advance open_demand open_settlement_demand "
    "call_for_settlement assess_settlement",
    "funding:decide": "refuse_application award_application confirm_ranking decide_on_tranche "
    "approve_advance withdraw_advance make_payment_file announce_alteration decide_alteration "
    "drop_alteration decide_demand drop_demand withdraw_demand remind_debtor "
    "interrupt_demand_limitation decide_settlement drop_settlement",
    "funding:state-aid": "declare_aid",
    "loans:read": "calculate_schedule calculate_reference_rate calculate_expected_loss",  # nothing stored
    "loans:write": "receive_loan propose_loan receive_contract",
    "loans:approve": "approve_loan decline_loan approve_loan_unguaranteed",
    "loans:guarantee": (
        "request_guarantee report_default withdraw_default file_claim supplement_claim "
        "report_recovery withdraw_recovery remit_recovery request_closing"
    ),
    "loans:decide": (
        "reserve_guarantee refuse_guarantee issue_guarantee request_claim_supplement assess_claim "
        "return_assessment decide_claim order_claim_payment fail_claim_payment confirm_claim_payment "
        "charge_premium record_premium_payment reverse_premium_payment miss_remittance "
        "confirm_recovery decline_closing close_guarantee reopen_guarantee"
    ),
    "loans:ceilings": "open_credit_line open_guarantee_year book_movement",
}
SCOPE_OF_CHANGE = {
    name: scope
    for changes in (CHANGES, *(each.changes for each in SLICES))
    for scope, names in changes.items()
    for name in names.split()
}
PUBLIC = {  # what may be read without a token
    "agenda": {
        *(name for each in SLICES for name in each.public.split()),
        *("list_regimes", "list_reference_sets", "list_reference_rows"),
    },
    "funding": {"list_regimes"},
    "loans": {"list_regimes"},
    "dossiers": set(),
}
SCOPE_OF_OPERATORS = {
    "parked-messages": "platform:operate",
    "replays": "platform:operate",
    "audit-entries": "platform:audit",
}
EVERY_ROLE = "state-everything"  # one person who holds all roles, to show that four eyes still hold


def operations(service: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and definition of every operation of a service."""
    return [
        (method, path, operation)
        for path, methods in DOCUMENTS[service]["paths"].items()
        for method, operation in methods.items()
    ]


def scope_of(service: str, name: str) -> str:
    """The scope of a change; what is said about records is said in each service under a scope of its own."""
    found = SCOPE_OF_CHANGE[name]
    act = found.partition(":")[2]
    return f"{service}:{act}" if act == "contribute" else found


def needed(service: str, method: str, path: str, name: str) -> str:
    """The one scope that an operation needs, by the tables above."""
    collection = path.split("/")[1]
    if collection in SCOPE_OF_OPERATORS:
        return SCOPE_OF_OPERATORS[collection]
    if method == "get":
        return "agenda:read" if service == "dossiers" else f"{service}:read"
    return scope_of(service, name)


@pytest.mark.parametrize("body", ["region:LD01", "rom:LIOF", "state", "public"])
async def test_a_scope_of_the_platform_is_of_no_use_to_another_body(body: str, agenda: Api) -> None:
    operator = {scope: caller(who, scope) for who in (body,) for scope in SCOPE_OF_OPERATORS.values()}
    for collection, scope in SCOPE_OF_OPERATORS.items():
        method = "POST" if collection == "replays" else "GET"
        refused = await tried(agenda, method, f"/{collection}", operator[scope])
        assert refused.status_code == 403, (collection, refused.text)
        assert scope in refused.headers["www-authenticate"]
        served = await tried(agenda, method, f"/{collection}", caller("platform", scope))
        assert served.status_code != 403, (collection, served.text)


@pytest.fixture
def api(service: str, agenda: Api, funding: Api, loans: Api) -> Api:
    """The service in this process."""
    return {"agenda": agenda, "funding": funding, "loans": loans}[service]


async def tried(api: Api, method: str, path: str, who: dict[str, str]) -> Any:
    """The answer to an operation on something that does not exist."""
    filled = path.replace("{id}", str(uuid.uuid4())).replace("{kvkNumber}", "68750110")
    return await api.post(filled, who, None if method == "get" else {}, etag='"1"', method=method.upper())


@pytest.mark.parametrize("service", DOCUMENTS)
def test_every_operation_asks_for_one_scope_and_the_right_one(service: str) -> None:
    for method, path, operation in operations(service):
        scope = needed(service, method, path, operation["operationId"])
        without = [{}] if operation["operationId"] in PUBLIC[service] else []
        assert operation["security"] == [{"bearer": [scope]}, *without], (method, path)


@pytest.mark.parametrize("client", [client for client in CLIENTS.values() if client.id != EVERY_ROLE])
def test_no_client_holds_a_scope_that_its_body_may_not(client: Any) -> None:
    kind = client.tenant.split(":")[0]
    assert [scope for scope in client.scopes if kind not in HOLDERS[scope].split()] == []


def test_every_scope_is_held_by_somebody_else_than_the_one_with_all_roles() -> None:
    held = {scope for client in CLIENTS.values() if client.id != EVERY_ROLE for scope in client.scopes}
    assert held == HOLDERS.keys()


def roles(service: str) -> list[Any]:
    """A client of each kind of body with other scopes of the service: two that hold the same are one role."""
    elsewhere = tuple(f"{other}:" for other in SERVICES if other != service)
    usable = frozenset(scope for scope in HOLDERS if not scope.startswith(elsewhere))
    found = {
        (client.tenant.split(":")[0], usable.intersection(client.scopes)): client
        for client in CLIENTS.values()
    }
    return [pytest.param(service, client, id=f"{service}-{client.id}") for client in found.values()]


@pytest.mark.parametrize(("service", "client"), [each for service in SERVICES for each in roles(service)])
async def test_what_a_token_does_not_grant_is_refused(service: str, client: Any, api: Api) -> None:
    who = caller(client.tenant, *client.scopes, subject=client.id)
    for method, path, operation in operations(service):
        scope = needed(service, method, path, operation["operationId"])
        answer = await tried(api, method, path, who)
        challenge = answer.headers.get("www-authenticate")
        if scope in client.scopes:
            assert answer.status_code not in (401, 500, 503), (method, path, answer.text)
            assert challenge is None, (method, path)
        else:
            assert answer.status_code == 403, (method, path, answer.text)
            assert challenge == f'Bearer error="insufficient_scope", scope="{scope}"'


@pytest.mark.parametrize("service", SERVICES)
async def test_without_a_valid_token_nothing_is_answered(service: str, api: Api) -> None:
    for method, path, operation in operations(service):
        without = await tried(api, method, path, {})
        if operation["operationId"] in PUBLIC[service]:
            assert without.status_code in (200, 400, 404), (path, without.text)
        else:
            assert without.headers["www-authenticate"] == "Bearer"
        for header in ("Bearer nonsense", "Basic bG9jYWw6bG9jYWw=", "Bearer"):
            assert (await tried(api, method, path, {"Authorization": header})).status_code == 401, path


async def test_an_answer_is_not_replayed_to_a_token_that_lost_the_scope(agenda: Api) -> None:
    cluster = {"regionCode": "CR36", "clusterCode": "PHOTONICS", "name": "Photonics"}
    author = caller("region:CR36", "agenda:write", subject="somebody")
    assert (await agenda.post("/clusters", author, cluster, key="mine")).status_code == 201
    dismissed = caller("region:CR36", "agenda:read", subject="somebody")
    assert (await agenda.post("/clusters", dismissed, cluster, key="mine")).status_code == 403
