"""The books of funding hold what its years, tranches and applications keep (domain.md 3.26)."""

from sqlalchemy import text

from services.verification import compare
from tests.routes.funding.awards.test_awards import MILLION, plan, sectorplan
from tests.routes.funding.conftest import Office, made


async def test_the_books_hold_what_is_kept_and_the_operator_sees_what_differs(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    made(await office.award(await plan(office, tranche, MILLION), MILLION))
    async with office.sessions() as session:
        assert await compare("funding", session) == []
        change = "update tranche set awarded_cents = awarded_cents - 1 where id = "
        await session.execute(text(f"{change}'{tranche['id']}'"))
        (found,) = await compare("funding", session)
        await session.rollback()
    assert (found.what, found.booked_cents, found.kept_cents) == (
        f"tranche:{tranche['id']}:room",
        2 * MILLION,
        2 * MILLION + 1,
    )
