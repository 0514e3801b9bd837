"""Every name that a third party reads is camelCase: of fields, query keys, terms, rows, facts and figures."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.openapi import openapi_documents
from shared.contracts.publish import FOLDER
from shared.reference import catalogue
from shared.web.schema import NAME_PATTERN

DOCUMENTS = openapi_documents()
CAMEL = re.compile("[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
RAN_TOGETHER = re.compile("[0-9]_[0-9]")  # of which camelCase would make one number
EXCEPTIONS = {
    "_links": "what HAL calls the links of an answer",
    "[A-Z][A-Z0-9_]*": "a code, which is a value: the key of a figure by criterion or part of the helix",
    "[a-z]+/[a-z0-9.+-]+": "a media type, which is a value",
    "content-type": "a header, which HTTP and Kafka write so",
    "@[a-z]+|(dcat|dct|foaf|vcard):[A-Za-z]+": "JSON-LD and the words of DCAT",
}


def wrong(names: Iterator[str]) -> list[str]:
    """The names that are neither camelCase nor one of the written exceptions."""
    right = re.compile("|".join((CAMEL.pattern, *EXCEPTIONS)))
    return sorted({name for name in names if not right.fullmatch(name)})


def held(value: Any) -> Iterator[str]:
    """Every name in a value, however deep."""
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from held(each)


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema, parameter and content in a document; not what examples hold."""
    if isinstance(node, dict):
        yield node
        for name, each in node.items():
            if name not in ("example", "examples", "enum", "const", "default"):
                yield from schemas(each)
    if isinstance(node, list):
        for each in node:
            yield from schemas(each)


def declared(document: dict[str, Any]) -> Iterator[str]:
    """The names that a document declares: fields, and keys in addresses."""
    for schema in schemas(document):
        if isinstance(properties := schema.get("properties"), dict):
            yield from properties
        if schema.get("in") in ("query", "path"):
            yield schema["name"]


def exemplified(document: dict[str, Any]) -> Iterator[str]:
    """The names in the examples of a document."""
    for schema in schemas(document):
        if "$ref" not in schema and "properties" not in schema:
            yield from held(schema.get("example"))
            yield from held(schema.get("examples"))


def unlisted(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects whose names a document does not list."""
    for schema in schemas(document["components"]["schemas"]):
        if schema.get("type") == "object" and not schema.get("properties"):
            yield schema


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_field_and_key_is_camel_case(name: str) -> None:
    assert wrong(declared(DOCUMENTS[name])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_name_in_an_example_is_camel_case(name: str) -> None:
    assert wrong(exemplified(DOCUMENTS[name])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_object_with_other_names_says_how_they_are_written(name: str) -> None:
    assert [found for found in unlisted(DOCUMENTS[name]) if "propertyNames" not in found] == []
    assert {found["propertyNames"]["pattern"] for found in unlisted(DOCUMENTS[name])} <= {
        NAME_PATTERN,
        "^[A-Z][A-Z0-9_]*$",
    }


def test_every_name_in_an_event_is_camel_case() -> None:
    published = {path: json.loads(path.read_bytes()) for path in (FOLDER / "schemas").rglob("*.json")}
    assert [path.name for path, schema in published.items() if wrong(declared(schema))] == []
    described = json.loads((FOLDER / "asyncapi.json").read_bytes())
    assert wrong(declared(described)) == []
    assert wrong(exemplified(described)) == []


@pytest.mark.parametrize("name", catalogue.sets())
def test_no_heading_of_a_reference_set_runs_two_numbers_together(name: str) -> None:
    assert [column for column in catalogue.rows(name)[0] if RAN_TOGETHER.search(column)] == []


@pytest.mark.parametrize("name", ["region_code", "nuts2_2024", "Name", "hasURL_", "dct:", "de-minimis"])
def test_a_name_of_another_kind_is_seen(name: str) -> None:
    example = {"content": {"application/json": {"example": {"items": [{"terms": {name: 1}}]}}}}
    assert wrong(exemplified(example)) == [name]
    assert wrong(declared({"properties": {name: {}}})) == [name]
