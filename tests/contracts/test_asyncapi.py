"""The AsyncAPI document is valid, and each fault one could put into it is found."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import asyncapi
from shared.contracts.examples import EXAMPLES
from tools import lint

Document = dict[str, Any]
FACT = "nl.groeikracht.loans.loan-guaranteed"
REPORT = "nl.groeikracht.rom.disbursement-reported"
ADDED_BY_US = {"channel-address", "message-example"}


def payload(document: Document) -> Document:
    found: Document = document["components"]["messages"][FACT]["examples"][0]["payload"]
    return found


def message_from_components(document: Document) -> None:
    document["operations"]["send-loans"]["messages"] = [{"$ref": f"#/components/messages/{FACT}"}]


def bad_schema_type(document: Document) -> None:
    document["components"]["schemas"]["LoanGuaranteed"]["properties"]["loanId"]["type"] = "objekt"


# fault: (change that makes it, whether the official parser is known to overlook it)
FAULTS: dict[str, tuple[Callable[[Document], object], bool]] = {
    "action of AsyncAPI 2": (lambda doc: doc["operations"]["send-loans"].update(action="publish"), False),
    "message not from the channel": (message_from_components, False),
    "bad schema type": (bad_schema_type, False),
    "partitions as text": (
        lambda doc: doc["channels"]["loans"]["bindings"]["kafka"].update(partitions="six"),
        False,
    ),
    "dangling reference": (lambda doc: doc["components"]["messages"].pop(FACT), False),
    "channel without address": (lambda doc: doc["channels"]["loans"].pop("address"), True),
    "message without example": (lambda doc: doc["components"]["messages"][FACT].pop("examples"), True),
    "example with a wrong type of data": (
        lambda doc: payload(doc)["data"].update(principalCents="4 mln"),
        True,
    ),
    "example with a wrong date": (lambda doc: payload(doc)["data"].update(issuedOn="2 March 2015"), True),
    "example with a wrong time": (lambda doc: payload(doc).update(time="2015-03-02T09:30Z"), True),
    "example of another event": (lambda doc: payload(doc).update(type="nl.groeikracht.loans.other"), True),
    "example without sequence": (lambda doc: payload(doc).pop("sequence"), True),
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that fired for each fault, and for the committed document; one parser process for all."""
    folder = tmp_path_factory.mktemp("faults")
    clean = asyncapi.document([example for example in EXAMPLES if example.type() in (FACT, REPORT)])
    documents = {Path(asyncapi.__file__).with_suffix(".json").resolve(): "nothing"}
    for number, (fault, (break_it, _)) in enumerate(FAULTS.items()):
        document = copy.deepcopy(clean)
        break_it(document)
        path = (folder / f"{number}.json").resolve()
        path.write_text(json.dumps(document))
        documents[path] = fault
    found: dict[str, set[str]] = {fault: set() for fault in documents.values()}
    for finding in lint.lint_asyncapi(list(documents)):
        found[documents[finding.source]].add(finding.rule)
    return found


def test_the_committed_document_has_no_findings(reported: dict[str, set[str]]) -> None:
    assert reported["nothing"] == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_is_found(fault: str, reported: dict[str, set[str]]) -> None:
    overlooked_by_the_parser = FAULTS[fault][1]
    assert reported[fault]
    assert (reported[fault] <= ADDED_BY_US) is overlooked_by_the_parser
