"""What was answered in one play, as in every other: ids, moments and cursors that do not change."""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.calendar import legal_date

AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
AN_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:00)")
A_DAY = re.compile(r'"(\d{4}-\d{2}-\d{2})"')
NEAR_DAYS = 30  # what the clock gave a day: a day of recording, or the end of a term that began with it
BY_CHANCE = (  # what else differs, and what is shown in its place
    (re.compile(r"((?<=cursor=)|(?<=changedSince=))[^&\"]+"), "AZhW3kQ0fZ6m1YcS"),
    (
        re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]"),
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ),
    # judged by the real clock, so the story gives a far day; shown is one that agrees with its days
    (re.compile("2099-12-31T23:00:00Z"), "2016-07-25T09:01:00Z"),
    (re.compile(r'(?<="chain": )\d+'), "4"),
    (re.compile(r'(?<="position": )\d+'), "12"),
)
FIRST_MILLIS = 0x0141C4F0_0000  # a moment of 2013, so that an id reads as one of its time


class Settled:
    """Replaces what chance and the clock gave, the same way in every play."""

    def __init__(self, written: str) -> None:
        self._ids = {found: found for found in AN_ID.findall(written)}
        self._began = datetime.now(UTC)

    def meet(self, place: str, answer: Any) -> None:
        """Name the ids that are new in an answer after the place where they were first seen."""
        for number, found in enumerate(dict.fromkeys(AN_ID.findall(json.dumps(answer)))):
            if found not in self._ids:
                self._ids[found] = _id(f"{place}/{number}", len(self._ids))

    def settle(self, value: Any, at: str) -> Any:
        """The value with lasting ids and cursors; what the clock gave is `at`."""
        text = AN_ID.sub(lambda met: self._ids.get(met[0], met[0]), json.dumps(value, ensure_ascii=False))
        for found, shown in BY_CHANCE:
            text = found.sub(shown, text)
        moved = A_DAY.sub(lambda met: _as_of(met[0], met[1], at), text)
        return json.loads(AN_INSTANT.sub(lambda met: at if self._is_recent(met[0]) else met[0], moved))

    def _is_recent(self, instant: str) -> bool:
        return self._began <= datetime.fromisoformat(instant) <= datetime.now(UTC)


def _as_of(written: str, day: str, at: str) -> str:
    """A day that was counted from today, counted from `at`."""
    try:
        later = date.fromisoformat(day) - legal_date(datetime.now(UTC))
    except ValueError:  # a code that looks like a day
        return written
    if not 0 <= later.days <= NEAR_DAYS:
        return written
    return f'"{legal_date(datetime.fromisoformat(at)) + later}"'


def _id(place: str, number: int) -> str:
    """A UUID version 7 that depends on the place alone."""
    digest = int.from_bytes(hashlib.sha256(place.encode()).digest()[:10], "big")
    value = (FIRST_MILLIS << 80) | digest
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return str(UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62)))
