"""Advances on an award: planned, approved by another, paid to a verified account, never above it (O20)."""

import asyncio

from services.funding.ledger.ledger import rules as ledger
from shared.ledger.balances import Difference
from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import MILLION, balance, plan, sectorplan
from tests.routes.funding.conftest import APPLICANT, OFFICER, made, refused
from tests.routes.funding.payments.conftest import LATER, SECOND, TELLER, TODAY, VERIFIER, Treasury

AT_ONCE = 64
WHY = {"reason": "The bank does not know the account."}


async def test_o20_ten_percent_at_approval_then_half_of_what_is_declared_up_to_eighty(
    treasury: Treasury,
) -> None:
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    refused(await treasury.proposes(award, 100_000_01), "advance.as-planned", roomCents=100_000_00)
    await treasury.paid(award, 100_000_00)
    refused(await treasury.proposes(award, 1), "advance.as-planned", roomCents=0)
    await treasury.paid(award, 500_000_00, 1_000_000_00)
    half = {"roomCents": 99_999_99}
    refused(await treasury.proposes(award, 100_000_00, 199_999_98), "advance.as-planned", **half)
    over = {"roomCents": 200_000_00}
    refused(await treasury.proposes(award, 200_000_01, 900_000_00), "advance.within-ceiling", **over)
    refused(await treasury.proposes(award, 1, MILLION + 1), "advance.declares-costs", roomCents=MILLION)
    await treasury.paid(award, 200_000_00, 400_000_00)
    assert await treasury.total(award) == (800_000_00, 800_000_00)
    refused(await treasury.proposes(award, 1, 2), "advance.within-ceiling", roomCents=0)


