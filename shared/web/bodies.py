"""What the body of a request says, part by part, and how much of it is read."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request
from pydantic import BaseModel
from starlette.types import Message, Receive

from shared.kernel.sentences import Sentence
from shared.web.problems import Unserved

TOO_LARGE = Sentence("The body is larger than {most} bytes.", "De inhoud is groter dan {most} bytes.")


def said(part: BaseModel) -> Iterator[tuple[BaseModel, str, Any]]:
    """Every value of a body and of the parts in it, with its part and field; those of a list one by one."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from said(each)
            elif each is not None:
                yield part, name, each


def bounded(request: Request, most: int) -> Receive:
    """The way to read a body of at most so many bytes; 413 at once when it says itself that it is larger."""
    read = 0

    def require(size: int) -> None:
        if size > most:
            raise Unserved(413, TOO_LARGE.of(most=most))

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        require(read)
        return message

    require(int(request.headers.get("content-length", "0")))
    return receive
