"""Every service's OpenAPI document follows the NLgov API design rules."""

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.openapi import SERVICES, openapi_documents
from tools import lint

Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def documents() -> Documents:
    """The document of each service."""
    return openapi_documents()


@pytest.fixture(scope="module")
def findings(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> list[lint.Finding]:
    """What the rule set says of all documents; one Spectral process."""
    folder = tmp_path_factory.mktemp("openapi")
    for service, document in documents.items():
        (folder / f"{service}.json").write_text(json.dumps(document))
    return lint.lint_openapi([folder / f"{service}.json" for service in documents])


@pytest.mark.parametrize("service", SERVICES)
def test_no_design_rule_is_broken(service: str, findings: list[lint.Finding]) -> None:
    assert [str(finding) for finding in findings if finding.source.stem == service] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_document_is_valid_openapi_3_1(service: str, documents: Documents) -> None:
    assert documents[service]["openapi"].startswith("3.1.")
    assert documents[service]["paths"]
    assert [error.message for error in OpenAPIV31SpecValidator(documents[service]).iter_errors()] == []
