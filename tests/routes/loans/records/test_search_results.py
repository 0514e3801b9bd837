"""Loans, guarantees and projects are found by words, by their own ROM and the State (A16, B10)."""

from uuid import uuid4

from tests.routes.loans.desk import BOM, FIRM, LIOF, OFFICER, PUBLIC, Desk


async def found(desk: Desk, who: dict[str, str], words: str) -> list[tuple[str, str, str]]:
    """Kind, id and title of what is found."""
    answer = await desk.api.get("/search-results", who, words=words, limit=100)
    assert answer.status_code == 200, answer.text
    return [(row["kind"], row["id"], row["title"]) for row in answer.json()["items"]]


async def test_a_loan_is_found_under_its_firm_and_a_guarantee_under_its_number(desk: Desk) -> None:
    name = f"Fotonica {uuid4().hex[:8]} B.V."
    guarantee = await desk.reserved(rating="BB", undertaking={**FIRM, "name": name})
    loan = ("LOAN", guarantee["loanId"], name)
    assert await found(desk, BOM, name) == await found(desk, OFFICER, name) == [loan]
    numbered = ("GUARANTEE", guarantee["id"], FIRM["kvkNumber"])
    rows = await found(desk, BOM, f"{FIRM['kvkNumber']} GROEIFACILITEIT")
    assert numbered in rows or len(rows) == 100
    for other in (LIOF, PUBLIC):
        assert await found(desk, other, name) == []
        assert numbered not in await found(desk, other, FIRM["kvkNumber"])
