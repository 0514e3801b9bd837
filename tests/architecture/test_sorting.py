"""What people read is sorted as they read it: the order of bytes puts Éclair behind Zwaan."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from services.openapi import SERVICES
from shared.web.paging import PageQuery

FOR_PEOPLE = ("name", "title")


def lists(query: type[PageQuery] = PageQuery) -> Iterator[type[PageQuery]]:
    """Every query of a list in pages."""
    for each in query.__subclasses__():
        yield each
        yield from lists(each)


def without_key(query: type[PageQuery], entities: set[type[Any]]) -> list[str]:
    """The names and titles that a list sorts by, for which its slice keeps no key (`sort_key`)."""
    asked = str(query.model_fields["sort"].annotation)
    slice_ = query.__module__.rpartition(".")[0]
    near = [entity for entity in entities if entity.__module__.startswith(f"{slice_}.")]
    return [
        name
        for name in FOR_PEOPLE
        if f"'{name}'" in asked and not any(hasattr(entity, f"{name}_key") for entity in near)
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_sorts_names_and_titles_by_their_key(service: str) -> None:
    importlib.import_module(f"services.{service}.app")
    mappers = importlib.import_module(f"services.{service}.entity").Entity.registry.mappers
    entities = {mapper.class_ for mapper in mappers}
    found = [query for query in lists() if query.__module__.startswith(f"services.{service}.")]
    assert {query.__qualname__: missing for query in found if (missing := without_key(query, entities))} == {}


def test_a_name_without_a_key_is_seen() -> None:
    from services.agenda.partners.boards.schema import BoardQuery

    assert without_key(BoardQuery, set()) == ["name"]
