"""A newer set of reference data is loaded whole or not at all, and says what it changes (A4)."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.postgres import Postgres
from services.agenda import reference_loading
from services.agenda.regions.models import Membership, Region
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.migrations import upgrade
from shared.store.tx import begin

SHIPPED = Path(__file__).resolve().parents[3] / "shared/reference"
FIRST_DAY = date(2027, 1, 1)


@pytest.fixture
async def rows(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sessions]:
    """A database of its own, with what is shipped; the command finds it in the environment."""
    address = postgres.create("reloaded")["agenda"]
    monkeypatch.setenv("GROEIKRACHT_DATABASE_URL", address)
    settings = Settings(database_url=SecretStr(address))
    await asyncio.to_thread(upgrade, "agenda", settings)
    engine = connect("agenda", settings)
    yield sessions(engine)
    await engine.dispose()


async def loaded(folder: Path, year: int = FIRST_DAY.year) -> tuple[int, list[str]]:
    said: list[str] = []
    code = await reference_loading.run(folder, "CBS", date(year, 1, 1), said.append)
    return code, said


async def one(rows: Sessions, entity: Any, **values: Any) -> Any:
    async with begin(rows, "test") as tx:
        return await tx.find(select(entity).filter_by(**values))


async def test_a_newer_set_is_loaded_once_and_a_damaged_one_not_at_all(
    rows: Sessions, tmp_path: Path
) -> None:
    for path in SHIPPED.glob("*.csv"):
        shutil.copy(path, tmp_path)
    assert await loaded(tmp_path) == (0, ["Nothing changed; version 1 stays."])

    file = tmp_path / "gemeenten.csv"
    newer = file.read_text().replace("GM0034,Almere,CR40", "GM0034,Almere (nieuw),CR40")
    file.write_text(newer + "GM9001,Nieuwstad,CR36,NL414,PV30\n")
    code, said = await loaded(tmp_path)
    assert (code, said[-1]) == (0, "Version 2: 7 change(s).")
    assert "region-renamed GM0034: Almere → Almere (nieuw)" in said
    assert (await one(rows, Region, code="GM9001")).valid_from == FIRST_DAY
    assert await loaded(tmp_path) == (0, ["Nothing changed; version 2 stays."])

    lines = [line for line in newer.splitlines() if not line.startswith("GM0014")]
    file.write_text("\n".join(lines) + "\n")
    code, said = await loaded(tmp_path, 2028)  # the labour market region of Groningen loses its centre
    assert code == 1
    assert said[-1] == "1 problem(s); nothing was loaded."
    assert (await one(rows, Region, code="GM0014")).status == "CURRENT"

    other = tmp_path / "arbeidsmarktregios.csv"
    other.write_text(other.read_text().replace("GM0014", "GM0037"))
    early, said = await loaded(tmp_path)
    assert (early, said[0]) == (
        1,
        "the set, line 0: must hold from a day after 2027-01-01, when the last one began",
    )
    code, said = await loaded(tmp_path, 2028)
    assert code == 0
    gone = await one(rows, Region, code="GM0014")
    assert (gone.status, gone.valid_until) == ("ENDED", date(2027, 12, 31))
    member = await one(rows, Membership, member_code="GM0014", kind="COROP")
    assert (member.region_code, member.valid_until) == ("CR03", date(2027, 12, 31))
