"""A guarantee ends with its term, and its exposure is free from that day (domain.md 3.22)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.loans.guarantees.ends.reactions import end_terms
from services.loans.guarantees.guarantees.models import Guarantee
from shared.contracts.loans import GuaranteeReleased
from shared.contracts.rom import DisbursementReported
from shared.store.tx import begin
from tests.routes.loans.desk import Desk, opened_year

OUTBOUND = "groeikracht.rom.bom.outbound"
M = 1_000_000_00


async def pass_to(desk: Desk, day: datetime) -> None:
    async with begin(desk.rows, "timer") as tx:
        tx.now = tx.recorded_at = day
        await end_terms(tx)


async def recorded_in_time(desk: Desk, guarantee_id: str) -> None:
    async with begin(desk.rows, "test") as tx:
        guarantee = await tx.get(Guarantee, UUID(guarantee_id))
        guarantee.issued_on_record = guarantee.issued_on


async def test_a_guarantee_of_two_years_frees_its_exposure_after_two_years(desk: Desk) -> None:
    guarantee = await desk.issued({"termYears": 2}, termMonths=24)
    report = DisbursementReported(loan_id=guarantee["loanId"], amount_cents=4 * M, disbursed_on="2015-03-05")
    await desk.report(report)
    assert guarantee["endsOn"] == "2017-03-02"
    await recorded_in_time(desk, guarantee["id"])
    before = (await desk.year(2015))["closingOutstandingCents"]

    await pass_to(desk, datetime(2017, 3, 1, 12, tzinfo=UTC))
    assert (await desk.guarantee(guarantee["id"]))["status"] == "ACTIVE"
    for _ in range(2):
        await pass_to(desk, datetime(2017, 3, 2, 12, tzinfo=UTC))
    ended = await desk.guarantee(guarantee["id"])
    assert (ended["status"], ended["endReason"]) == ("RELEASED", "term-ended")
    assert (ended["exposureCents"], ended["currentGuaranteedCents"]) == (0, 0)
    assert before - (await desk.year(2015))["closingOutstandingCents"] == 2 * M
    (told,) = await desk.told(OUTBOUND, GuaranteeReleased, guaranteeId=guarantee["id"])
    assert (told["releasedCents"], told["reason"]) == (2 * M, "term-ended")
    assert (await desk.loan(guarantee["loanId"]))["status"] == "ACTIVE"


async def test_a_loan_that_was_not_paid_out_in_the_term_waits_for_its_committee(desk: Desk) -> None:
    guarantee = await desk.issued({"termYears": 1})
    await recorded_in_time(desk, guarantee["id"])
    await pass_to(desk, datetime(2016, 3, 2, 12, tzinfo=UTC))
    assert (await desk.loan(guarantee["loanId"]))["status"] == "OFFERABLE_UNGUARANTEED"


async def test_nothing_is_paid_out_under_a_guarantee_that_is_over(desk: Desk) -> None:
    guarantee = await desk.issued({"termYears": 1})
    late = DisbursementReported(loan_id=guarantee["loanId"], amount_cents=M, disbursed_on="2016-03-02")
    await desk.report(late)
    assert (await desk.loan(guarantee["loanId"]))["disbursedCents"] == 0
    last_day = DisbursementReported(loan_id=guarantee["loanId"], amount_cents=M, disbursed_on="2016-03-01")
    await desk.report(last_day)
    assert (await desk.loan(guarantee["loanId"]))["disbursedCents"] == M


async def test_a_case_of_long_ago_has_a_day_to_be_played(desk: Desk) -> None:
    guarantee = await desk.issued({"termYears": 1})
    now = datetime.now(UTC)
    await pass_to(desk, now)
    assert (await desk.guarantee(guarantee["id"]))["status"] == "ISSUED"
    for _ in range(5):  # one at a time, and those of the other tests wait too
        await pass_to(desk, now + timedelta(days=2))
    assert (await desk.guarantee(guarantee["id"]))["status"] == "RELEASED"


async def test_a_year_that_was_opened_with_too_little_keeps_no_guarantee_alive(desk: Desk) -> None:
    guarantee = await desk.issued({"termYears": 12})
    await recorded_in_time(desk, guarantee["id"])
    await opened_year(desk.api, 2027, 10 * M, 10 * M, scheme="GROEIFACILITEIT")
    for _ in range(60):  # those of the other tests are over first
        await pass_to(desk, datetime(2027, 3, 2, 12, tzinfo=UTC))
    assert (await desk.guarantee(guarantee["id"]))["status"] == "RELEASED"
    assert (await desk.year(2027))["closingOutstandingCents"] == 0
