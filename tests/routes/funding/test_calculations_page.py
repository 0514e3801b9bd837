"""Every call that docs/calculations.md shows is answered with what the page says of its answer."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.funding.app import SERVICE
from shared.testing.callers import caller
from shared.testing.client import Api

PAGE = Path(__file__).parents[3] / "docs/calculations.md"
CALL = re.compile(
    r"^```json\nPOST /funding/v1(/\S+)\n(.*?)^```\n\nanswers\n\n```json\n(.*?)^```", re.M | re.S
)
SHOWN = CALL.findall(PAGE.read_text("utf-8"))


def agrees(said: Any, found: Any) -> bool:
    """Whether an answer holds all that the page says of it."""
    if isinstance(said, dict):
        return isinstance(found, dict) and all(
            name in found and agrees(said[name], found[name]) for name in said
        )
    if isinstance(said, list):
        return len(said) == len(found) and all(agrees(*pair) for pair in zip(said, found, strict=True))
    return bool(said == found)


@pytest.mark.parametrize(("path", "body", "said"), SHOWN, ids=[path for path, _, _ in SHOWN])
async def test_a_call_of_the_page_is_answered_so(path: str, body: str, said: str, funding: Api) -> None:
    found = await funding.post(path, caller("public", "funding:read"), json.loads(body))
    assert found.status_code == 200, found.text
    assert agrees(json.loads(said), found.json()), found.text


def test_every_calculation_is_shown() -> None:
    listed = re.findall(r"\| `POST /funding/v1(/[\w-]+-calculations)`", PAGE.read_text("utf-8"))
    served = {route.prefix for route in SERVICE.routers if route.prefix.endswith("-calculations")}
    assert {path for path, _, _ in SHOWN} == set(listed) == served


FAR = {  # figures that no sane plan has, and that are answered all the same
    "/settlement-calculations": {
        "regime": "settlement-sectorplan",
        "referenceDate": "2016-04-18",
        "awardCents": 1,
        "budgetCents": 1,
        "costs": [{"code": "AA", "declaredCents": 10**15}],
    },
    "/intensity-calculations": {
        "referenceDate": "2026-04-18",
        "packages": [{"code": "AA", "eligibleCents": 1, "aidCents": 10**15, "maximumPercent": "999.999999"}],
    },
    "/interest-calculations": {
        "kind": "EU_RECOVERY",
        "principalCents": 10**15,
        "fromOn": "2010-01-01",
        "untilOn": "2020-01-01",
        "rates": [{"fromOn": "2010-01-01", "percent": "999.999999"}],
        "ratesAre": "BASE",
    },
    "/advance-plan-calculations": {
        "regime": "advances-80-90-100",
        "referenceDate": "2016-04-18",
        "awardCents": 10**15,
        "instalments": ["2016-01-01", "2016-02-01", "2016-03-01"],
    },
    "/split-calculations": {
        "sources": [{"code": "AA", "group": "EU", "percent": "999"}, {"code": "BB", "group": "OWN"}],
        "totalCents": 0,
    },
    "/cost-calculations": {
        "regime": "costs-ez",
        "referenceDate": "2016-04-18",
        "lines": [
            {"partner": "AA", "kind": "AA", "basis": "UNITS", "units": "999999999", "unitCents": 10**15}
        ],
        "flatRates": [{"kind": "BB", "percent": "999.999999", "of": ["AA"]}],
    },
}


@pytest.mark.parametrize(("path", "body"), FAR.items(), ids=FAR)
async def test_far_figures_are_answered(path: str, body: Any, funding: Api) -> None:
    found = await funding.post(path, caller("public", "funding:read"), body)
    assert found.status_code == 200, found.text
