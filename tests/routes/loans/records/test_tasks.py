"""What is due on loans: the contract, and the issue of the guarantee (domain.md 2.13, 3.16)."""

from typing import Any

from tests.routes.loans.desk import BOM, LIOF, OFFICER, PUBLIC, SECOND, Desk

DUE_ON = "2015-04-06"  # 35 days after 2 March 2015


async def steps(desk: Desk, who: dict[str, str], *ids: str) -> list[tuple[str, str, str]]:
    """What must be done about these records, step and day, on all pages."""
    found: list[dict[str, Any]] = []
    answer = (await desk.api.get("/tasks", who, limit=100)).json()
    while True:
        found += answer["items"]
        following = answer["_links"]["next"]
        if following is None:
            return [(t["kind"], t["step"], t["dueOn"]) for t in found if t["id"] in ids]
        answer = (await desk.api.http.get(following["href"].split("/v1")[1], headers=who)).json()


async def test_a_reserved_guarantee_waits_for_the_contract_of_the_rom_and_then_for_the_state(
    desk: Desk,
) -> None:
    guarantee = await desk.reserved(rating="BB")
    ids = guarantee["id"], guarantee["loanId"]
    assert await steps(desk, BOM, *ids) == [("LOAN", "contract", DUE_ON)]
    assert await steps(desk, OFFICER, *ids) == [("GUARANTEE", "issue", DUE_ON)]
    assert await steps(desk, LIOF, *ids) == await steps(desk, PUBLIC, *ids) == []
    await desk.contracted(guarantee["loanId"])
    assert await steps(desk, BOM, *ids) == []
    assert await steps(desk, SECOND, *ids) == [("GUARANTEE", "issue", DUE_ON)]
    await desk.act(f"/guarantees/{guarantee['id']}/issues", SECOND)
    assert await steps(desk, SECOND, *ids) == []
