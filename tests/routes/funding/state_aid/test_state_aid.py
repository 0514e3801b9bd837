"""The register of aid over HTTP: what was used, what is left, who may look (DM-1 to DM-8; O6)."""

from itertools import count
from typing import Any

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.funding.conftest import made, refused

STATE = caller("state", "funding:read", "funding:state-aid", "clock:set")
NUMBERS = count(20_000_001)
TODAY = "2026-03-20T09:00:00Z"


async def declare(funding: Api, kvk_number: str, cents: int, on: str, **changes: Any) -> Any:
    body = {
        "kvkNumber": kvk_number,
        "amountCents": cents,
        "grantedOn": on,
        "basis": "DE_MINIMIS",
        "source": "provincial grant",
        **changes,
    }
    return await funding.post("/state-aid-entries", STATE, body, at=TODAY)


async def standing(funding: Api, kvk_number: str, on: str, who: dict[str, str] = STATE) -> Any:
    answer = await funding.get(f"/undertakings/{kvk_number}", who, referenceDate=on)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
async def firm(funding: Api) -> str:
    """The undertaking of O6; its oldest aid is declared last."""
    kvk_number = str(next(NUMBERS))
    grants = {"2025-01-10": 60_000_00, "2024-06-01": 120_000_00, "2023-03-15": 90_000_00}
    for on, cents in grants.items():
        assert made(await declare(funding, kvk_number, cents, on), 201)["excessCents"] == 0
    return kvk_number


@pytest.mark.parametrize(
    ("on", "used", "room"),
    [
        ("2026-03-14", 270_000_00, 30_000_00),
        ("2026-03-15", 270_000_00, 30_000_00),
        ("2026-03-16", 180_000_00, 120_000_00),
    ],
)
async def test_the_window_rolls_with_both_ends_included(
    funding: Api, firm: str, on: str, used: int, room: int
) -> None:
    found = await standing(funding, firm, on)
    assert (found["usedCents"], found["roomCents"], found["ceilingCents"]) == (used, room, 300_000_00)
    assert found["regime"] == "de-minimis@2023-2831"
    assert [entry["amountCents"] for entry in found["entries"]] == [90_000_00, 120_000_00, 60_000_00]


async def test_aid_at_an_earlier_date_must_fit_in_the_windows_of_later_aid(funding: Api, firm: str) -> None:
    found = await standing(funding, firm, "2023-01-02")
    assert found["usedCents"] == 0
    assert found["roomCents"] == 30_000_00  # 2025-01-10 looks back to it, and has 270,000 already
    assert (await standing(funding, firm, "2022-01-09"))["roomCents"] == 90_000_00  # 2024-06-01 does


async def test_a_leap_day_looks_back_to_the_28th(funding: Api) -> None:
    kvk_number = str(next(NUMBERS))
    made(await declare(funding, kvk_number, 1_00, "2021-02-28"), 201)
    assert (await standing(funding, kvk_number, "2024-02-29"))["usedCents"] == 1_00


async def test_declared_aid_is_a_fact_even_above_the_ceiling(funding: Api) -> None:
    kvk_number = str(next(NUMBERS))
    made(await declare(funding, kvk_number, 250_000_00, "2025-01-10"), 201)
    over = made(await declare(funding, kvk_number, 60_000_00, "2025-02-10"), 201)
    assert over["excessCents"] == 10_000_00
    assert (await standing(funding, kvk_number, "2025-03-01"))["roomCents"] == 0


async def test_only_de_minimis_aid_uses_the_room(funding: Api) -> None:
    kvk_number = str(next(NUMBERS))
    made(await declare(funding, kvk_number, 900_000_00, "2025-01-10", basis="GBER"), 201)
    found = await standing(funding, kvk_number, "2025-03-01")
    assert (found["roomCents"], len(found["entries"])) == (300_000_00, 1)


@pytest.mark.parametrize("basis", ["GBER", "NOTIFIED"])
async def test_declared_aid_that_no_ceiling_is_asked_of_names_no_regime_of_de_minimis_aid(
    funding: Api, basis: str
) -> None:
    kvk_number = str(next(NUMBERS))
    for granted_on in ("2009-12-31", "2025-01-10"):
        entry = made(await declare(funding, kvk_number, 900_000_00, granted_on, basis=basis), 201)
        assert (entry["regime"], entry["excessCents"]) == ("", 0)


async def test_who_may_not_see_the_register_declares_nothing(funding: Api) -> None:
    """Refused as documented; it was a 500 for an hour."""
    body = {"kvkNumber": str(next(NUMBERS)), "amountCents": 1, "grantedOn": "2025-01-10", "basis": "GBER"}
    outsider = caller("platform", "funding:state-aid")
    answer = await funding.post("/state-aid-entries", outsider, {**body, "source": "X"})
    assert answer.status_code == 404
    refused(answer, "resource.not-found")


async def test_an_undertaking_without_aid_has_all_its_room(funding: Api) -> None:
    found = await standing(funding, str(next(NUMBERS)), "2015-03-02")
    assert (found["usedCents"], found["roomCents"], found["entries"]) == (0, 200_000_00, [])


async def test_aid_is_declared_when_it_was_granted_under_a_known_regulation(funding: Api) -> None:
    kvk_number = str(next(NUMBERS))
    refused(await declare(funding, kvk_number, 1_00, "2026-03-21"), "aid.granted-by-now")
    refused(await declare(funding, kvk_number, 1_00, "2013-12-31"), "regime.in-force")
    answer = await funding.get(f"/undertakings/{kvk_number}", STATE, referenceDate="2031-01-01")
    refused(answer, "regime.in-force")


async def test_the_register_is_open_to_granting_bodies_alone(funding: Api, firm: str) -> None:
    for tenant in ("region:CR36", "rom:BOM"):
        found = await standing(funding, firm, "2026-03-14", caller(tenant, "funding:read"))
        assert found["roomCents"] == 30_000_00
    for tenant in ("public", "platform"):
        who = caller(tenant, "funding:read")
        answer = await funding.get(f"/undertakings/{firm}", who, referenceDate="2026-03-14")
        assert answer.status_code == 403
        refused(answer, "aid.granting-body")
        assert (await funding.get("/state-aid-entries", who, kvkNumber=firm)).json()["items"] == []
    region = caller("region:CR36", "funding:state-aid")
    body = {
        "kvkNumber": firm,
        "amountCents": 1,
        "grantedOn": "2025-01-10",
        "basis": "DE_MINIMIS",
        "source": "own",
    }
    refused(await funding.post("/state-aid-entries", region, body), "tenancy.own-objects")
