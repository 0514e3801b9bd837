"""What the gateway says of all services together: agenda answers here, funding is down, loans hangs up."""

import httpx

from services.gateway.settings import GatewaySettings
from tests.routes.gateway.conftest import Service, become, calling

OUTCOMES = {"agenda": "OK", "funding": "UNAVAILABLE", "loans": "UNAVAILABLE"}


async def test_what_is_due_is_joined_and_says_which_services_are_away(
    caller: httpx.AsyncClient, service: Service
) -> None:
    answer = await caller.get("/dossiers/v1/tasks?dueBefore=2027-01-01&kind=AGENDA&limit=7")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert {each["service"]: each["outcome"] for each in told["services"]} == OUTCOMES
    assert (told["items"], told["complete"], told["_links"]["next"]) == ([], False, None)
    assert service.path == "/agenda/v1/tasks"
    assert sorted(service.query.split("&")) == ["dueBefore=2027-01-01", "kind=AGENDA", "limit=7"]
    assert service.all("authorization") == [caller.headers["authorization"]]


async def test_a_joined_list_is_for_whoever_has_a_token_and_asks_what_it_knows(
    caller: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for path in (
        "/dossiers/v1/tasks?sort=dueOn",
        "/dossiers/v1/search-results",
        "/dossiers/v1/tasks?cursor=x",
    ):
        assert (await caller.get(path)).status_code == 400, path
    del stranger.headers["authorization"]
    assert (await stranger.get("/dossiers/v1/tasks")).status_code == 401


async def test_a_joined_list_takes_as_much_of_the_allowance_as_it_reads(settings: GatewaySettings) -> None:
    few = {"gateway_rate_per_second": 0.1, "gateway_rate_burst": 6}
    async with calling(settings.model_copy(update=few)) as client:
        await become(client, "state-everything")
        answers = [await client.get("/dossiers/v1/tasks") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]
