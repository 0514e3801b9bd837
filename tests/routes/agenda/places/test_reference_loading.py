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

from deploy.local.postgres import Postgres, application_role
from services.agenda.places.reference_versions import loading as reference_loading
from services.agenda.places.regions.models import Kind, Membership, Region
from shared.settings import Settings
from shared.store.engine import Sessions, connect, sessions
from shared.store.migrations import upgrade
from shared.store.tx import begin

SHIPPED = Path(__file__).resolve().parents[4] / "shared/reference"
FIRST_DAY = date(2027, 1, 1)


@pytest.fixture
async def rows(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Sessions]:
    """A database for each test, with what is shipped; the command finds it in the environment."""
    database = request.node.name[:60].lower()
    owner = SecretStr(postgres.create(database)["agenda"])
    role = application_role("agenda")
    await asyncio.to_thread(upgrade, "agenda", Settings(database_url=owner, database_application_role=role))
    address = postgres.application("agenda", database)
    monkeypatch.setenv("GROEIKRACHT_DATABASE_URL", address)
    engine = connect("agenda", Settings(database_url=SecretStr(address)))
    yield sessions(engine)
    await engine.dispose()


def copied(folder: Path) -> tuple[Path, str]:
    """What is shipped in a folder; its municipalities, and their text."""
    for path in SHIPPED.glob("*.csv"):
        shutil.copy(path, folder)
    file = folder / "gemeenten.csv"
    return file, file.read_text()


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
    copied(tmp_path)
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


ASTEN = "GM0743,Asten,CR36,NL414,PV30\n"


def urban(code: str, since: date) -> Membership:
    """A membership of Asten in an urban region that a region made."""
    return Membership(
        owner="region:CR36",
        member_code="GM0743",
        member_kind=Kind.MUNICIPALITY,
        region_code=code,
        kind=Kind.URBAN_REGION,
        valid_from=since,
    )


async def test_a_municipality_that_is_gone_leaves_its_urban_regions_and_may_come_back(
    rows: Sessions, tmp_path: Path
) -> None:
    """A4; domain.md section 5, point 3: nothing is deleted, every membership keeps its days."""
    file, whole = copied(tmp_path)
    async with begin(rows, "test") as tx:
        tx.add(urban("SR01", date(2014, 1, 1)))
        tx.add(urban("SR02", date(2029, 1, 1)))
    assert ASTEN in whole
    file.write_text(whole.replace(ASTEN, ""))
    code, said = await loaded(tmp_path)
    assert (code, said[-1]) == (0, "Version 2: 8 change(s).")
    assert "membership-ended GM0743: SR01" in said
    left = await one(rows, Membership, region_code="SR01")
    assert (left.status, left.valid_until, left.version) == ("ENDED", date(2026, 12, 31), 2)
    later = await one(rows, Membership, region_code="SR02")
    assert (later.status, later.valid_until) == ("ENDED", date(2029, 1, 1))

    file.write_text(whole)
    code, said = await loaded(tmp_path, 2028)
    assert (code, said[-1]) == (0, "Version 3: 6 change(s).")
    back = await one(rows, Region, code="GM0743")
    assert (back.status, back.valid_until, back.version) == ("CURRENT", None, 3)
    again = await one(rows, Membership, member_code="GM0743", kind="COROP", status="CURRENT")
    assert again.valid_from == date(2028, 1, 1)


async def test_every_municipality_lies_in_one_of_each_level_on_every_day(
    rows: Sessions, tmp_path: Path
) -> None:
    """domain.md section 5, point 1, on the days around a municipality's end and another's move."""
    file, whole = copied(tmp_path)
    moved = whole.replace(ASTEN, "").replace("GM0772,Eindhoven,CR36,", "GM0772,Eindhoven,CR35,")
    file.write_text(moved)
    assert (await loaded(tmp_path))[0] == 0
    async with begin(rows, "test") as tx:
        towns = await tx.all(select(Region).where(Region.kind == Kind.MUNICIPALITY))
        edges = await tx.all(select(Membership))
    for day, there in ((date(2026, 12, 31), 342), (FIRST_DAY, 341)):
        present = {town.code for town in towns if town.valid_until is None or day <= town.valid_until}
        assert len(present) == there
        holding = [
            e for e in edges if e.valid_from <= day and (e.valid_until is None or day <= e.valid_until)
        ]
        for level in (Kind.COROP, Kind.PROVINCE, Kind.LANDSDEEL):
            members = [e.member_code for e in holding if e.kind is level and e.member_code[:2] == "GM"]
            assert sorted(members) == sorted(present), (day, level)


async def test_two_loads_at_once_make_one_version(rows: Sessions, tmp_path: Path) -> None:
    file, whole = copied(tmp_path)
    file.write_text(whole + "GM9001,Nieuwstad,CR36,NL414,PV30\n")
    both = await asyncio.gather(loaded(tmp_path), loaded(tmp_path))
    assert sorted(said[-1] for _, said in both) == [
        "Nothing changed; version 2 stays.",
        "Version 2: 6 change(s).",
    ]


async def test_another_set_with_the_same_regions_is_a_version_that_says_so(
    rows: Sessions, tmp_path: Path
) -> None:
    copied(tmp_path)
    ceilings = tmp_path / "arbeidsmarktregios.csv"
    ceilings.write_text(ceilings.read_text().replace(",7335000", ",7335001"))
    assert await loaded(tmp_path) == (0, ["Version 2: 0 change(s)."])
