"""What the body of a request says, part by part."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def said(part: BaseModel) -> Iterator[tuple[BaseModel, str, Any]]:
    """Every value of a body and of the parts in it, with its part and field; those of a list one by one."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from said(each)
            elif each is not None:
                yield part, name, each
