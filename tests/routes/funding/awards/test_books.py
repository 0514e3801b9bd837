"""The books of funding hold what its years, tranches and applications keep (domain.md 3.26)."""

from sqlalchemy import text

from services.verification import compare
from shared.ledger.balances import Difference
from tests.routes.funding.awards.test_awards import MILLION, plan, sectorplan
from tests.routes.funding.conftest import Office, made


async def test_the_books_hold_what_is_kept_and_the_operator_sees_what_differs(
    office: Office, unbooked: list[Difference]
) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    made(await office.award(await plan(office, tranche, MILLION), MILLION))
    assert await office.differences() == unbooked
    async with office.sessions() as session:
        change = "update tranche set awarded_cents = awarded_cents - 1 where id = "
        await session.execute(text(f"{change}'{tranche['id']}'"))
        (found,) = [each for each in await compare("funding", session) if each not in unbooked]
        await session.rollback()
    assert (found.what, found.booked_cents, found.kept_cents) == (
        f"tranche:{tranche['id']}:room",
        2 * MILLION,
        2 * MILLION + 1,
    )
