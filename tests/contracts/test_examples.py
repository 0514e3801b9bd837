"""Every request body and main answer in the OpenAPI documents has an example, which is as its schema says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from services.openapi import openapi_documents
from shared.kernel.calendar import legal_date
from tools.examples.settled import Settled
from tools.examples.steps import NoProgress, Step, filled, ordered

EXEMPLIFIED = ("agenda", "funding", "loans", "dossiers")
BINARY = "application/octet-stream"


def shown(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The content of every request body and successful answer, with the operation it belongs to."""
    for item in document["paths"].values():
        for operation in item.values():
            answers = [a for code, a in operation["responses"].items() if code[0] == "2"]
            for part in (operation.get("requestBody", {}), *answers):
                for kind, content in part.get("content", {}).items():
                    if kind not in (BINARY, "*/*"):
                        yield operation["operationId"], content


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    """The document of each service."""
    return openapi_documents()


@pytest.mark.parametrize("service", EXEMPLIFIED)
def test_every_body_and_main_answer_has_an_example(service: str, documents: dict[str, Any]) -> None:
    assert [name for name, content in shown(documents[service]) if "example" not in content] == []


@pytest.mark.parametrize("service", EXEMPLIFIED)
def test_every_example_is_as_its_schema_says(service: str, documents: dict[str, Any]) -> None:
    components = documents[service]["components"]
    faults = [
        f"{name}: {error.json_path} {error.message}"
        for name, content in shown(documents[service])
        for error in Draft202012Validator(
            {**content["schema"], "components": components},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        ).iter_errors(content.get("example"))
    ]
    assert faults == []


def test_steps_of_slices_that_name_each_other_are_put_in_order() -> None:
    award, application = Step(call="award", of="$assessed"), Step(call="apply", name="applied")
    assess = Step(call="assess", of="$applied", name="assessed")
    assert ordered([[award], [application, assess]]) == [application, assess, award]
    with pytest.raises(NoProgress, match="assessed"):
        ordered([[award]])


def test_a_part_of_an_earlier_answer_is_filled_in() -> None:
    answers = {"applied": {"id": "7", "measures": [{"kind": "TRAINING"}]}}
    body = {"of": ["$applied"], "kind": "$applied.measures.0.kind", "words": "$ 5"}
    assert filled(body, answers) == {"of": ["7"], "kind": "TRAINING", "words": "$ 5"}


def test_two_plays_settle_on_the_same_ids() -> None:
    told = []
    for given in ("019aca00-0000-7000-8000-000000000001", "019aca00-0000-7000-8000-000000000002"):
        settled = Settled("018f0000-0000-7000-8000-000000000000")
        settled.meet("loans/receive_loan", {"id": given})
        told.append(settled.settle({"id": given, "of": "018f0000-0000-7000-8000-000000000000"}, "2016-01-01"))
    assert told[0] == told[1]
    assert told[0]["of"] == "018f0000-0000-7000-8000-000000000000"


def test_a_day_that_the_clock_gave_is_counted_from_the_day_of_the_story() -> None:
    today = legal_date(datetime.now(UTC))
    told = {"recordedOn": f"{today}", "uploadDueOn": f"{today + timedelta(days=7)}", "startsOn": "2015-01-01"}
    shown = Settled("").settle(told, "2014-12-16T23:30:00Z")
    assert shown == {"recordedOn": "2014-12-17", "uploadDueOn": "2014-12-24", "startsOn": "2015-01-01"}
