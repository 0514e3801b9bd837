"""Every service's OpenAPI document follows the NLgov API design rules."""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.loans.app import SERVICE as LOANS
from services.openapi import SERVICES, openapi_documents
from shared.settings import Settings
from shared.web.api import CONTACT, create_api
from shared.web.paging import Page
from shared.web.router import Router
from shared.web.schema import Wire, Write
from shared.web.schema_names import name_of
from tools import lint

DOCUMENTS = (*SERVICES, "dossiers")
Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def documents() -> Documents:
    """The document of each service."""
    return openapi_documents()


@pytest.fixture(scope="module")
def files(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The documents as files, for the linters."""
    folder = tmp_path_factory.mktemp("openapi")
    for service, document in documents.items():
        (folder / f"{service}.json").write_text(json.dumps(document))
    return [folder / f"{service}.json" for service in documents]


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of a document."""
    return (operation for item in document["paths"].values() for operation in item.values())


def test_no_design_rule_is_broken_and_spectral_recommends_nothing(files: list[Path]) -> None:
    assert [str(finding) for finding in lint.lint_openapi(files)] == []


def test_redocly_recommends_nothing(files: list[Path]) -> None:
    assert [str(finding) for finding in lint.lint_redocly(files)] == []


@pytest.mark.parametrize("service", DOCUMENTS)
def test_the_document_is_valid_openapi_3_1(service: str, documents: Documents) -> None:
    assert documents[service]["openapi"].startswith("3.1.")
    assert documents[service]["paths"]
    assert [error.message for error in OpenAPIV31SpecValidator(documents[service]).iter_errors()] == []


@pytest.mark.parametrize("service", DOCUMENTS)
def test_a_schema_is_titled_as_it_is_named_and_tells_no_place_in_the_code(
    service: str, documents: Documents
) -> None:
    schemas = documents[service]["components"]["schemas"]
    assert {name: schema["title"] for name, schema in schemas.items()} == {name: name for name in schemas}
    assert [name for name in schemas if not re.fullmatch("([A-Z][a-z0-9]*)+", name)] == []


@pytest.mark.parametrize("service", DOCUMENTS)
def test_every_tag_is_declared_and_described_in_the_order_of_the_operations(
    service: str, documents: Documents
) -> None:
    used = dict.fromkeys(tag for each in operations(documents[service]) for tag in each["tags"])
    declared = documents[service]["tags"]
    assert [tag["name"] for tag in declared] == list(used)
    assert [tag["name"] for tag in declared if not tag["description"].endswith(".")] == []


@pytest.mark.parametrize("service", DOCUMENTS)
def test_every_operation_says_which_provider_gives_its_token(service: str, documents: Documents) -> None:
    schemes = documents[service]["components"]["securitySchemes"]
    named = {name for each in operations(documents[service]) for need in each["security"] for name in need}
    assert named == set(schemes)
    assert {scheme["type"] for scheme in schemes.values()} == {"openIdConnect"}


def test_a_document_speaks_of_business_time_only_where_the_clock_can_be_set() -> None:
    for clock in ("real", "settable"):
        settings = Settings(environment="local", clock=clock, issuer="https://login.example/realm")
        document = create_api("loans", "1.0.0", "Loans.", LOANS.routers, settings).openapi()
        sent = {
            each["name"] for operation in operations(document) for each in operation.get("parameters", ())
        }
        assert ("Business-Time" in sent) == (clock == "settable")
        (scheme,) = document["components"]["securitySchemes"].values()
        assert scheme["openIdConnectUrl"] == "https://login.example/realm/.well-known/openid-configuration"


def test_a_document_is_made_without_a_warning_and_says_whom_to_ask(caplog: pytest.LogCaptureFixture) -> None:
    made = create_api("sites", "1.0.0", "Sites.", (), Settings()).openapi()
    assert made["info"]["contact"] == CONTACT
    assert caplog.messages == []


def test_classes_that_are_called_alike_in_two_slices_keep_names_of_their_own() -> None:
    class Status(StrEnum):
        OPEN = "OPEN"

    Status.__module__ = "services.agenda.policies.models"
    assert name_of(Status) == "PolicyStatus"
    kinds = [
        type("AssetIn", (Write,), {"__module__": f"services.agenda.{s}"})
        for s in ("cluster_assets.x", "sites.x")
    ]
    assert [kind.model_json_schema()["title"] for kind in kinds] == ["ClusterAssetIn", "SiteAssetIn"]
    assert name_of(Page[kinds[0]]) == "ClusterAssetInPage"  # type: ignore[valid-type]


def test_a_slice_that_lost_the_word_of_its_wing_is_called_by_its_whole_noun() -> None:
    from services.agenda.clusters.scores.models import Status
    from services.agenda.spatial.instruments.models import Status as OfLaw

    assert (name_of(Status), name_of(OfLaw)) == ("ClusterScoreStatus", "SpatialInstrumentStatus")


def test_two_schemas_never_share_a_name() -> None:
    router = Router("sites")
    for module in ("services.agenda.sites.routes", "services.funding.sites.routes"):
        shape = type(
            "SiteOut", (Wire,), {"__module__": module, "__annotations__": {"module": Literal[module]}}
        )
        router.get(f"/{module}", response_model=shape)(_answer)
    with pytest.raises(ValueError, match="SiteOut"):
        create_api("sites", "1.0.0", "Sites.", (router,), Settings()).openapi()


async def _answer() -> None:
    """Nothing."""
