"""Chapters 5 to 7: a loan under State guarantee, the ROM's own system, and one file on one firm."""

from deploy.local.story.agenda import GROWING_FIRM
from deploy.local.story.player import Json, Player, euros

ROM, COMMITTEE = "rom-bom", "rom-bom-committee"
LIOF, LIOF_COMMITTEE = "rom-liof", "rom-liof-committee"
CEILINGS, GUARANTOR, SECOND = "state-guarantee", "state-guarantee", "state-guarantee-second"
ALL_SEEING = "state-everything"
PRINCIPAL_CENTS = 4_000_000_00
AID_CENTS = 138_542_38  # (3.8 % - 2.5 %) of 2,000,000.00, six years at 3.5 %: 26,000.00 x 5.32855302
ROOM_LEFT_CENTS = 200_000_00 - AID_CENTS
ISSUED = ("ISSUED", "ACTIVE")


def play(player: Player) -> None:
    """Play the three chapters."""
    player.chapter("5. A subordinated loan under State guarantee")
    _ceilings(player)
    loan = _approved_loan(player)
    guarantee = _guarantee(player, loan)
    _liof(player)
    player.chapter("6. The ROM's own system")
    _disbursed(player, loan, guarantee)
    player.chapter("7. One file on one firm")
    _dossier(player)


def _ceilings(player: Player) -> None:
    year = player.ensure(
        "guarantee-year",
        CEILINGS,
        "/loans/v1/guarantee-years",
        {
            "scheme": "GROEIFACILITEIT",
            "year": 2016,
            "openingOutstandingCents": 51_029_000_00,
            "annualCeilingCents": 85_000_000_00,
            "exposureCeilingCents": 300_000_000_00,
        },
        scheme="GROEIFACILITEIT",
        year="2016",
    )
    annual, exposure = euros(year["annualCeilingCents"]), euros(year["exposureCeilingCents"])
    player.tell(f"guarantees of 2016: at most {annual} new, at most {exposure} outstanding")
    for rom, cents in (("BOM", 80_000_000_00), ("LIOF", 20_000_000_00)):
        body = {"romCode": rom, "year": 2016, "amountCents": cents}
        line = {"romCode": rom, "year": "2016"}
        player.ensure(f"credit-line-{rom}", CEILINGS, "/loans/v1/credit-lines", body, **line)


def _loan(player: Player, step: str, officer: str, member: str, body: Json) -> Json:
    at = "2016-04-04T09:00:00Z"
    loan = player.do(step, officer, "/loans/v1/loans", body, at=at)
    path = f"/loans/v1/loans/{loan['id']}"
    reasons = {"ratingRationale": "Stable orders, thin equity."}
    loan = player.do(f"{step}-propose", officer, f"{path}/proposals", reasons, on=loan, at=at)
    at = "2016-04-18T09:00:00Z"
    return player.do(f"{step}-approve", member, f"{path}/approvals", on=loan, at=at)


def _approved_loan(player: Player) -> Json:
    project_id = player.known["project"]["id"]
    player.arrives("loans hears of the project", ROM, f"/loans/v1/projects/{project_id}")
    body = {
        "romCode": "BOM",
        "undertaking": {
            "kvkNumber": player.edition.kvk(GROWING_FIRM),
            "name": player.edition.named("Growing Photonics B.V."),
            "municipalityCode": "GM0772",
        },
        "projectId": project_id,
        "purpose": "Growth: a first production line",
        "principalCents": PRINCIPAL_CENTS,
        "interestPercent": "7",
        "termMonths": 72,
        "repayment": "BULLET",
        "rating": "BB-",
        "financingNeedCents": 9_000_000_00,
        "guaranteeWanted": True,
    }
    loan = _loan(player, "loan-bom", ROM, COMMITTEE, body)
    player.tell(f"BOM approved a subordinated loan of {euros(loan['principalCents'])} → LoanApproved")
    return loan


