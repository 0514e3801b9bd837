"""The history of a loan, for its ROM and for the State (B10)."""

from tests.routes.loans.desk import BOM, LIOF, OFFICER, Desk


async def test_a_rom_reads_the_history_of_its_own_loan_only(desk: Desk) -> None:
    loan = await desk.approved()
    of = {"subjectKind": "LOAN", "subjectId": loan["id"]}
    own = (await desk.api.get("/histories", BOM, **of)).json()["items"]
    assert {(each["body"], each["actor"]) for each in own} == {
        ("rom:BOM", "bom-adviser"),
        ("rom:BOM", "bom-committee"),
    }
    state = (await desk.api.get("/histories", OFFICER, **of)).json()["items"]
    assert [each["act"] for each in state] == [each["act"] for each in own]
    assert {each["actor"] for each in state} == {None}
    assert (await desk.api.get("/histories", LIOF, **of)).status_code == 404
