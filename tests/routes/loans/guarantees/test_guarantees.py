"""A guarantee from request to issue, as ROM and State decide on it (A16, B23; domain.md 3.16; O10, O15)."""

from shared.contracts.funding.state_aid import AidReserved
from shared.contracts.loans import (
    AidReservationReleased,
    AidReservationRequested,
    GuaranteeRefused,
    LoanGuaranteed,
)
from shared.testing.callers import caller
from tests.routes.loans.desk import (
    BOM,
    COMMITTEE,
    LIOF,
    OFFICER,
    PUBLIC,
    SECOND,
    TERMS,
    Desk,
    done,
    refused_by,
)

EVERYTHING = (
    "loans:read",
    "loans:write",
    "loans:approve",
    "loans:guarantee",
    "loans:decide",
    "loans:ceilings",
    "clock:set",
)
OUTBOUND = "groeikracht.rom.bom.outbound"


def aid_reserved(guarantee_id: str, cents: int, expires_at: str = "2099-01-01T00:00:00Z") -> AidReserved:
    return AidReserved(
        reservation_id=guarantee_id,
        kvk_number="68750110",
        amount_cents=cents,
        room_left_cents=0,
        regime="de-minimis@1407-2013",
        expires_at=expires_at,
    )


async def test_a_loan_of_four_million_is_guaranteed_by_half(desk: Desk) -> None:
    asked = await desk.requested()
    assert (asked["status"], asked["guaranteedCents"], asked["sharePercent"]) == (
        "REQUESTED",
        2_000_000_00,
        "50",
    )
    assert {premium["premiumCents"] for premium in asked["premiums"]} == {12_500_00}
    assert asked["minimumPremiumCents"] == 150_000_00
    assert asked["aidCents"] == 138_542_38  # 1.3 % of 2,000,000 for 6 years at 3.5 %: 0.8 of O10's 173,177.97
    assert asked["regime"] == "groeifaciliteit@2015-1"
    path, loan_id = f"/guarantees/{asked['id']}", asked["loanId"]
    assert (await desk.loan(loan_id))["status"] == "GUARANTEE_PENDING"

    pending = await done(desk.act(f"{path}/reservations", OFFICER))
    assert (pending["status"], pending["contractDueOn"]) == ("AID_PENDING", "2015-04-06")  # 35 days
    (request,) = await desk.told("groeikracht.loans", AidReservationRequested, guaranteeId=asked["id"])
    assert (request["amountCents"], request["legalDate"]) == (138_542_38, "2015-03-02")
    await desk.tell(aid_reserved(asked["id"], 138_542_38))
    assert (await desk.guarantee(asked["id"]))["status"] == "RESERVED"
    assert (await desk.loan(loan_id))["status"] == "OFFERABLE"

    early = await desk.act(f"{path}/issues", SECOND)
    assert refused_by(early, "guarantee.contract-received") == {"status": "OFFERABLE"}
    await desk.contracted(loan_id)
    refused_by(await desk.act(f"{path}/issues", OFFICER), "guarantee.four-eyes")
    later = {"decidingBody": "MINISTER_EZK"}  # so called since 26 October 2017
    refused_by(await desk.act(f"{path}/issues", SECOND, later), "decision.deciding-body")
    issued = await done(desk.act(f"{path}/issues", SECOND, {"mandate": "DIRECTOR_RVO"}))
    assert (issued["status"], issued["exposureCents"]) == ("ISSUED", 2_000_000_00)
    assert (issued["decidingBody"], issued["mandate"]) == ("MINISTER_EZ", "DIRECTOR_RVO")
    for topic in ("groeikracht.loans", OUTBOUND):
        (fact,) = await desk.told(topic, LoanGuaranteed, guaranteeId=asked["id"])
        assert (fact["guaranteedCents"], fact["aidCents"], fact["issuedOn"]) == (
            2_000_000_00,
            138_542_38,
            "2015-03-02",
        )


async def test_the_aid_of_a_constant_guarantee_of_two_and_a_half_million(desk: Desk) -> None:
    asked = await desk.requested(principalCents=5_000_000_00)
    assert (asked["guaranteedCents"], asked["aidCents"]) == (2_500_000_00, 173_177_97)  # O10


async def test_the_premiums_of_a_linear_loan_fall(desk: Desk) -> None:
    asked = await desk.requested(repayment="LINEAR", repaymentPerQuarterCents=200_000_00)
    first = [premium["premiumCents"] for premium in asked["premiums"][:4]]
    assert first == [12_500_00, 11_875_00, 11_250_00, 10_625_00]  # O15
    assert asked["firstYearPremiumCents"] == 46_250_00


async def test_a_guarantee_without_aid_is_reserved_at_once(desk: Desk) -> None:
    reserved = await desk.reserved(rating="BB")
    assert (reserved["aidCents"], reserved["status"]) == (0, "RESERVED")
    assert (await desk.loan(reserved["loanId"]))["status"] == "OFFERABLE"
    assert not await desk.told("groeikracht.loans", AidReservationRequested, guaranteeId=reserved["id"])


async def test_a_contract_that_comes_too_late_is_refused(desk: Desk) -> None:
    reserved = await desk.reserved(rating="BB")
    path = f"/loans/{reserved['loanId']}/contracts"
    signed = {"signedOn": "2015-03-02", "subordinationDeedSignedOn": "2015-03-02"}
    late = await desk.act(path, BOM, signed, at="2015-04-06T22:00:00Z")  # midnight in Amsterdam: 7 April
    assert refused_by(late, "loan.contract-in-time") == {"dueOn": "2015-04-06"}
    assert (await done(desk.act(path, BOM, signed, at="2015-04-06T21:59:59Z")))["status"] == "CONTRACTED"


