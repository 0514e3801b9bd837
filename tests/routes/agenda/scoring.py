"""Clusters that are scored on stored observations, for tests of what follows."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx

from shared.testing.callers import caller
from shared.testing.client import Api

REGION = caller("region:CR36", "agenda:read", "agenda:write", "agenda:measure", "clock:set", subject="author")
STATISTICIAN = caller("state", "agenda:read", "agenda:measure", subject="statistician")
DIMENSIONS = ("TALENT", "INNOVATION", "QUALITY_OF_LIFE")
Json = dict[str, Any]


def new_code() -> str:
    """A code that no other test uses."""
    return f"C{uuid4().hex[:8].upper()}"


async def registered(agenda: Api, code: str, **more: Any) -> httpx.Response:
    """A candidate of Zuidoost-Brabant."""
    body = {"regionCode": "CR36", "clusterCode": code, "name": f"Cluster {code}", **more}
    answer = await agenda.post("/clusters", REGION, body)
    assert answer.status_code == 201, answer.text
    return answer


async def observed(
    agenda: Api,
    area: str,
    year: int,
    value: str = "7.5",
    indicator: str = "",
    who: dict[str, str] = REGION,
) -> str:
    """The id of a stored value of an indicator of its own, unless one is named."""
    code = indicator or f"I{uuid4().hex[:8].upper()}"
    definition = {
        "code": code,
        "edition": 1,
        "name": "Kenniswerkers",
        "nameEn": "Knowledge workers",
        "unit": "%",
        "definition": "Share of the working population.",
        "source": "CBS",
        "rollUp": "NONE",
        "decimals": 2,
        "validFrom": "2010-01-01",
    }
    if not indicator:
        assert (await agenda.post("/indicators", REGION, definition)).status_code == 201
    row = {
        "code": code,
        "edition": 1,
        "areaCode": area,
        "year": year,
        "value": value,
        "priceBasis": "NOT_APPLICABLE",
        "status": "PROVISIONAL",
        "source": "CBS",
    }
    answer = await agenda.post("/observations", who, row)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def evidence(agenda: Api, area: str, year: int, points: Sequence[int]) -> list[Json]:
    """One observation for each dimension, with these points."""
    return [
        {
            "dimension": dimension,
            "observationId": await observed(agenda, area, year),
            "points": given,
            "weight": 1,
        }
        for dimension, given in zip(DIMENSIONS, points, strict=True)
    ]


async def scored(
    agenda: Api, made: httpx.Response, year: int = 2014, points: Sequence[int] = (80, 80, 80)
) -> httpx.Response:
    """A cluster after it was scored over a year."""
    cluster = made.json()
    body = {
        "year": year,
        "evidence": await evidence(agenda, f"C-{cluster['clusterCode']}", year, points),
    }
    answer = await agenda.post(
        f"/clusters/{cluster['id']}/scores",
        REGION,
        body,
        etag=made.headers["etag"],
        at=f"{year}-12-01T09:00:00Z",
    )
    assert answer.status_code == 200, answer.text
    return answer
