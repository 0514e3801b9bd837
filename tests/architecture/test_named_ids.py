"""Every id that a body may hold says what it names, so that none is stored that names nothing (B7, B10)."""

from typing import Annotated, Any, get_args
from uuid import UUID

import pytest

from shared.kernel.rules import NOT_FOUND
from shared.web.named import Names, NamesOneOf
from shared.web.schema import Uuid, Write
from tests.architecture.inputs import Input, _fields, inputs


def holds_ids(annotation: Any) -> bool:
    """Whether a type is that of an id, of some ids, or of one that may be left out."""
    return annotation is UUID or any(holds_ids(part) for part in get_args(annotation))


def says_what(field: Any) -> bool:
    """Whether a field declares what its ids name."""
    return any(isinstance(each, (Names, NamesOneOf)) for each in field.metadata)


IDS = [each for each in inputs() if holds_ids(each.field.annotation)]


@pytest.mark.parametrize("given", IDS, ids=str)
def test_every_id_in_a_body_says_what_it_names(given: Input) -> None:
    assert says_what(given.field)


@pytest.mark.parametrize("given", IDS, ids=str)
def test_the_document_says_that_an_id_may_name_nothing(given: Input) -> None:
    assert f"`{NOT_FOUND.code}`" in given.route.responses.get(404, {}).get("description", "")


def test_the_walk_finds_ids_in_lists_and_in_parts_of_a_body() -> None:
    class Part(Write):
        cluster_ids: list[Uuid]

    class Body(Write):
        parts: Annotated[list[Part] | None, "optional"] = None

    found = dict(_fields(Body))
    assert holds_ids(found["cluster_ids"].annotation)
    assert not says_what(found["cluster_ids"])
    assert {"observation_id", "cluster_ids", "subject_id"} < {each.name for each in IDS}