async def test_a_guarantee_is_not_issued_when_its_aid_room_has_expired(desk: Desk) -> None:
    reserved = await desk.reserved()
    await desk.tell(aid_reserved(reserved["id"], reserved["aidCents"], "2020-01-01T00:00:00Z"))
    await desk.contracted(reserved["loanId"])
    refused_by(await desk.act(f"/guarantees/{reserved['id']}/issues", SECOND), "guarantee.aid-stands")


async def test_a_refused_guarantee_gives_its_room_back_and_the_loan_may_go_without(desk: Desk) -> None:
    before = await desk.year(2015)
    reserved = await desk.reserved()
    path, loan = f"/guarantees/{reserved['id']}", f"/loans/{reserved['loanId']}"
    refused = await done(desk.act(f"{path}/refusals", OFFICER, {"reason": "Outside the scheme."}))
    assert (refused["status"], refused["endReason"]) == ("REFUSED", "Outside the scheme.")
    assert (await desk.year(2015))["reservedCents"] == before["reservedCents"]
    assert await desk.told("groeikracht.loans", AidReservationReleased, guaranteeId=reserved["id"])
    (fact,) = await desk.told(OUTBOUND, GuaranteeRefused, guaranteeId=reserved["id"])
    assert fact["reason"] == "Outside the scheme."
    assert (await desk.loan(reserved["loanId"]))["status"] == "OFFERABLE_UNGUARANTEED"

    contract = {"signedOn": "2015-03-02", "subordinationDeedSignedOn": "2015-03-02"}
    facts = refused_by(await desk.act(f"{loan}/contracts", BOM, contract), "loan.life-cycle")
    assert facts["allowed"] == ["go_without", "request_guarantee"]
    refused_by(await desk.act(f"{loan}/unguaranteed-approvals", BOM), "loan.four-eyes")
    await done(desk.act(f"{loan}/unguaranteed-approvals", COMMITTEE))
    await desk.contracted(reserved["loanId"])


async def test_a_refusal_before_any_reservation_releases_no_aid(desk: Desk) -> None:
    asked = await desk.requested()
    await done(desk.act(f"/guarantees/{asked['id']}/refusals", OFFICER, {"reason": "No."}))
    assert not await desk.told("groeikracht.loans", AidReservationReleased, guaranteeId=asked["id"])
    facts = refused_by(
        await desk.act(f"/guarantees/{asked['id']}/reservations", OFFICER), "guarantee.life-cycle"
    )
    assert facts["allowed"] == []


async def test_rom_and_state_each_decide_their_own_part(desk: Desk) -> None:
    state, rom = caller("state", *EVERYTHING), caller("rom:BOM", *EVERYTHING)
    loan = await desk.approved()
    asked = {"loanId": loan["id"], **TERMS}
    assert (await desk.api.post("/guarantees", state, asked)).status_code == 403
    assert (await desk.api.post("/guarantees", LIOF, asked)).status_code == 404
    guarantee = (await desk.api.post("/guarantees", rom, asked)).json()
    path = f"/guarantees/{guarantee['id']}"
    for step, body in [("reservations", None), ("issues", None), ("refusals", {"reason": "Mine."})]:
        refused_by(await desk.act(f"{path}/{step}", rom, body), "guarantee.decided-by-the-state", 403)
        assert (await desk.act(f"{path}/{step}", LIOF, body)).status_code in (403, 404)
    assert (await desk.api.get(path, LIOF)).status_code == 404
    assert (await desk.api.get(path, PUBLIC)).status_code == 404
    assert (await desk.guarantee(guarantee["id"]))["status"] == "REQUESTED"


async def test_one_person_with_all_scopes_cannot_reserve_and_issue(desk: Desk) -> None:
    everything = caller("state", *EVERYTHING, subject="everything")
    guarantee = await desk.requested(rating="BB")
    path = f"/guarantees/{guarantee['id']}"
    await done(desk.act(f"{path}/reservations", everything))
    await desk.contracted(guarantee["loanId"])
    refused_by(await desk.act(f"{path}/issues", everything), "guarantee.four-eyes")


async def test_a_loan_has_one_open_guarantee(desk: Desk) -> None:
    asked = await desk.requested()
    again = await desk.api.post("/guarantees", BOM, {"loanId": asked["loanId"], **TERMS})
    refused_by(again, "loan.life-cycle")


async def test_after_a_refusal_the_rom_may_ask_again_and_the_new_guarantee_counts(desk: Desk) -> None:
    refused = await desk.reserved()
    loan_id = refused["loanId"]
    await done(desk.act(f"/guarantees/{refused['id']}/refusals", OFFICER, {"reason": "Too dear."}))
    asked = await desk.api.post("/guarantees", BOM, {"loanId": loan_id, **TERMS, "premiumPercent": "3.8"})
    assert asked.status_code == 201, asked.text
    path = f"/guarantees/{asked.json()['id']}"
    assert (await done(desk.act(f"{path}/reservations", OFFICER)))["status"] == "RESERVED"  # no aid in it
    await desk.contracted(loan_id)
    await done(desk.act(f"{path}/issues", SECOND))
    assert (await desk.loan(loan_id))["status"] == "CONTRACTED"
    assert (await desk.guarantee(refused["id"]))["status"] == "REFUSED"


async def test_the_reservation_names_the_regime_it_was_decided_under(desk: Desk) -> None:
    asked = await desk.requested()
    assert asked["reservedRegime"] is None
    reserved = await done(desk.act(f"/guarantees/{asked['id']}/reservations", OFFICER))
    assert reserved["reservedRegime"] == "groeifaciliteit@2015-1"
