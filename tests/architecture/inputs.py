"""Every field that the services take in the body of a request, however deep it lies."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple, get_args

from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from services.openapi import SERVICES


class Input(NamedTuple):
    """One field of the body that an operation takes."""

    service: str
    route: APIRoute
    name: str
    field: FieldInfo

    def __str__(self) -> str:
        return f"{self.service}-{self.route.name}-{self.name}"


def inputs() -> list[Input]:
    """Every field of every body of every operation."""
    return [
        Input(service, route, name, field)
        for service in SERVICES
        for router in import_module(f"services.{service}.app").SERVICE.routers
        for route in router.routes
        if isinstance(route, APIRoute) and route.body_field is not None
        for name, field in _fields(route.body_field.field_info.annotation)
    ]


def _fields(annotation: Any) -> Iterator[tuple[str, FieldInfo]]:
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        for part in get_args(annotation):
            yield from _fields(part)
        return
    for name, field in annotation.model_fields.items():
        yield name, field
        yield from _fields(field.annotation)
