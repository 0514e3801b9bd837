"""Awards settled by a decision: to the cent, by two, once, and never beside an advance (O20, O27; 3.13)."""

import asyncio
from typing import Any

import httpx

from services.funding.ledger.ledger import rules as ledger
from shared.ledger.balances import Difference
from shared.testing.callers import caller
from tests.routes.funding.awards.test_alterations import DECIDER, announced, sums, waived
from tests.routes.funding.awards.test_alterations import decide as alter
from tests.routes.funding.awards.test_awards import balance, facts
from tests.routes.funding.conftest import APPLICANT, ASSESSOR, OFFICER, made, refused
from tests.routes.funding.payments.conftest import TELLER, Treasury, treasury
from tests.routes.funding.settlement.test_demands import step as demand_step

__all__ = ["treasury"]

ENDED, ASKED, DECIDED = "2015-05-29", "2015-06-01T09:00:00Z", "2015-06-10T09:00:00Z"
AFTER = "2015-07-01T09:00:00Z"
AWARD = 400_000_00  # O20: a budget of 800,000, half of it


def request(cents: int, others_cents: int) -> dict[str, Any]:
    """What an applicant asks: wages and the rest, and what it paid itself."""
    costs = [
        {"code": "WAGES", "declaredCents": cents - 20_000_00},
        {"code": "ADVICE", "declaredCents": 20_000_00},
    ]
    return {"endedOn": ENDED, "costs": costs, "sources": [{"code": "OWN", "paidCents": others_cents}]}


async def asks(treasury: Treasury, award: dict[str, Any], cents: int, others_cents: int) -> dict[str, Any]:
    """A settlement that the applicant asked for."""
    path = f"/applications/{award['id']}/settlements"
    body = request(cents, others_cents)
    return made(await treasury.api.post(path, APPLICANT, body, etag="*", at=ASKED), 201)


async def step(
    treasury: Treasury,
    settlement: dict[str, Any],
    noun: str,
    who: dict[str, str],
    body: Any,
    at: str = DECIDED,
) -> httpx.Response:
    """The answer to a step on a settlement."""
    path = f"/award-settlements/{settlement['id']}/{noun}"
    return await treasury.api.post(path, who, body, etag=settlement["etag"], at=at)


