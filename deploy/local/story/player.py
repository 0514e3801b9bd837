"""Plays steps against a gateway: patient with restarts, each under a key of its own, loud about surprises."""

import os
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from rich.console import Console

NAMESPACE = uuid.UUID("6f8f0e6e-6a3c-5d0c-9a54-52f0a2a3c0de")
PATIENCE_SECONDS = 120.0
AWAY = (502, 503, 504)

Json = dict[str, Any]


class Surprise(Exception):
    """Something happened that the story does not tell."""


@dataclass(frozen=True)
class Edition:
    """Which playing of the story: 0 has the real names; others have names and numbers of their own."""

    number: int = 0

    def named(self, name: str) -> str:
        """A name of this edition."""
        return name if self.number == 0 else f"{name} ({self.number})"

    def code(self, code: str) -> str:
        """A code of this edition."""
        return code if self.number == 0 else f"{code}-{self.number}"

    def kvk(self, number: str) -> str:
        """A KvK number of this edition."""
        return f"{int(number) + self.number:08d}"

    def year(self, year: int) -> int:
        """A year of this edition: four years later each time, so that periods do not overlap."""
        return year + 4 * self.number


@dataclass
class Player:
    """One story on its way."""

    http: httpx.Client
    edition: Edition
    console: Console
    secret: str = "local"  # noqa: S105 - what the local issuer gives everybody
    known: dict[str, Json] = field(default_factory=dict)
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self.console.print(f"\n[bold]{title}[/bold]")

    def tell(self, text: str) -> None:
        """Say what happened."""
        self.console.print(f"  [green]✓[/green] {text}", highlight=False)

    def do(
        self,
        step: str,
        who: str,
        path: str,
        body: Json | None = None,
        *,
        on: Json | None = None,
        at: str | None = None,
    ) -> Json:
        """POST as somebody, once however often it is played; `on` is the resource it changes.

        Returns the answer. Raises Surprise when it is refused.
        """
        answer = self._post(step, who, path, body, on, at)
        if answer.status_code not in (200, 201, 202):
            raise Surprise(f"{step}: {answer.status_code} {answer.text}")
        found: Json = answer.json()
        return {**found, "_played": "idempotency-replayed" in answer.headers}

    def send(self, step: str, who: str, path: str, content: bytes, *, on: Json) -> Json:
        """PUT a file as somebody, once however often it is played; returns what it became part of."""
        headers = {**self._headers(who), **self._named(step, on)}
        answer = self._send(lambda: self.http.put(path, headers=headers, content=content))
        if answer.status_code != 200:
            raise Surprise(f"{step}: {answer.status_code} {answer.text}")
        found: Json = answer.json()
        return found

    def refused(
        self,
        step: str,
        rule: str,
        who: str,
        path: str,
        body: Json | None = None,
        *,
        on: Json | None = None,
        at: str | None = None,
    ) -> Json:
        """POST what must be refused by a rule; the facts of the refusal.

        When the story went on from here before, the resource is another version by now: then the refusal is
        that its version is stale, or that its life went on, and there are no facts.
        """
        answer = self._post(step, who, path, body, on, at)
        code = answer.json().get("type", "").rsplit("/", 1)[-1]
        if code == rule:
            facts: Json = answer.json().get("facts", {})
            return facts
        if answer.status_code in (409, 412) and self.played:
            return {}
        raise Surprise(f"{step}: expected a refusal by {rule}, got {answer.status_code} {answer.text}")

    @property
    def played(self) -> bool:
        """Whether this edition was played before, as its first step's answer says."""
        return bool(self.known.get("first", {}).get("_played"))

    def ensure(self, step: str, who: str, path: str, body: Json, **key: str) -> Json:
        """The one resource with this key, made when it is not there yet: editions share it."""
        found: list[Json] = self.get(who, path, **key)["items"]
        return found[0] if found else self.do(step, who, path, body)

    def get(self, who: str, path: str, **query: str) -> Json:
        """GET as somebody; Surprise when it is not answered with 200."""
        answer = self._send(lambda: self.http.get(path, headers=self._headers(who), params=query))
        if answer.status_code != 200:
            raise Surprise(f"GET {path}: {answer.status_code} {answer.text}")
        found: Json = answer.json()
        return found

    def until(self, what: str, look: Callable[[], Json | None]) -> Json:
        """Wait for something that comes by event; Surprise when it does not come."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            found = look()
            if found is not None:
                return found
            time.sleep(0.1)
        raise Surprise(f"it did not happen within {PATIENCE_SECONDS:.0f} s: {what}")

    def arrives(self, what: str, who: str, path: str) -> Json:
        """Wait until a resource exists that another service's event brings."""

        def look() -> Json | None:
            answer = self._send(lambda: self.http.get(path, headers=self._headers(who)))
            return answer.json() if answer.status_code == 200 else None

        return self.until(what, look)

    def reaches(self, who: str, path: str, *statuses: str) -> Json:
        """Wait until a resource has one of these states."""

        def look() -> Json | None:
            found = self.get(who, path)
            return found if found["status"] in statuses else None

        return self.until(f"{path} becomes {statuses[0]}", look)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Surprise unless a figure is what the source documents say."""
        if found != wanted:
            raise Surprise(f"{what}: found {found!r}, expected {wanted!r}")

    def _post(
        self, step: str, who: str, path: str, body: Json | None, on: Json | None, at: str | None
    ) -> httpx.Response:
        headers = {**self._headers(who), **self._named(step, on)}
        if at is not None:
            headers["Business-Time"] = at
        return self._send(lambda: self.http.post(path, headers=headers, json=body))

    def _named(self, step: str, on: Json | None) -> dict[str, str]:
        """The key of a step and the version of what it changes."""
        key = {"Idempotency-Key": f'"{uuid.uuid5(NAMESPACE, f"{self.edition.number}/{step}")}"'}
        return key if on is None else {**key, "If-Match": f'"{on["version"]}"'}

    def _headers(self, who: str) -> dict[str, str]:
        token, until = self._tokens.get(who, ("", 0.0))
        if time.time() > until:
            form = {"grant_type": "client_credentials", "client_id": who, "client_secret": self.secret}
            url = os.environ.get("GROEIKRACHT_TOKEN_URL", "/local/token")
            answer = self._send(lambda: self.http.post(url, data=form))
            if answer.status_code != 200:
                raise Surprise(f"no token for {who}: {answer.status_code} {answer.text}")
            granted: Mapping[str, Any] = answer.json()
            token, until = granted["access_token"], time.time() + granted["expires_in"] - 60
            self._tokens[who] = token, until
        return {"Authorization": f"Bearer {token}"}

    def _send(self, request: Callable[[], httpx.Response]) -> httpx.Response:
        """Send until there is an answer that is not about the moment; the key makes that safe."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = request()
                passing = answer.status_code in AWAY or "retry-after" in answer.headers
            except httpx.TransportError as failure:
                if time.monotonic() > end:
                    raise Surprise(f"the gateway cannot be reached: {failure}") from failure
                passing = True
            if not passing or time.monotonic() > end:
                return answer
            time.sleep(0.3)


def euros(cents: int) -> str:
    """An amount for people."""
    return f"€ {cents // 100:,}.{cents % 100:02d}"
