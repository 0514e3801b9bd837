"""One file on one firm: what three services say about an undertaking, joined (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]

OK = "OK"


@dataclass(frozen=True)
class Part:
    """What one service answered: its rows, or why there are none."""

    service: str
    outcome: str
    rows: Mapping[str, list[Row]] = field(default_factory=dict)


def merge(kvk_number: str, parts: list[Part]) -> dict[str, Any]:
    """The dossier (dossier) of an undertaking; a service that is down is named and the rest is given."""
    rows = {name: list(found) for part in parts for name, found in part.rows.items()}
    aid = rows.get("state_aid", [])
    return {
        "kvk_number": kvk_number,
        "complete": all(part.outcome == OK for part in parts),
        "services": [{"service": part.service, "outcome": part.outcome} for part in parts],
        "agendas": rows.get("agendas", []),
        "projects": rows.get("projects", []),
        "applications": rows.get("applications", []),
        "pledges": rows.get("pledges", []),
        "loans": rows.get("loans", []),
        "guarantees": rows.get("guarantees", []),
        "state_aid": aid[0] if aid else None,
    }
