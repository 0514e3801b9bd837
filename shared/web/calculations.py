"""Routes that work something out and store nothing: a POST only because the question fits no address."""

from fastapi import Depends


async def _stores_nothing() -> None:
    """The same request gets the same answer, so that no key guards it; one that is sent says nothing."""


idempotent_by_nature = Depends(_stores_nothing)
