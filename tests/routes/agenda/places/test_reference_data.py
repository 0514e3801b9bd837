"""What is shipped can be read and used from outside, without a token (A4, B14, B23, B29)."""

from typing import Any

import pytest

from shared.testing.callers import caller
from shared.testing.client import Api
from tests.routes.agenda.agendas.test_agendas import DRAFT

REGION = caller("region:CR36", "agenda:read", "agenda:write", subject="author")
TOPSECTORS = {
    "Agri & Food",
    "Chemie",
    "Creatieve Industrie",
    "Energie",
    "High Tech Systemen & Materialen",
    "Life Sciences & Health",
    "Logistiek",
    "Tuinbouw & Uitgangsmaterialen",
    "Water",
}
AREAS_OF_ROMS = {  # the nine of 2026 and the provinces they work in
    "ROM-NOM": {"PV20", "PV21", "PV22"},
    "ROM-OOSTNL": {"PV23", "PV25"},
    "ROM-HORIZON": {"PV24"},
    "ROM-ROMUTRECHT": {"PV26"},
    "ROM-ROMINWEST": {"PV27"},
    "ROM-IQ": {"PV28"},
    "ROM-IMPULS": {"PV29"},
    "ROM-BOM": {"PV30"},
    "ROM-LIOF": {"PV31"},
}


async def rows(agenda: Api, path: str) -> list[dict[str, Any]]:
    answer = await agenda.http.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_there_are_nine_topsectors_and_an_agenda_names_no_other(agenda: Api) -> None:
    """B14: the nine, each taken by an agenda and a key of the catalogue."""
    sectors = await rows(agenda, "/reference-data/topsectoren")
    assert {row["nameNl"] for row in sectors} == TOPSECTORS
    assert all(row["inForceAtSeedDate"] == "yes" for row in sectors)
    codes = [row["code"] for row in sectors]
    named = await agenda.post("/agendas", REGION, {**DRAFT, "topsectors": codes})
    assert (named.status_code, named.json().get("topsectors")) == (201, codes)
    for code in codes:
        await rows(agenda, f"/instruments?topsector={code}")
    other = await agenda.post("/agendas", REGION, {**DRAFT, "topsectors": ["TENTH"]})
    assert other.status_code == 400
    assert (await agenda.http.get("/instruments?topsector=TENTH")).status_code == 400


async def test_each_rom_works_in_the_provinces_of_its_owners(agenda: Api) -> None:
    """B23: nine ROMs; together they work in all twelve provinces, each of which has one."""
    areas = await rows(agenda, "/regions?kind=ROM_AREA&limit=100")
    assert {row["code"] for row in areas} == set(AREAS_OF_ROMS)
    for code, provinces in AREAS_OF_ROMS.items():
        found = await rows(agenda, f"/regions?within={code}&kind=PROVINCE")
        assert {row["code"] for row in found} == provinces, code
    (limburg,) = await rows(agenda, "/reference-data/roms?key=LIOF")
    assert (limburg["provinceCodes"], limburg["stateShareholder"]) == ("PV31", "yes")


async def test_there_are_35_labour_market_regions_with_their_ceiling_in_the_esf(agenda: Api) -> None:
    """B29: 35 regions; the ceilings of their centre municipalities are € 113,999,500 (domain.md O34)."""
    regions = {row["code"]: row for row in await rows(agenda, "/regions?kind=LABOUR_MARKET&limit=100")}
    ceilings = await rows(agenda, "/reference-data/arbeidsmarktregios")
    assert len(regions) == len(ceilings) == 35
    assert regions.keys() == {row["amCode2025"] for row in ceilings}
    assert sum(int(row["esfCeilingEur2014To2016"]) for row in ceilings) == 113_999_500
    for row in ceilings:
        centre = await rows(agenda, f"/regions?code={row['centrumgemeenteCode']}")
        assert [region["kind"] for region in centre] == ["MUNICIPALITY"], row


@pytest.mark.parametrize(
    ("kind", "count"),
    [("MUNICIPALITY", 342), ("COROP", 40), ("PROVINCE", 12), ("LANDSDEEL", 4), ("EFRO_AREA", 4)],
)
async def test_no_region_of_a_kind_is_missing(kind: str, count: int, agenda: Api) -> None:
    """A4: the numbers of domain.md section 5; every page of the list together shows each of them once."""
    codes: list[str] = []
    path: str | None = f"/regions?kind={kind}&status=CURRENT&sort=code&limit=100"
    while path:
        answer = (await agenda.http.get(path)).json()
        codes += [row["code"] for row in answer["items"]]
        following = answer["_links"]["next"]
        path = following and f"/regions?{following['href'].partition('?')[2]}"
    assert codes == sorted(set(codes))
    assert len(codes) == count


@pytest.mark.parametrize("path", ["/regions?kind=PROVINCE", "/memberships?kind=EFRO_AREA", "/indicators"])
async def test_a_list_is_walked_newest_first_too(path: str, agenda: Api) -> None:
    there, back = await walked(agenda, path, "id"), await walked(agenda, path, "-id")
    assert there == sorted(set(there))
    assert back == there[::-1]
    wrong = await agenda.http.get(path, params={"sort": "-owner"})
    assert wrong.status_code == 400


async def walked(agenda: Api, path: str, sort: str) -> list[str]:
    """The ids of a list, over pages of five."""
    ids: list[str] = []
    slice_ = path.partition("?")[0]
    following: str | None = f"{path}{'&' if '?' in path else '?'}limit=5&sort={sort}"
    while following:
        answer = (await agenda.http.get(following)).json()
        ids += [row["id"] for row in answer["items"]]
        link = answer["_links"]["next"]
        following = link and f"{slice_}?{link['href'].partition('?')[2]}"
    return ids
