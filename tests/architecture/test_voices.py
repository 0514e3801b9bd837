"""Every field that names a body says whose word it is, in every entity and every request (B7, B10)."""

import re
from collections.abc import Iterable
from importlib import import_module
from itertools import chain
from typing import Any, get_args

import pytest
from sqlalchemy import inspect

from services.openapi import SERVICES
from shared.kernel.identifiers import Identifier, RegionCode
from shared.kernel.voices import Voices
from shared.store.entity import Entity
from tests.architecture.inputs import Input, inputs

# words in the names of fields that name a body: an authority, an organisation, or the area of one
WORDS = re.compile(
    "(^|_)(regions?|landsdeel|provinces?|municipality|municipalities|rom|area_code|party|parties|ministry|ministries"
    "|minister|authority|body|bodies|organisation|sponsor|responsible|invited|attended|addressee|given_by|office"
    "|evaluator|demanded_by|subject_code|object_code|member_code|participants?|applicant|partner_regions"
    "|entered_for|state_member|dedicated_to|undertaking)(_codes?|_name|_id)?$"
)
CODES = ("region", "municipality", "province", "landsdeel", "COROP", "ROM", "labour market")  # of identifiers
ELSEWHERE = {  # fields of requests that are stored under another name
    "municipalities": "member_code",
    "jobs_in_region": "",  # a yes or no about jobs, and no body
}


def entities() -> list[tuple[str, type[Entity]]]:
    """Every entity of every service."""
    for service in SERVICES:
        import_module(f"services.{service}.app")
    bases = {service: import_module(f"services.{service}.entity").Entity for service in SERVICES}
    found = [(service, each.class_) for service, base in bases.items() for each in base.registry.mappers]
    return sorted(found, key=lambda each: (each[0], each[1].__name__))  # one order for all that run the tests


def names_a_body(name: str, annotation: Any = None, metadata: Any = ()) -> bool:
    """Whether a field names a body, by its name or by the identifier that it holds."""
    coded = any(isinstance(each, Identifier) and each.name.startswith(CODES) for each in metadata)
    inner = [names_a_body("", part, getattr(part, "__metadata__", ())) for part in get_args(annotation)]
    return coded or any(inner) or WORDS.search(name) is not None


def undeclared(stored: Iterable[str], speaks: Voices) -> set[str]:
    """The columns and composites that name a body and do not say whose word they are."""
    return {name for name in stored if names_a_body(name)} - set(speaks.columns)


@pytest.mark.parametrize(("service", "entity"), entities())
def test_every_column_that_names_a_body_says_whose_word_it_is(service: str, entity: type[Entity]) -> None:
    mapper = inspect(entity)
    assert undeclared({*mapper.column_attrs.keys(), *mapper.composites.keys()}, entity.speaks) == set()
    assert all(hasattr(entity, column) for column in entity.speaks.columns)
    assert len(entity.speaks.columns) == len(set(entity.speaks.columns))


@pytest.mark.parametrize("given", inputs(), ids=str)
def test_every_field_of_a_request_that_names_a_body_is_stored_as_declared(given: Input) -> None:
    if names_a_body(given.name, given.field.annotation, given.field.metadata):
        mine = [entity.speaks.columns for service, entity in entities() if service == given.service]
        assert ELSEWHERE.get(given.name, given.name) in {"", *chain(*mine)}


def test_a_field_that_nobody_declared_is_found() -> None:
    assert undeclared({"title", "subject_code", "region_codes"}, Voices(about=("region_codes",))) == {
        "subject_code"
    }
    assert names_a_body("place", list[RegionCode])
    assert not names_a_body("place", list[str])