def _guarantee(player: Player, loan: Json) -> Json:
    body = {
        "loanId": loan["id"],
        "guaranteedPrincipalCents": PRINCIPAL_CENTS,
        "guaranteePercent": "50",
        "premiumPercent": "2.5",
        "termYears": 6,
    }
    at = "2016-04-25T09:00:00Z"
    found = player.do("guarantee-request", ROM, "/loans/v1/guarantees", body, at=at)
    path = f"/loans/v1/guarantees/{found['id']}"
    player.expect("the premium of a quarter", found["premiums"][0]["premiumCents"], 12_500_00)
    player.expect("the least premium in all", found["minimumPremiumCents"], 150_000_00)
    player.expect("the aid in the guarantee", found["aidCents"], AID_CENTS)
    player.tell(f"50 % guaranteed is {euros(found['guaranteedCents'])}: premium {euros(12_500_00)} a quarter")
    player.tell(f"the aid in it (gross grant equivalent) is {euros(AID_CENTS)}")
    at = "2016-05-02T09:00:00Z"
    player.do("guarantee-reserve", GUARANTOR, f"{path}/reservations", on=found, at=at)
    found = player.reaches(GUARANTOR, path, "RESERVED", *ISSUED)
    player.tell("room reserved under both ceilings; funding confirmed the aid room by event → AidReserved")
    loan = player.get(ROM, f"/loans/v1/loans/{loan['id']}")
    signed = {"signedOn": "2016-05-10", "subordinationDeedSignedOn": "2016-05-10"}
    contract = f"/loans/v1/loans/{loan['id']}/contracts"
    player.do("loan-contract", ROM, contract, signed, on=loan, at="2016-05-12T09:00:00Z")
    found = player.get(SECOND, path)
    issued = player.do("guarantee-issue", SECOND, f"{path}/issues", on=found, at="2016-05-17T09:00:00Z")
    player.tell(f"issued on {issued['issuedOn']} by another officer → LoanGuaranteed")
    return issued


def _liof(player: Player) -> None:
    body = {
        "romCode": "LIOF",
        "undertaking": {
            "kvkNumber": player.edition.kvk("14050000"),
            "name": player.edition.named("Limburg Materials B.V."),
            "municipalityCode": "GM0935",
        },
        "purpose": "Growth: working capital",
        "principalCents": 400_000_00,
        "interestPercent": "6",
        "termMonths": 60,
        "repayment": "BULLET",
        "rating": "BB",
        "financingNeedCents": 900_000_00,
        "guaranteeWanted": False,
    }
    loan = _loan(player, "loan-liof", LIOF, LIOF_COMMITTEE, body)
    figures = (loan["quarterlyInterestCents"], loan["arrangementFeeCents"])
    player.expect("LIOF's interest and fee", figures, (6_000_00, 3_000_00))
    player.tell(
        f"LIOF lends {euros(loan['principalCents'])} without guarantee: interest "
        f"{euros(figures[0])} a quarter, fee {euros(figures[1])}"
    )


def _disbursed(player: Player, loan: Json, guarantee: Json) -> None:
    path = f"/loans/v1/loans/{loan['id']}"
    active = player.reaches(ROM, path, "ACTIVE")
    player.expect("the principal paid out", active["disbursedCents"], PRINCIPAL_CENTS)
    player.reaches(ROM, f"/loans/v1/guarantees/{guarantee['id']}", "ACTIVE")
    player.tell("BOM's back-office saw its loan guaranteed and reported the disbursement; the loan is active")
    refused = player.get(ROM, "/loans/v1/refused-messages", key=loan["id"])["items"]
    reasons = {message["reason"] for message in refused}
    # whoever tried the ROM's topics may have had other messages refused under this loan
    missing = {"message.valid", "disbursement.within-principal"} - reasons
    player.expect("the reasons that are missing", missing, set())
    for message in refused:
        player.tell(f"message {message['messageId']} came back as refused by {message['reason']}")


def _dossier(player: Player) -> None:
    kvk_number = player.edition.kvk(GROWING_FIRM)
    path, query = f"/dossiers/v1/undertakings/{kvk_number}", {"referenceDate": "2016-06-01"}

    def complete() -> Json | None:
        found = player.get(ALL_SEEING, path, **query)
        return found if found["complete"] and found["stateAid"]["usedCents"] == AID_CENTS else None

    found = player.until(f"the file of {kvk_number} is complete", complete)
    player.expect("the room that is left", found["stateAid"]["roomCents"], ROOM_LEFT_CENTS)
    counts = {
        name: len(found[name]) for name in ("agendas", "projects", "applications", "loans", "guarantees")
    }
    player.expect("the file of the firm", counts, dict.fromkeys(counts, 1))
    used, room = euros(found["stateAid"]["usedCents"]), euros(found["stateAid"]["roomCents"])
    player.tell(f"{kvk_number}: agenda, project, award, loan and guarantee in one file")
    player.tell(f"aid used on 1 June 2016 {used}, room left {room}")
