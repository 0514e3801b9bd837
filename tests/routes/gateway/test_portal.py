"""The page to read and try the APIs asks nothing of any outside host."""

import re
import tomllib

import httpx
import pytest

from deploy.local.program import CHECKOUT

FILES = re.compile(r'(?:src|href)="([^"]+)"')


async def test_every_file_of_the_page_comes_from_the_gateway(stranger: httpx.AsyncClient) -> None:
    page = await stranger.get("/", headers={"Accept": "text/html"})
    named = FILES.findall(page.text)
    assert "/portal/swagger-ui-bundle.js" in named
    for path in named:
        assert path.startswith("/portal/") or path == "/asyncapi.json"
        assert (await stranger.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/portal/portal.js", "/portal/portal.css"])
async def test_our_own_files_name_no_host_at_all(path: str, stranger: httpx.AsyncClient) -> None:
    assert "//" not in re.sub(r"^\s*//.*$|(?<=;)\s+//.*$", "", (await stranger.get(path)).text, flags=re.M)


async def test_the_browser_is_told_to_ask_nobody_else(stranger: httpx.AsyncClient) -> None:
    policy = (await stranger.get("/docs")).headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == rules["style-src"] == "'self'"


async def test_every_api_of_the_gateway_can_be_chosen(stranger: httpx.AsyncClient) -> None:
    offered = re.findall(r'<option value="(\w+)"', (await stranger.get("/")).text)
    assert offered == ["agenda", "funding", "loans", "dossiers"]


async def test_swagger_ui_reads_openapi_3_1(stranger: httpx.AsyncClient) -> None:
    bundle = (await stranger.get("/portal/swagger-ui-bundle.js")).text
    assert "openapi-3-1" in bundle or "spec.openapis.org/oas/3.1" in bundle


async def test_a_developer_becomes_a_local_client_through_the_gateway(stranger: httpx.AsyncClient) -> None:
    listed = (await stranger.get("/local/clients")).json()["clients"]
    assert {
        "id": "rom-liof-committee",
        "tenant": "rom:LIOF",
        "scopes": ["loans:read", "loans:approve", "clock:set"],
    } in listed
    shipped = tomllib.loads((CHECKOUT / "deploy/local/clients.toml").read_text("utf-8"))
    assert [client["id"] for client in listed] == list(shipped)
