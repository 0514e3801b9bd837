"""Every service's OpenAPI document follows the NLgov API design rules."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.openapi import openapi_documents
from tools import lint

DOCUMENTS: dict[str, dict[str, Any]] = openapi_documents()


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the rule set says of each service's document; one Spectral process for all."""
    folder = tmp_path_factory.mktemp("openapi")
    found: dict[str, list[str]] = {service: [] for service in DOCUMENTS}
    for service, document in DOCUMENTS.items():
        (folder / f"{service}.json").write_text(json.dumps(document))
    paths: list[Path] = [folder / f"{service}.json" for service in DOCUMENTS]
    for finding in lint.lint_openapi(paths):
        found[finding.source.stem].append(f"{finding.rule} at {finding.path}: {finding.message}")
    return found


def test_the_three_services_have_a_document() -> None:
    assert {"agenda", "funding", "loans"} <= DOCUMENTS.keys()


@pytest.mark.parametrize("service", DOCUMENTS)
def test_no_rule_is_broken(service: str, findings: dict[str, list[str]]) -> None:
    assert findings[service] == []


@pytest.mark.parametrize("service", DOCUMENTS)
def test_the_document_is_openapi_3_1(service: str) -> None:
    assert DOCUMENTS[service]["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENTS[service]).iter_errors()] == []
