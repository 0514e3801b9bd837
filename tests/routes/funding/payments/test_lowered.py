"""Awards that are lowered after something was advanced on them (domain.md 3.9, 3.11; Awb 4:57)."""

from shared.ledger.balances import Difference
from shared.testing.callers import caller
from tests.routes.funding.awards.test_alterations import AFTER, announced, decide, lowered, waived
from tests.routes.funding.awards.test_awards import MILLION
from tests.routes.funding.conftest import OFFICER, made, refused
from tests.routes.funding.payments.conftest import TELLER, Treasury


def decider(subject: str) -> dict[str, str]:
    """An officer who had no hand in the award yet."""
    return caller("state", "funding:read", "funding:decide", "clock:set", subject=subject)


WHY = {"reason": "The award is lowered."}


async def test_what_was_paid_above_what_is_left_is_undue(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    await treasury.paid(award, 100_000_00)
    shown = await treasury.office.shown("applications", award["id"])
    altered = await lowered(treasury.office, shown, 100_000_00)
    assert (altered["freedCents"], altered["undueCents"]) == (900_000_00, 0)
    shown = await treasury.office.shown("applications", award["id"])
    refused(await treasury.proposes(shown, 1, 2, at=AFTER), "advance.within-ceiling", roomCents=0)
    altered = await lowered(treasury.office, shown, 30_000_01, decider("second"))
    assert (altered["freedCents"], altered["undueCents"]) == (69_999_99, 69_999_99)
    shown = await treasury.office.shown("applications", award["id"])
    altered = await lowered(treasury.office, shown, 0, decider("third"))
    assert (altered["freedCents"], altered["undueCents"]) == (30_000_01, 100_000_00)
    assert await treasury.total(award) == (100_000_00, 100_000_00)
    assert await treasury.office.differences() == unbooked


async def test_an_advance_that_is_underway_is_ended_before_its_award_falls_below_it(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    ordered = await treasury.ordered(award, 60_000_00)
    approved = await treasury.approved(award, 40_000_00)
    shown = await treasury.office.shown("applications", award["id"])
    heard = await waived(treasury.office, await announced(treasury.office, shown, 0))
    underway = {"advancedCents": 100_000_00, "paidCents": 0}
    refused(await decide(treasury.office, heard, 99_999_99), "alteration.no-advance-underway", **underway)
    made(await treasury.step(approved, "withdrawals", OFFICER, WHY))
    underway = {"advancedCents": 60_000_00, "paidCents": 0}
    refused(await decide(treasury.office, heard, 0), "alteration.no-advance-underway", **underway)
    made(await treasury.step(ordered, "payment-failures", TELLER, WHY))
    altered = made(await decide(treasury.office, heard, 0))
    assert (altered["status"], altered["undueCents"]) == ("DECIDED", 0)
    assert await treasury.total(award) == (0, 0)
    assert await treasury.office.differences() == unbooked
