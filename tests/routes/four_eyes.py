"""Steps that are each taken by another person, and a decision that none of them may take (B10)."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from shared.kernel.rules import CATALOGUE, FourEyes
from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.documents import openapi_documents

PEOPLE = count(1)


@dataclass(frozen=True)
class Hands:
    """Who counts for one rule of four eyes: the operations of those that wrote, and of those that decide.

    `others` are the other writes on the same address, each with the reason why whoever takes them has no
    hand in what is decided.
    """

    paths: str
    wrote: str
    decide: str
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> set[str]:
        return {*self.wrote.split(), *self.decide.split(), *self.others}


def writes(service: str, paths: str) -> dict[tuple[str, str], str]:
    """The operations that change what is under some first parts of a path, by method and path."""
    return {
        (method.upper(), path): operation["operationId"]
        for path, operations in openapi_documents()[service]["paths"].items()
        for method, operation in operations.items()
        if method in ("post", "put", "patch", "delete") and path.split("/")[1] in paths.split()
    }


def unnamed(service: str, hands: Mapping[str, Hands]) -> set[str]:
    """Rules of four eyes of which nothing is said here, and writes that no rule's hands name."""
    operations = {  # which loads the whole service, with all its rules
        operation
        for each in hands.values()
        for operation in set(writes(service, each.paths).values())
        if not any(operation in other.named for other in hands.values() if other.paths == each.paths)
    }
    rules = {rule.code for rule in CATALOGUE.values() if isinstance(rule, FourEyes)}
    of_service = rules & _codes_of(f"services.{service}.")
    return (of_service ^ set(hands)) | operations


def _codes_of(module: str) -> set[str]:
    return {
        value.code
        for name, found in list(sys.modules.items())
        if name.startswith(module) and name.endswith("rules")
        for value in vars(found).values()
        if isinstance(value, FourEyes)
    }


class Story:
    """What becomes of one thing; every step is taken by somebody new unless it says by whom."""

    def __init__(self, api: Api, service: str, code: str, hands: Hands, scopes: tuple[str, ...]) -> None:
        self.api, self.code, self.hands, self.scopes = api, code, hands, scopes
        self.operations = writes(service, hands.paths)
        self.wrote: list[tuple[str, str]] = []
        self.last: Any = None

    def somebody(self, tenant: str, name: str = "") -> tuple[str, dict[str, str]]:
        """A person with every scope of the service, and what this person is called."""
        subject = name or f"person-{next(PEOPLE)}"
        return subject, caller(tenant, *self.scopes, subject=subject)

    async def step(
        self,
        path: str,
        tenant: str,
        body: object = None,
        *,
        at: str | None = None,
        by: str = "",
        method: str = "POST",
    ) -> Any:
        """One more step, on what was made first when the path has an {id}."""
        subject, who = self.somebody(tenant, by)
        answer = await self._send(path, who, body, at, method)
        assert answer.status_code in (200, 201), answer.text
        operation = self.operations.get((method, path))
        if operation in self.hands.wrote.split():
            self.wrote.append((operation, subject))
        if operation is not None:
            self.last = answer
        return answer.json()

    async def refuses_its_hands(
        self, path: str, tenant: str, body: object = None, *, at: str | None = None
    ) -> None:
        """Whoever wrote is refused at a decision, as whoever they act for now."""
        operation = self.operations["POST", path]
        assert operation in self.hands.decide.split()
        assert self.wrote, "nobody wrote"
        for wrote, subject in self.wrote:
            _, who = self.somebody(tenant, subject)
            answer = await self._send(path, who, body, at, "POST")
            refused = answer.json().get("type", "").rpartition("/")[2]
            assert (answer.status_code, refused) == (409, self.code), (
                f"{wrote} then {operation}: {answer.text}"
            )

    async def decides(self, path: str, tenant: str, body: object = None, *, at: str | None = None) -> Any:
        """None of those who wrote takes the decision; somebody new does."""
        await self.refuses_its_hands(path, tenant, body, at=at)
        return await self.step(path, tenant, body, at=at)

    def ends(self, *but: str) -> None:
        """Every operation that counts was taken by somebody, but for those that another story tells."""
        assert {operation for operation, _ in self.wrote} | set(but) == set(self.hands.wrote.split())

    async def _send(
        self, path: str, who: dict[str, str], body: object, at: str | None, method: str
    ) -> httpx.Response:
        known = "{" in path and self.last is not None
        place = re.sub(r"{\w+}", self.last.json()["id"], path) if known else path
        etag = self.last.headers["etag"] if known else None
        return await self.api.post(place, who, body, etag=etag, at=at, method=method)
