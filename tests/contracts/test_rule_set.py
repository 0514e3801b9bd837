"""Each rule of tools/adr.spectral.yaml catches the fault it is there for, beside what Spectral recommends."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools import lint, nodejs

Document = dict[str, Any]
HEADERS = {"API-Version": {"schema": {"type": "string"}, "example": "1.4.0"}}
PROBLEM: dict[str, Any] = {
    "description": "Bad Request",
    "headers": HEADERS,
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
LOAN: dict[str, Any] = {
    "type": "object",
    "required": ["principalCents"],
    "properties": {
        "principalCents": {"type": "integer", "example": 400000000},
        "startDate": {"type": "string", "format": "date"},
        "callTime": {"type": ["string", "null"], "format": "time-local"},
    },
}
CLEAN: Document = {
    "openapi": "3.1.0",
    "info": {
        "title": "Loans",
        "description": "Files of loans.",
        "version": "1.4.0",
        "contact": {"name": "Loans team", "url": "https://example.org/loans", "email": "loans@example.org"},
    },
    "servers": [{"url": "https://api.groeikracht.example/loans/v1"}],
    "tags": [{"name": "loan-files", "description": "Files."}],
    "paths": {
        "/loan-files/{id}": {
            "get": {
                "operationId": "getLoanFile",
                "description": "One file.",
                "tags": ["loan-files"],
                "security": [{"bearer": []}],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "pageSize", "in": "query", "schema": {"type": "integer"}},
                ],
                "responses": {
                    "200": {
                        "description": "The loan",
                        "headers": HEADERS,
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Loan"},
                                "example": {"principalCents": 400000000},
                            }
                        },
                    },
                    "400": PROBLEM,
                },
            }
        },
        "/loan-files/_search": {
            "post": {
                "operationId": "searchLoanFiles",
                "description": "Files by words.",
                "tags": ["loan-files"],
                "security": [],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"204": {"description": "Nothing", "headers": HEADERS}, "400": PROBLEM},
            }
        },
    },
    "components": {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Loan": LOAN,
            "Problem": {
                "type": "object",
                "required": ["title", "status", "detail"],
                "properties": {name: {"type": "string"} for name in ("title", "status", "detail")},
            },
        },
    },
}


def at(document: Document, *path: str) -> Document:
    for step in path:
        document = document[step]
    return document


def change(*path: str, to: object) -> Callable[[Document], None]:
    def apply(document: Document) -> None:
        at(document, *path[:-1])[path[-1]] = to

    return apply


def drop(*path: str) -> Callable[[Document], None]:
    def apply(document: Document) -> None:
        del at(document, *path[:-1])[path[-1]]

    return apply


def rename(*path: str, to: str) -> Callable[[Document], None]:
    def apply(document: Document) -> None:
        parent = at(document, *path[:-1])
        parent[to] = parent.pop(path[-1])

    return apply


GET = ("paths", "/loan-files/{id}", "get")
POST = ("paths", "/loan-files/_search", "post")
SCHEMAS = ("components", "schemas")
LEFT_OVER_422 = {"description": "", "headers": HEADERS, "content": {"application/json": {}}}

# fault: (rule that must catch it, change that makes it)
FAULTS: dict[str, tuple[str, Callable[[Document], None]]] = {
    "OpenAPI 2": ("adr-doc-openapi", change("openapi", to="2.0")),
    "no contact": ("adr-doc-openapi-contact", drop("info", "contact")),
    "contact without e-mail": ("adr-doc-openapi-contact", drop("info", "contact", "email")),
    "version of two parts": ("adr-semver", change("info", "version", to="1.4")),
    "no servers": ("adr-servers", drop("servers")),
    "plain http": ("adr-uri-version", change("servers", to=[{"url": "http://api.groeikracht.example/v1"}])),
    "server without version": ("adr-uri-version", change("servers", to=[{"url": "https://a.example/loans"}])),
    "server with minor version": (
        "adr-uri-version",
        change("servers", to=[{"url": "https://a.example/v1.4"}]),
    ),
    "trailing slash": ("adr-paths", rename("paths", "/loan-files/{id}", to="/loan-files/{id}/")),
    "path in snake case": ("adr-paths", rename("paths", "/loan-files/{id}", to="/loan_files/{id}")),
    "file extension": ("adr-paths", rename("paths", "/loan-files/{id}", to="/loan-files/{id}.json")),
    "version in path": (
        "adr-no-version-in-path",
        rename("paths", "/loan-files/_search", to="/v1/loan-files/_search"),
    ),
    "documented HEAD": ("adr-http-methods", rename(*GET, to="head")),
    "query key in snake case": (
        "adr-query-camel-case",
        lambda document: at(document, *GET)["parameters"][1].update(name="page_size"),
    ),
    "property in snake case": (
        "adr-property-camel-case",
        change(*SCHEMAS, "Loan", "properties", "lender_name", to={"type": "string"}),
    ),
    "no API-Version on success": ("adr-version-header", change(*GET, "responses", "200", "headers", to={})),
    "no API-Version on error": ("adr-version-header", drop(*GET, "responses", "400", "headers")),
    "error as plain JSON": (
        "adr-problem-details",
        rename(*GET, "responses", "400", "content", "application/problem+json", to="application/json"),
    ),
    "error without content": ("adr-problem-details", drop(*GET, "responses", "400", "content")),
    "detail not required": (
        "adr-problem-members",
        change(*SCHEMAS, "Problem", "required", to=["title", "status"]),
    ),
    "parameters but no 400": ("adr-invalid-input", drop(*GET, "responses", "400")),
    "body but no 400": ("adr-invalid-input", drop(*POST, "responses", "400")),
    "left-over 422": ("adr-no-422", change(*GET, "responses", "422", to=LEFT_OVER_422)),
    "no success": ("adr-success", drop(*GET, "responses", "200")),
    "date as date-time": (
        "adr-date-fields",
        change(*SCHEMAS, "Loan", "properties", "startDate", "format", to="date-time"),
    ),
    "optional date as pydantic writes it": (
        "adr-date-fields",
        change(
            *(*SCHEMAS, "Loan", "properties", "endDate"),
            to={"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        ),
    ),
    "time with offset": (
        "adr-time-format",
        change(*SCHEMAS, "Loan", "properties", "callTime", "format", to="time"),
    ),
    "no security requirement": ("adr-security-declared", drop(*GET, "security")),
    "operation id twice": ("operation-operationId-unique", change(*POST, "operationId", to="getLoanFile")),
    "no operation id": ("operation-operationId", drop(*GET, "operationId")),
    "path parameter undeclared": (
        "path-params",
        lambda document: at(document, *GET)["parameters"].pop(0),
    ),
    "answer's example wrong": (
        "oas3-valid-media-example",
        change(
            *(*GET, "responses", "200", "content", "application/json", "example"),
            to={"principalCents": "4 million"},
        ),
    ),
    "property's example wrong": (
        "oas3-valid-schema-example",
        change(*SCHEMAS, "Loan", "properties", "principalCents", "example", to="4 million"),
    ),
    "answer without description": ("oas3-schema", drop(*GET, "responses", "200", "description")),
}
# What cannot be broken without breaking a second rule.
ALSO = {
    "OpenAPI 2": {"unrecognized-format"},
    "left-over 422": {"adr-problem-details"},
    "no contact": {"info-contact"},
    "no servers": {"oas3-api-servers"},
    "trailing slash": {"path-keys-no-trailing-slash"},
    "error without content": {"oas3-unused-component"},
    "no success": {"oas3-unused-component", "operation-success-response"},
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that fired for each fault, and for the clean document; one Spectral process for all."""
    folder = tmp_path_factory.mktemp("faults")
    documents: dict[Path, str] = {}
    for number, fault in enumerate(["nothing", *FAULTS]):
        document = copy.deepcopy(CLEAN)
        if fault in FAULTS:
            FAULTS[fault][1](document)
        path = folder / f"{number}.json"
        path.write_text(json.dumps(document))
        documents[path.resolve()] = fault
    found: dict[str, set[str]] = {fault: set() for fault in documents.values()}
    for finding in lint.lint_openapi(list(documents)):
        found[documents[finding.source]].add(finding.rule)
    return found


def test_the_clean_document_has_no_findings(reported: dict[str, set[str]]) -> None:
    assert reported["nothing"] == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_intended_rule_catches_the_fault(fault: str, reported: dict[str, set[str]]) -> None:
    assert reported[fault] == {FAULTS[fault][0]} | ALSO.get(fault, set())


def test_every_rule_has_a_fault() -> None:
    rules = re.findall(
        r"^  ([\w-]+):", lint.DESIGN_RULES.read_text().partition("\nrules:\n")[2], re.MULTILINE
    )
    assert set(rules) == {rule for rule, _ in FAULTS.values()}


def test_the_lock_file_names_no_address_to_fetch_from() -> None:
    packages = json.loads((nodejs.MANIFESTS / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)
