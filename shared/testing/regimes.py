"""The regimes of a service as it publishes them, for tests of rules that need no database."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from shared.kernel.regimes import Regime

SERVICES = Path(__file__).resolve().parents[2] / "services"


def published(service: str) -> list[Regime]:
    """Every version that the service publishes."""
    rows: list[dict[str, Any]] = [
        row
        for path in sorted((SERVICES / service / "regimes").glob("*.json"))
        for row in json.loads(path.read_text("utf-8"))
    ]
    days = ("valid_from", "valid_until")
    return [
        Regime(**{**row, **{day: row[day] and date.fromisoformat(row[day]) for day in days}}) for row in rows
    ]


def in_force(service: str, code: str, on: date = date(2016, 1, 1)) -> Regime:
    """The version of one regime on a day."""
    (found,) = (each for each in published(service) if each.code == code and each.covers(on))
    return found
