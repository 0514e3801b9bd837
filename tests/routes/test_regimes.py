"""Publishing a regime: dated versions that follow each other and never change (design.md 3)."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.settings import Settings
from shared.store import migrations
from shared.store.engine import connect
from shared.store.tables import REGIME

FIRST = {
    "code": "test-rate",
    "version": "2014-1",
    "valid_from": "2014-01-01",
    "valid_until": None,
    "source": "a test",
    "terms": {"rate": "2.50"},
}
ENDED = {**FIRST, "valid_until": "2026-12-31"}
SECOND = {**FIRST, "version": "2027-1", "valid_from": "2027-01-01", "terms": {"rate": "3.00"}}


@pytest.fixture
async def connection(owners: dict[str, Settings]) -> AsyncIterator[AsyncConnection]:
    """A transaction on the agenda's schema that is rolled back afterwards."""
    engine = connect("agenda", owners["agenda"])
    async with engine.connect() as found:
        yield found
        await found.rollback()
    await engine.dispose()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of which only the regimes are there."""
    (tmp_path / "services/agenda/regimes").mkdir(parents=True)
    monkeypatch.setattr(migrations, "ROOT", tmp_path)
    return tmp_path


async def published(connection: AsyncConnection, checkout: Path, *rows: dict[str, Any]) -> list[Any]:
    (checkout / "services/agenda/regimes/test.json").write_text(json.dumps(rows))
    await migrations.publish_regimes(connection, "agenda")
    query = select(REGIME.c.version, REGIME.c.valid_until).where(REGIME.c.code == "test-rate")
    found = (await connection.execute(query.order_by(REGIME.c.valid_from))).all()
    return [(row.version, row.valid_until and row.valid_until.isoformat()) for row in found]


async def test_a_new_version_follows_one_that_had_no_end(connection: AsyncConnection, checkout: Path) -> None:
    assert await published(connection, checkout, FIRST) == [("2014-1", None)]
    followed = [("2014-1", "2026-12-31"), ("2027-1", None)]
    assert await published(connection, checkout, ENDED, SECOND) == followed
    assert await published(connection, checkout, ENDED, SECOND) == followed


@pytest.mark.parametrize(
    "changed",
    [
        {**ENDED, "terms": {"rate": "9.99"}},
        {**ENDED, "valid_from": "2015-01-01"},
        {**ENDED, "valid_until": "2027-06-30"},
        {**ENDED, "valid_until": None},
    ],
)
async def test_a_published_version_never_changes(
    changed: dict[str, Any], connection: AsyncConnection, checkout: Path
) -> None:
    await published(connection, checkout, ENDED)
    with pytest.raises(ValueError, match="publish a new version instead"):
        await published(connection, checkout, changed)