async def test_an_advance_is_paid_by_four_people_and_every_cent_is_booked(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await treasury.awarded(400_000_00)
    proposed = made(await treasury.proposes(award, 40_000_00), 201)
    refused(await treasury.step(proposed, "approvals", OFFICER), "advance.to-verified-account")
    await treasury.verified(award)
    for name in ("assessor", "verifier"):
        both = caller("state", "funding:decide", "clock:set", subject=name)
        refused(await treasury.step(proposed, "approvals", both), "advance.four-eyes")
    body = {"decidingBody": "MINISTER_EZ", "mandate": "DIRECTOR_RVO"}
    approved = made(await treasury.step(proposed, "approvals", OFFICER, body))
    assert (approved["status"], approved["mandate"]) == ("APPROVED", "DIRECTOR_RVO")
    assert await treasury.total(award) == (40_000_00, 0)
    assert await balance(treasury.office, ledger.payable(award["id"])) == 40_000_00
    hidden = await treasury.api.get(f"/advances/{proposed['id']}", caller("region:LD01", "funding:read"))
    assert hidden.status_code == 404
    file = made(await treasury.orders(), 201)
    assert file["transactions"] >= 1
    ordered = await treasury.office.shown("advances", proposed["id"])
    paid = {"paidOn": TODAY[:10], "reference": "RVO-1"}
    for name in ("assessor", "officer"):
        both = caller("state", "funding:confirm", "clock:set", subject=name)
        refused(await treasury.step(ordered, "payments", both, paid), "advance.payment-four-eyes")
    early = {**paid, "paidOn": "2015-03-08"}
    refused(await treasury.step(ordered, "payments", TELLER, early), "advance.paid-dated")
    done = made(await treasury.step(ordered, "payments", TELLER, paid))
    assert (done["status"], done["paidOn"]) == ("PAID", "2015-03-09")
    refused(await treasury.step(done, "payments", TELLER, paid), "advance.life-cycle")
    assert await treasury.total(award) == (40_000_00, 40_000_00)
    assert await balance(treasury.office, ledger.payable(award["id"])) == 0
    assert await balance(treasury.office, ledger.paid(award["id"])) == 40_000_00
    public = (await treasury.api.get(f"/advances/{done['id']}", caller("region:LD01", "funding:read"))).json()
    assert (public["amountCents"], public["paymentReference"]) == (40_000_00, None)
    own = (await treasury.api.get(f"/advances/{done['id']}", APPLICANT)).json()
    assert own["paymentReference"] == "RVO-1"
    assert await treasury.office.differences() == unbooked


async def test_what_was_withdrawn_failed_or_came_back_may_be_advanced_anew(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await treasury.awarded(400_000_00)
    await treasury.verified(award)
    gone = await treasury.approved(award, 40_000_00)
    made(await treasury.step(gone, "withdrawals", OFFICER, WHY))
    assert await treasury.total(award) == (0, 0)
    failed = await treasury.ordered(award, 40_000_00)
    refused(await treasury.step(failed, "withdrawals", OFFICER, WHY), "advance.life-cycle")
    made(await treasury.step(failed, "payment-failures", TELLER, WHY))
    assert await treasury.total(award) == (0, 0)
    paid = await treasury.paid(award, 40_000_00)
    back = {"reversedOn": LATER[:10], **WHY}
    refused(await treasury.step(paid, "reversals", TELLER, back), "advance.paid-dated")
    made(await treasury.step(paid, "reversals", TELLER, back, at=LATER))
    assert await treasury.total(award) == (0, 0)
    for account in (ledger.payable(award["id"]), ledger.paid(award["id"])):
        assert await balance(treasury.office, account) == 0
    await treasury.paid(award, 40_000_00)
    assert await treasury.office.differences() == unbooked


async def test_sixty_four_approvals_at_once_never_pass_the_award(treasury: Treasury) -> None:
    """Each is an eighth of what 80 % leaves; eight of them fit, to the cent."""
    award = await treasury.awarded(MILLION)
    await treasury.verified(award)
    part, declared = 100_000_00, 200_000_00
    proposed = [made(await treasury.proposes(award, part, declared), 201) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*(treasury.step(each, "approvals", OFFICER) for each in proposed))
    good = [each for each in answers if each.status_code == 200]
    assert len(good) == 8
    for answer in answers:
        if answer not in good:
            refused(answer, "advance.within-ceiling", roomCents=0)
    assert await treasury.total(award) == (800_000_00, 0)
    assert await balance(treasury.office, ledger.payable(award["id"])) == 800_000_00


async def test_an_account_is_the_regions_and_changes_by_two_people_after_a_wait(treasury: Treasury) -> None:
    await treasury.clear()
    award = await treasury.awarded(400_000_00)
    account = made(await treasury.entered(award), 201)
    refused(await treasury.entered(award, SECOND), "payee-account.one-awaits")
    for body in ("region:LD01", "rom:BOM", "public"):
        answer = await treasury.api.get(f"/payee-accounts/{account['id']}", caller(body, "funding:read"))
        assert answer.status_code == 404
    evidence = {"evidence": "Bank statement 2"}
    same = caller("state", "funding:confirm", "clock:set", subject="applicant")
    refused(await treasury.step(account, "verifications", same, evidence), "payee-account.four-eyes")
    first = made(await treasury.step(account, "verifications", VERIFIER, evidence))
    assert (first["status"], first["usableFrom"]) == ("VERIFIED", "2015-03-09")
    refused(await treasury.entered(award), "payee-account.another-account")
    advance = await treasury.approved(award, 30_000_00)
    change = await treasury.verified(award, SECOND)
    assert (change["status"], change["usableFrom"]) == ("CHECKED", None)
    refused(await treasury.step(change, "confirmations", VERIFIER), "payee-account.four-eyes")
    second = made(await treasury.step(change, "confirmations", TELLER))
    assert (second["status"], second["usableFrom"]) == ("VERIFIED", "2015-03-23")  # 14 days on
    assert (await treasury.office.shown("payee-accounts", first["id"]))["status"] == "SUPERSEDED"
    late = "2015-03-24T09:00:00Z"
    refused(await treasury.orders(late[:10], late), "payment-file.something-due")  # approved for the other
    made(await treasury.step(advance, "withdrawals", OFFICER, WHY))
    await treasury.approved(award, 30_000_00)
    refused(await treasury.orders("2015-03-22"), "payment-file.something-due")
    assert made(await treasury.orders("2015-03-23"), 201)["controlSumCents"] == 30_000_00


async def test_an_account_that_is_not_the_recipients_is_rejected(treasury: Treasury) -> None:
    award = await treasury.awarded(400_000_00)
    account = made(await treasury.entered(award), 201)
    made(await treasury.step(account, "rejections", VERIFIER, WHY))
    await treasury.verified(award, SECOND)


async def test_nothing_is_advanced_on_what_was_not_awarded(treasury: Treasury) -> None:
    ready = await plan(treasury.office, await sectorplan(treasury.office, MILLION), MILLION)
    refused(await treasury.proposes(ready, 1), "advance.on-award")
    refused(await treasury.entered(ready), "payee-account.of-award")
