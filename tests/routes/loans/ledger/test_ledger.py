"""The books of loans: every cent in double entry, equal to what is kept elsewhere (domain.md 3.26)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.loans.ledger.ledger.models import Account, Entry
from services.verification import compare
from shared.contracts.rom import DisbursementReported, RepaymentReported
from shared.kernel.ids import uuid7
from shared.ledger.postings import reversal
from shared.settings import Settings
from shared.store.engine import connect
from tests.routes.loans.desk import BOM, LIOF, OFFICER, PUBLIC, Desk

M = 1_000_000_00


async def books(desk: Desk) -> list[Any]:
    """Where the books differ from what they are made of, or from what is kept elsewhere."""
    async with desk.rows() as session:
        return await compare("loans", session)


@pytest.fixture
async def unbooked(desk: Desk) -> list[Any]:
    """What differed before: rows that other tests made without the rules, straight in the database."""
    return await books(desk)


async def shown(desk: Desk, loan_id: str, who: dict[str, str] = BOM) -> list[dict[str, Any]]:
    """What was posted for a loan: the ends of two accounts, cents, day of value, day of booking, cause."""
    found = await desk.api.get("/ledger-entries", who, subjectId=loan_id, limit=100)
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def balance(desk: Desk, account: str, who: dict[str, str] = OFFICER) -> list[int]:
    found = await desk.api.get("/ledger-accounts", who, code=account)
    return [each["balanceCents"] for each in found.json()["items"]]


def paid(loan_id: str, cents: int, on: str = "2015-03-16") -> DisbursementReported:
    return DisbursementReported(loan_id=loan_id, amount_cents=cents, disbursed_on=on)


def repaid(loan_id: str, cents: int, on: str = "2015-06-30") -> RepaymentReported:
    return RepaymentReported(loan_id=loan_id, amount_cents=cents, repaid_on=on)


async def test_a_loan_is_in_the_books_from_its_approval_to_its_last_cent(
    desk: Desk, unbooked: list[Any]
) -> None:
    guarantee = await desk.issued()
    loan_id, first, last = guarantee["loanId"], uuid7(), uuid7()
    await desk.report(paid(loan_id, 4 * M), id=first)
    await desk.report(repaid(loan_id, 1 * M), id=last)
    posted = await shown(desk, loan_id)
    assert [(each["act"], each["amountCents"], each["valueOn"], each["cause"]) for each in posted] == [
        ("loan.approve", 4 * M, "2015-03-02", loan_id),
        ("loan.disburse", 4 * M, "2015-03-16", str(first)),
        ("loan.repay", 1 * M, "2015-06-30", str(last)),
    ]
    today = posted[1]["bookedOn"]
    assert posted[0]["bookedOn"] == "2015-03-02"
    assert posted[2]["bookedOn"] == today > "2015-06-30"  # what is told late is booked when it is told
    assert (posted[2]["fromAccount"], posted[2]["toAccount"]) == (
        f"loan:{loan_id}:principal",
        f"loan:{loan_id}:cash",
    )
    assert await balance(desk, f"loan:{loan_id}:principal") == [3 * M]
    assert await balance(desk, f"loan:{loan_id}:cash") == [-3 * M]
    assert await balance(desk, f"loan:{loan_id}:committed") == [4 * M]
    assert await balance(desk, f"guarantee:{guarantee['id']}:outstanding") == [1_500_000_00]  # 50 % of 3.0 m
    assert [each["act"] for each in await shown(desk, guarantee["id"])] == [
        "guarantee.issue",
        "guarantee.reduce",
    ]
    assert await books(desk) == unbooked


async def test_the_books_are_followed(desk: Desk) -> None:
    guarantee = await desk.issued()
    loan_id, lists = guarantee["loanId"], ("/ledger-entries", "/ledger-accounts")
    later = {path: (await desk.api.get(path, BOM)).json()["_links"]["changes"]["href"] for path in lists}
    await desk.report(paid(loan_id, 4 * M))
    told = {}
    for path in lists:
        followed = await desk.api.http.get(later[path].split("/v1", 1)[1], headers=BOM)
        assert followed.status_code == 200, followed.text
        told[path] = followed.json()["items"]
    assert [row["act"] for row in told["/ledger-entries"]] == ["loan.disburse"]
    moved = {row["code"]: row["balanceCents"] for row in told["/ledger-accounts"]}
    assert moved == {f"loan:{loan_id}:principal": 4 * M, f"loan:{loan_id}:cash": -4 * M}


async def test_the_books_of_a_year_hold_what_is_reserved_granted_and_lapsed(
    desk: Desk, unbooked: list[Any]
) -> None:
    opened = {
        "scheme": "BMKB",
        "year": 2031,
        "openingOutstandingCents": 50 * M,
        "annualCeilingCents": 30 * M,
        "exposureCeilingCents": 100 * M,
    }
    at = "2031-01-02T09:00:00Z"
    made = await desk.api.post("/guarantee-years", OFFICER, opened, at=at)
    assert made.status_code == 201, made.text
    year = made.json()["id"]
    for kind, cents in (("GRANTED", 7 * M), ("LAPSED", 2 * M)):
        body = {"kind": kind, "amountCents": cents, "note": "Outside the suite"}
        assert (await desk.act(f"/guarantee-years/{year}/movements", OFFICER, body, at=at)).status_code == 200
    of_year = {
        what: (await balance(desk, f"guarantee-year:{year}:{what}"))[0]
        for what in ("ceiling", "room", "opening", "outstanding", "lapsed")
    }
    assert of_year == {
        "ceiling": -30 * M,
        "room": 23 * M,
        "opening": -50 * M,
        "outstanding": 55 * M,  # O18: 50 + 7 - 2
        "lapsed": 2 * M,
    }
    following = {**opened, "year": 2032, "openingOutstandingCents": 55 * M}
    made = await desk.api.post("/guarantee-years", OFFICER, following, at="2032-01-02T09:00:00Z")
    assert made.status_code == 201, made.text
    assert await balance(desk, f"guarantee-year:{year}:outstanding") == [55 * M]  # carried, not stated again
    assert await books(desk) == unbooked


async def test_a_rom_sees_its_own_books_the_state_all(desk: Desk) -> None:
    loan = await desk.approved(guaranteeWanted=False)
    assert [each["owner"] for each in await shown(desk, loan["id"], OFFICER)] == ["rom:BOM"]
    (mine,) = await shown(desk, loan["id"])
    assert await shown(desk, loan["id"], LIOF) == []
    assert await shown(desk, loan["id"], PUBLIC) == []
    for who, status in ((BOM, 200), (OFFICER, 200), (LIOF, 404)):
        assert (await desk.api.get(f"/ledger-entries/{mine['id']}", who)).status_code == status
    account = f"loan:{loan['id']}:committed"
    assert await balance(desk, account, BOM) == [4 * M]
    assert await balance(desk, account, LIOF) == []
    (found,) = (await desk.api.get("/ledger-accounts", BOM, code=account)).json()["items"]
    for who, status in ((BOM, 200), (OFFICER, 200), (LIOF, 404)):
        assert (await desk.api.get(f"/ledger-accounts/{found['id']}", who)).status_code == status


async def trial(desk: Desk, on: str, who: dict[str, str] = OFFICER) -> Any:
    found = await desk.api.get("/trial-balance", who, on=on)
    assert found.status_code == 200, found.text
    return found.json()


async def test_the_trial_balance_of_any_day_adds_to_zero(desk: Desk, unbooked: list[Any]) -> None:
    guarantee = await desk.issued(principalCents=3 * M)
    before = await trial(desk, "2099-12-31", BOM)
    await desk.report(paid(guarantee["loanId"], 3 * M))
    for who in (OFFICER, BOM, LIOF, PUBLIC):
        for day in ("2015-01-01", "2015-03-02", "2015-06-30", "2099-12-31"):
            found = await trial(desk, day, who)
            assert found["debitCents"] == found["creditCents"]
            for sheet in ("ON_BALANCE", "OFF_BALANCE"):
                on_sheet = [each for each in found["accounts"] if each["sheet"] == sheet]
                assert sum(each["balanceCents"] for each in on_sheet) == 0
    held = {
        each["account"]: each["balanceCents"] for each in (await trial(desk, "2099-12-31", BOM))["accounts"]
    }
    held_before = {each["account"]: each["balanceCents"] for each in before["accounts"]}
    assert held["loan:principal"] - held_before.get("loan:principal", 0) == 3 * M
    assert held["loan:cash"] - held_before.get("loan:cash", 0) == -3 * M
    assert held["guarantee:outstanding"] == held_before["guarantee:outstanding"]
    assert (await trial(desk, "2099-12-31", PUBLIC))["accounts"] == []
    async with desk.rows.begin() as session:
        all_of_it = await trial(desk, "2099-12-31")
        await session.execute(text("select compact_turnover()"))
    assert await trial(desk, "2099-12-31") == all_of_it  # as many days as before, in fewer rows
    assert await books(desk) == unbooked


async def test_reports_of_one_loan_at_once_keep_the_books_right(desk: Desk, unbooked: list[Any]) -> None:
    guarantee = await desk.issued()
    loan_id = guarantee["loanId"]
    await desk.report(paid(loan_id, 2 * M))
    reports = [paid(loan_id, 500_000_01) for _ in range(5)] + [repaid(loan_id, 300_000_00) for _ in range(5)]
    await asyncio.gather(*(desk.report(each) for each in reports))
    loan = await desk.loan(loan_id)
    assert await balance(desk, f"loan:{loan_id}:principal") == [loan["outstandingCents"]]
    posted = [each["amountCents"] for each in await shown(desk, loan_id) if each["act"] == "loan.disburse"]
    assert posted == [2 * M, *[500_000_01] * 3]  # a fourth is more than the principal
    assert await books(desk) == unbooked


async def test_a_refused_report_posts_nothing(desk: Desk) -> None:
    guarantee = await desk.issued()
    await desk.report(paid(guarantee["loanId"], 4 * M + 1))
    assert [each["act"] for each in await shown(desk, guarantee["loanId"])] == ["loan.approve"]


async def test_an_entry_is_taken_back_once_by_another(desk: Desk) -> None:
    loan = await desk.approved(guaranteeWanted=False)
    (posted,) = await shown(desk, loan["id"])
    async with desk.rows() as session:  # never committed: nothing undoes an approval yet
        entry = await session.get_one(Entry, posted["id"])
        back = reversal(entry, "loan.undo", date(2015, 4, 1), "a report undone")
        session.add(back)
        await session.flush()
        account = select(Account).filter_by(code=f"loan:{loan['id']}:committed")
        held = (await session.scalars(account)).one()
        assert (held.debit_cents, held.credit_cents, held.balance_cents) == (4 * M, 4 * M, 0)
        assert (back.amount_cents, back.value_on, back.reverses_id) == (4 * M, date(2015, 3, 2), entry.id)
        for again in (entry, back):  # once, and a reversal is not reversed
            with pytest.raises(IntegrityError):
                async with session.begin_nested():
                    session.add(reversal(again, "loan.undo", date(2015, 4, 1)))
        await session.rollback()


@pytest.mark.parametrize("wrong", [{"amount_cents": 1}, {"owner": "rom:LIOF"}, {"from_account": "x:y:z"}])
async def test_a_reversal_is_the_mirror_of_its_entry(desk: Desk, wrong: dict[str, Any]) -> None:
    loan = await desk.approved(guaranteeWanted=False)
    (posted,) = await shown(desk, loan["id"])
    async with desk.rows() as session:
        entry = await session.get_one(Entry, posted["id"])
        back = reversal(entry, "loan.undo", entry.booked_on)
        for name, value in wrong.items():
            setattr(back, name, value)
        session.add(back)
        with pytest.raises(IntegrityError, match="mirror"):
            await session.flush()


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("update ledger_entry set amount_cents = 1", "append-only"),
        ("delete from ledger_entry", "append-only"),
        ("update ledger_account set debit_cents = debit_cents + 1", "by entries only"),
        ("delete from ledger_account", "by entries only"),
        ("truncate ledger_account", "by entries only"),
    ],
)
async def test_nobody_changes_the_books_by_hand(
    desk: Desk, owners: dict[str, Settings], statement: str, refusal: str
) -> None:
    await desk.approved(guaranteeWanted=False)
    owner = connect("loans", owners["loans"])
    with pytest.raises(DBAPIError, match=refusal):
        async with owner.begin() as connection:
            await connection.execute(text(statement))
    await owner.dispose()


async def test_the_operator_sees_what_differs(desk: Desk, unbooked: list[Any]) -> None:
    guarantee = await desk.issued()
    loan_id = guarantee["loanId"]
    await desk.report(paid(loan_id, 2 * M))
    async with desk.rows() as session:  # never committed
        change = (
            "update loan set disbursed_cents = disbursed_cents + 1, outstanding_cents = outstanding_cents + 1"
        )
        await session.execute(text(f"{change} where id = '{loan_id}'"))
        found = [each for each in await compare("loans", session) if each not in unbooked]
        await session.rollback()
    assert {(each.what, each.booked_cents, each.kept_cents) for each in found} == {
        (f"loan:{loan_id}:principal", 2 * M, 2 * M + 1),
        (f"loan:{loan_id}:cash", -2 * M, -2 * M - 1),
    }
    async with desk.rows() as session:
        await session.execute(text("update ledger_turnover set debit_cents = debit_cents + 1"))
        assert await compare("loans", session) != unbooked
        await session.rollback()


@pytest.mark.parametrize("on", ["2015-02-30", "yesterday", ""])
async def test_a_trial_balance_is_of_a_day(desk: Desk, on: str) -> None:
    assert (await desk.api.get("/trial-balance", BOM, on=on)).status_code == 400
    assert (await desk.api.get("/trial-balance", BOM)).status_code == 400
