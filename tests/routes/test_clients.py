"""The generators that integrators use make whole clients of every document, and such a client can call."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.agenda.app import SERVICE
from services.openapi import SERVICES
from shared.settings import Settings
from shared.testing.callers import caller
from shared.testing.listening import listening
from tests.routes.documents import openapi_documents
from tools.clients import generators

CALL = """
import sys
from agenda_client import AuthenticatedClient
from agenda_client.api.clusters import list_clusters, register_cluster
from agenda_client.models import ClusterIn, ClusterOut, ClusterPage

address, token = sys.argv[1:]
client = AuthenticatedClient(base_url=address, token=token, raise_on_unexpected_status=True)
wanted = ClusterIn.from_dict(BODY)
made = register_cluster.sync(client=client, body=wanted, idempotency_key='"client-1"')
assert isinstance(made, ClusterOut), made
listed = list_clusters.sync(client=client, limit=1)
assert isinstance(listed, ClusterPage) and listed.items, listed
print(made.name)
"""
CALL_TYPED = """
import createClient from "openapi-fetch";
import type { components, paths } from "./agenda.js";

declare const process: { argv: string[] };
const [address, token] = process.argv.slice(2);
const wanted: components["schemas"]["ClusterIn"] = BODY;
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });
const header = { "idempotency-key": '"client-2"' };
const made = await client.POST("/clusters", { params: { header }, body: wanted });
if (!made.data) throw new Error(JSON.stringify(made.error));
const one = await client.GET("/clusters/{id}", { params: { path: { id: made.data.id } } });
if (!one.data) throw new Error(JSON.stringify(one.error));
console.log(one.data.name);
"""
TOKEN = caller("region:CR36", "agenda:read", "agenda:write")["Authorization"].removeprefix("Bearer ")
CLUSTER = {"regionCode": "CR36", "clusterCode": "CALLED", "name": "Client made"}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every document as a file."""
    folder = tmp_path_factory.mktemp("documents")
    found = {name: folder / f"{name}.json" for name in (*SERVICES, "dossiers")}
    for name, document in openapi_documents().items():
        found[name].write_text(json.dumps(document))
    return found


@pytest.fixture(scope="module")
def address(settings: dict[str, Settings]) -> Iterator[str]:
    """The agenda service, listening."""
    with listening(SERVICE, settings["agenda"]) as found:
        yield found


def test_a_python_client_has_every_operation_and_calls_the_service(
    documents: dict[str, Path], address: str, tmp_path: Path
) -> None:
    for name, path in documents.items():
        client = generators.python_client(path, tmp_path / f"{name}_client")
        operations = [each for item in json.loads(path.read_text())["paths"].values() for each in item]
        assert (client.warnings, client.operations) == ([], len(operations))
    script = CALL.replace("BODY", repr(CLUSTER))
    assert generators.run("-c", script, address, TOKEN, folder=tmp_path) == "Client made\n"


def test_typescript_has_types_for_every_operation_and_calls_the_service(
    documents: dict[str, Path], address: str, tmp_path: Path
) -> None:
    made = generators.typescript_types(list(documents.values()), tmp_path)
    for types, path in zip(made, documents.values(), strict=True):
        named = [
            each["operationId"]
            for item in json.loads(path.read_text())["paths"].values()
            for each in item.values()
        ]
        said = types.read_text()
        assert [name for name in named if f"    {name}: {{" not in said] == []
    call = tmp_path / "call.mts"
    call.write_text(CALL_TYPED.replace("BODY", json.dumps({**CLUSTER, "clusterCode": "CALLED_TYPED"})))
    assert generators.typescript_call(made[0], call, address, TOKEN) == "Client made\n"