async def assesses(
    treasury: Treasury, asked: dict[str, Any], findings: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A settlement that was assessed, with what was found of the costs of advice."""
    wages, advice = asked["costs"]
    costs = [wages, {**advice, "findings": [findings] if findings else []}]
    body = {"costs": costs, "reasons": "Looked at line by line.", **more}
    return made(await step(treasury, asked, "assessments", ASSESSOR, body, ASKED))


async def settled(treasury: Treasury, award: dict[str, Any], cents: int) -> dict[str, Any]:
    """An award settled on costs of which others paid half."""
    found = await assesses(treasury, await asks(treasury, award, cents, cents // 2))
    return made(await step(treasury, found, "decisions", DECIDER, {}))


async def paid(treasury: Treasury, *advances: tuple[int, int]) -> dict[str, Any]:
    """An award on which so many cents were paid, each on what was declared."""
    award = await treasury.awarded(AWARD)
    await treasury.verified(award)
    for cents, declared_cents in advances:
        await treasury.paid(award, cents, declared_cents)
    return award


TO_THE_CEILING = (40_000_00, 0), (280_000_00, 560_000_00)


async def test_o20a_what_was_paid_above_is_claimed_back(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await paid(treasury, *TO_THE_CEILING)
    asked = await asks(treasury, award, 620_000_00, 310_000_00)
    assert (asked["status"], asked["applyBy"], asked["decideBy"]) == ("RECEIVED", "2015-08-28", "2015-11-02")
    found = await assesses(treasury, asked)
    assert (found["proposedCents"], found["acceptedCents"], found["respondBy"]) == (
        310_000_00,
        620_000_00,
        None,  # nothing of Awb 4:46 lid 2
    )
    assert [(each["ground"], each["amountCents"]) for each in found["lowered"]] == [("COST_LOWER", 90_000_00)]
    refused(await step(treasury, found, "decisions", OFFICER, {}), "settlement.four-eyes")
    mandate = {"decidingBody": "MINISTER_EZ", "mandate": "DIRECTOR_RVO"}
    done = made(await step(treasury, found, "decisions", DECIDER, mandate))
    assert (done["settledCents"], done["freedCents"], done["refilledCents"]) == (310_000_00, 90_000_00, 0)
    assert (done["undueCents"], done["balanceCents"], done["balanceDueOn"]) == (10_000_00, 0, None)
    assert (done["regime"], done["mandate"]) == ("settlement-sectorplan@2013", "DIRECTOR_RVO")
    shown = await treasury.office.shown("applications", award["id"])
    assert (shown["status"], shown["awardedCents"]) == ("SETTLED", 310_000_00)
    elsewhere = await treasury.api.get(f"/applications/{award['id']}", caller("region:CR13", "funding:read"))
    assert elsewhere.json()["awardedCents"] == 310_000_00
    tranche = await treasury.office.shown("tranches", award["trancheId"])
    assert await sums(treasury.office, tranche) == {
        "tranche": (310_000_00, 90_000_00),
        "year": (310_000_00, 90_000_00),
        "landsdeel": (310_000_00, 1),
    }
    assert await balance(treasury.office, ledger.awarded(award["id"])) == 310_000_00
    assert await balance(treasury.office, ledger.tranche_lapsed(tranche["id"])) == 90_000_00
    assert await facts(treasury.office, tranche, "award-settled") == 1
    assert await treasury.office.differences() == unbooked

    path = f"/award-settlements/{done['id']}/demands"
    opened = made(await treasury.api.post(path, ASSESSOR, {"debtor": "FIRM"}, etag="*", at=DECIDED), 201)
    assert (opened["principalCents"], opened["settlementId"]) == (10_000_00, done["id"])
    demand = made(await demand_step(treasury, opened, "decisions", OFFICER, {}, DECIDED))
    assert (demand["status"], demand["dueOn"]) == ("CLAIMED", "2015-07-22")
    again = await treasury.api.post(path, ASSESSOR, {"debtor": "FIRM"}, etag="*", at=DECIDED)
    refused(again, "demand.undue", undueCents=10_000_00, claimedCents=10_000_00)
    assert await treasury.office.differences() == unbooked


async def test_the_balance_is_paid_and_not_a_cent_more(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await paid(treasury, (40_000_00, 0))
    done = await settled(treasury, award, 620_000_00)
    assert (done["undueCents"], done["balanceCents"], done["balanceDueOn"]) == (0, 270_000_00, "2015-07-22")
    asked = {"applicationId": award["id"], "dueOn": DECIDED[:10]}
    report = {**asked, "kind": "REPORT", "amountCents": 1, "declaredCents": 2}
    refused(await treasury.api.post("/advances", ASSESSOR, report, at=DECIDED), "advance.on-award")
    over = {**asked, "kind": "BALANCE", "amountCents": 270_000_01}
    answer = await treasury.api.post("/advances", ASSESSOR, over, at=DECIDED)
    refused(answer, "advance.as-planned", roomCents=270_000_00)
    body = {**asked, "kind": "BALANCE", "amountCents": 270_000_00}
    proposed = made(await treasury.api.post("/advances", ASSESSOR, body, at=DECIDED), 201)
    approved = made(await treasury.step(proposed, "approvals", OFFICER, {}, at=DECIDED))
    made(await treasury.orders(DECIDED[:10], DECIDED), 201)
    ordered = await treasury.office.shown("advances", approved["id"])
    bank = {"paidOn": DECIDED[:10], "reference": "RVO-2015-9"}
    made(await treasury.step(ordered, "payments", TELLER, bank, at=DECIDED))
    assert await treasury.total(award) == (310_000_00, 310_000_00)
    one = await treasury.api.post("/advances", ASSESSOR, {**body, "amountCents": 1}, at=DECIDED)
    refused(one, "advance.as-planned", roomCents=0)
    assert await treasury.office.differences() == unbooked


async def test_o20b_too_little_realised_is_nil_or_in_proportion(treasury: Treasury) -> None:
    award = await paid(treasury, *TO_THE_CEILING)
    asked = await asks(treasury, award, 470_000_00, 235_000_00)
    nil = await assesses(treasury, asked)
    assert (nil["proposedCents"], nil["respondBy"]) == (0, "2015-06-15")
    assert nil["lowered"][-1]["article"] == "Awb 4:46(2)(a)"
    answer = await step(treasury, nil, "decisions", DECIDER, {})
    refused(answer, "settlement.applicant-heard", respondBy="2015-06-15")
    heard = made(await step(treasury, nil, "views", APPLICANT, {"views": "It was the crisis."}))
    milder = await assesses(treasury, heard, goodGrounds=True)
    assert (milder["status"], milder["proposedCents"], milder["views"]) == ("ASSESSED", 235_000_00, None)
    strict = await assesses(treasury, milder)
    heard = made(await step(treasury, strict, "views", APPLICANT, {"views": None}))
    done = made(await step(treasury, heard, "decisions", DECIDER, {}))
    assert (done["settledCents"], done["undueCents"]) == (0, 320_000_00)
    shown = await treasury.office.shown("applications", award["id"])
    assert (shown["status"], shown["awardedCents"], shown["recipients"]) == ("SETTLED", 0, [])


async def test_o27_a_cost_that_was_not_necessary_does_not_count(treasury: Treasury) -> None:
    award = await paid(treasury)
    asked = await asks(treasury, award, 520_000_00, 260_000_00)
    doubt = {"kind": "DOUBTFUL", "amountCents": 20_000_00, "ground": "NOT_NECESSARY"}
    doubted = await assesses(treasury, asked, doubt, othersCents=250_000_00)
    answer = await step(treasury, doubted, "decisions", DECIDER, {})
    refused(answer, "settlement.doubts-resolved", doubtfulCents=20_000_00)
    rejected = await assesses(treasury, doubted, {**doubt, "kind": "REJECTED"}, othersCents=250_000_00)
    assert (rejected["acceptedCents"], rejected["proposedCents"]) == (500_000_00, 250_000_00)
    assert rejected["costs"][1]["findings"] == [{**doubt, "kind": "REJECTED"}]
    other = {"costs": [{"code": "WAGES", "declaredCents": 500_000_00}], "reasons": "Not what was asked."}
    refused(await step(treasury, rejected, "assessments", ASSESSOR, other), "settlement.as-declared")
    assert made(await step(treasury, rejected, "decisions", DECIDER, {}))["settledCents"] == 250_000_00


async def test_an_award_is_settled_of_office_after_the_term(treasury: Treasury) -> None:
    award = await paid(treasury)
    path = f"/applications/{award['id']}"
    early = {"endedOn": "2015-01-01"}
    answer = await treasury.api.post(f"{path}/settlement-calls", ASSESSOR, early, etag="*", at=ASKED)
    refused(answer, "settlement.activities-ended", awardedOn=award["awardedOn"])
    body = {"endedOn": "2015-03-02"}
    called = made(
        await treasury.api.post(f"{path}/settlement-calls", ASSESSOR, body, etag="*", at=ASKED), 201
    )
    assert (called["status"], called["applyBy"]) == ("DUE", "2015-06-29")  # four weeks after the call
    found = {"costs": [{"code": "WAGES", "declaredCents": 600_000_00}], "reasons": "By its reports."}
    answer = await step(treasury, called, "assessments", ASSESSOR, found, "2015-06-29T09:00:00Z")
    refused(answer, "settlement.ex-officio-after-term", applyBy="2015-06-29")
    assessed = made(await step(treasury, called, "assessments", ASSESSOR, found, AFTER))
    assert (assessed["exOfficio"], assessed["proposedCents"]) == (True, 300_000_00)
    late = await treasury.api.post(
        f"{path}/settlements", APPLICANT, request(620_000_00, 0), etag="*", at=AFTER
    )
    refused(late, "settlement.once", settlement=called["id"])
    done = made(await step(treasury, assessed, "decisions", DECIDER, {}, AFTER))
    assert (done["settledCents"], done["balanceCents"]) == (300_000_00, 300_000_00)


async def test_who_is_called_asks_and_what_is_dropped_is_asked_anew(treasury: Treasury) -> None:
    award = await paid(treasury)
    path = f"/applications/{award['id']}/settlement-calls"
    called = made(await treasury.api.post(path, ASSESSOR, {"endedOn": ENDED}, etag="*", at=ASKED), 201)
    again = await treasury.api.post(path, ASSESSOR, {"endedOn": ENDED}, etag="*", at=ASKED)
    refused(again, "settlement.once", settlement=called["id"])
    asked = await asks(treasury, award, 620_000_00, 310_000_00)
    assert (asked["id"], asked["applyBy"]) == (called["id"], called["applyBy"])
    dropped = made(await step(treasury, asked, "drops", OFFICER, {"reason": "The year was wrong."}))
    refused(await step(treasury, dropped, "drops", OFFICER, {"reason": "So."}), "award-settlement.life-cycle")
    assert (await asks(treasury, award, 620_000_00, 310_000_00))["id"] != called["id"]


async def test_a_settled_award_is_altered_no_more(treasury: Treasury) -> None:
    award = await paid(treasury)
    found = await assesses(treasury, await asks(treasury, award, 620_000_00, 310_000_00))
    shown = await treasury.office.shown("applications", award["id"])
    heard = await waived(treasury.office, await announced(treasury.office, shown, 300_000_00))
    answer = await step(treasury, found, "decisions", DECIDER, {})
    refused(answer, "settlement.no-alteration-pending", alteration=heard["id"])
    made(await alter(treasury.office, heard, 300_000_00))
    third = caller("state", "funding:decide", "clock:set", subject="third")
    answer = await step(treasury, found, "decisions", third, {})
    refused(answer, "settlement.as-assessed", awardedCents=300_000_00)
    anew = await assesses(treasury, found)
    assert anew["proposedCents"] == 300_000_00
    refused(await step(treasury, anew, "decisions", DECIDER, {}), "settlement.four-eyes")  # who altered it
    made(await step(treasury, anew, "decisions", third, {}))
    body = {"ground": "FALSE_DATA", "reasons": "So.", "amountCents": 0}
    path = f"/applications/{award['id']}/alterations"
    refused(await treasury.api.post(path, OFFICER, body, etag="*", at=AFTER), "application.life-cycle")


async def test_an_advance_and_a_settlement_at_once_never_both_go_through(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    pairs = []
    for _ in range(8):
        award = await paid(treasury)
        advance = made(await treasury.proposes(award, 40_000_00, at=ASKED), 201)
        found = await assesses(treasury, await asks(treasury, award, 620_000_00, 310_000_00))
        pairs.append((advance, found))
    answers = await asyncio.gather(
        *(
            answer
            for advance, found in pairs
            for answer in (
                treasury.step(advance, "approvals", OFFICER, {}, at=DECIDED),
                step(treasury, found, "decisions", DECIDER, {}),
            )
        )
    )
    codes = [each.status_code for each in answers]
    assert [sorted(pair) for pair in zip(codes[::2], codes[1::2], strict=True)] == [[200, 409]] * 8
    assert await treasury.office.differences() == unbooked


async def test_an_alteration_and_a_settlement_at_once_never_both_go_through(
    treasury: Treasury, unbooked: list[Difference]
) -> None:
    award = await paid(treasury)
    found = await assesses(treasury, await asks(treasury, award, 620_000_00, 310_000_00))
    shown = await treasury.office.shown("applications", award["id"])
    heard = await waived(treasury.office, await announced(treasury.office, shown, 0))
    others = [caller("state", "funding:decide", "clock:set", subject=f"other-{n}") for n in range(16)]
    answers = await asyncio.gather(
        *(step(treasury, {**found, "etag": "*"}, "decisions", each, {}) for each in others),
        alter(treasury.office, heard, 0),
    )
    assert sum(each.is_success for each in answers) == 1
    assert await treasury.office.differences() == unbooked


async def test_64_officers_at_once_settle_once(treasury: Treasury, unbooked: list[Difference]) -> None:
    award = await paid(treasury, *TO_THE_CEILING)
    found = await assesses(treasury, await asks(treasury, award, 620_000_00, 310_000_00))
    officers = [caller("state", "funding:decide", "clock:set", subject=f"settler-{n}") for n in range(64)]
    answers = await asyncio.gather(*(step(treasury, found, "decisions", each, {}) for each in officers))
    assert sorted(each.status_code for each in answers) == [200] + [412] * 63
    tranche = await treasury.office.shown("tranches", award["trancheId"])
    assert (await sums(treasury.office, tranche))["tranche"] == (310_000_00, 90_000_00)
    assert await treasury.office.differences() == unbooked
