"""Splits over HTTP: anybody who may read may try one, nothing is stored, and what is wrong says where."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.store.engine import Sessions
from shared.store.tx import begin
from shared.testing.callers import caller
from shared.testing.client import Api
from shared.web.calculated import calculated
from tests.routes.funding.conftest import refused

READER = caller("region:CR36", "funding:read")
SPLIT = {"programme": "programme-rea", "totalCents": 100_03, "referenceDate": "2016-04-18"}


async def test_a_cost_is_split_by_the_shares_of_a_programme(funding: Api) -> None:
    found = await funding.post("/split-calculations", READER, SPLIT)
    assert found.status_code == 200, found.text
    amounts = [(each["code"], each["amountCents"]) for each in found.json()["sources"]]
    assert amounts == [("REGION", 25_01), ("STATE", 25_00), ("PRIVATE_KNOWLEDGE", 50_02)]  # O2, strict
    assert found.json()["sources"][1]["exactCents"] == "2500.750000"
    assert found.json()["regimes"] == ["financing@2013-1", "programme-rea@2014-1"]
    yearly = await funding.post("/split-calculations", READER, {**SPLIT, "level": "YEAR"})
    assert [each["amountCents"] for each in yearly.json()["sources"]] == [25_01, 25_01, 50_01]


async def test_partners_are_paid_by_sources_of_their_own(funding: Api) -> None:
    own = [{"code": "EFRO", "group": "EU", "percent": "40"}, {"code": "ZELF", "group": "OWN"}]
    partners = [{"code": "P1", "costCents": 4_99}, {"code": "P2", "costCents": 9_99, "sources": own}]
    body = {"sources": [{"code": "EFRO", "group": "EU", "percent": "100"}], "partners": partners}
    found = (await funding.post("/split-calculations", READER, body)).json()
    assert found["partners"][1]["amounts"] == [
        {"source": "EFRO", "amountCents": 4_00},
        {"source": "ZELF", "amountCents": 5_99},
    ]
    assert found["sources"][0]["amountCents"] == 4_99 + 4_00


async def test_what_is_wrong_says_where(funding: Api) -> None:
    body = {"totalCents": 100, "sources": [{"code": "AA", "group": "EU", "percent": "99"}]}
    answer = await funding.post("/split-calculations", READER, body)
    refused(answer, "financing.covers-total", location="/sources", missingCents=1)
    sources = [{"code": "AA", "group": "EU", "percent": "99%"}]
    answer = await funding.post("/split-calculations", READER, {**body, "sources": sources})
    assert [error["location"] for error in answer.json()["errors"]] == ["/sources/0/percent"]


async def test_a_calculation_cannot_write(funding: Api, rows: Sessions) -> None:
    """What `calculated` does to a transaction: the database refuses to store in it."""
    async with begin(rows, "test") as tx:
        store_nothing: Any = calculated.dependency
        await store_nothing(tx)
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await tx.session.execute(text("delete from outbox"))
