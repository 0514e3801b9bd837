"""The worked figures of domain.md section 4, to the cent, asked from the outside through the gateway."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from rich.console import Console

from deploy.local.story.player import Edition, Player
from tests.system.suite import Suite

EURO = 100
Json = dict[str, Any]


@pytest.fixture(scope="module")
def player(suite: Suite, told: str) -> Iterator[Player]:
    """Somebody who acts through the gateway; every step has a name of its own."""
    with suite.client() as http:
        yield Player(http, Edition(0), Console(quiet=True))


@pytest.mark.parametrize(
    ("total", "region", "state", "private"),
    [  # O1 and O2
        (400_000_000_00, 100_000_000_00, 100_000_000_00, 200_000_000_00),
        (1_000_000_01, 250_000_00, 250_000_00, 500_000_01),
        (3, 1, 1, 1),
        (100_01, 25_00, 25_00, 50_01),
        (100_02, 25_01, 25_00, 50_01),
        (100_03, 25_01, 25_01, 50_01),
        (333_333_33, 83_333_33, 83_333_33, 166_666_67),
    ],
)
def test_a_programme_year_is_split_to_the_cent(
    player: Player, total: int, region: int, state: int, private: int
) -> None:
    body = {"programme": f"O2-{total}", "year": 2016, "totalCents": total}
    year = player.do(f"o2-{total}", "state-programme", "/funding/v1/programme-years", body)
    assert (year["regionCents"], year["stateCents"], year["privateKnowledgeCents"]) == (
        region,
        state,
        private,
    )


def approved_project(player: Player, name: str, total_cents: int) -> Json:
    """A project of Brainport approved in agenda and known to funding."""
    (agenda,) = [
        found
        for found in player.get("reader", "/agenda/v1/agendas", status="ADOPTED", limit="100")["items"]
        if found["title"] == "Brainport 2015–2018"
    ]
    clusters = player.get("reader", "/agenda/v1/clusters", status="LEADING", limit="100")["items"]
    body = {
        "agendaId": agenda["id"],
        "clusterId": clusters[0]["id"],
        "regionCode": "CR36",
        "title": name,
        "category": "INNOVATION",
        "totalCostCents": total_cents,
        "participants": ["17009999"],
    }
    at = "2016-01-05T09:00:00Z"
    project = player.do(f"{name}-define", "region-brainport", "/agenda/v1/projects", body, at=at)
    path = f"/agenda/v1/projects/{project['id']}/approvals"
    player.do(f"{name}-approve", "state-programme", path, on=project, at=at)
    return player.arrives(name, "region-brainport", f"/funding/v1/projects/{project['id']}")


@pytest.mark.parametrize(
    ("total", "region", "state", "private"),
    [(100_03, 25_01, 25_00, 50_02), (3, 1, 0, 2)],  # O2, the strict reading
)
def test_the_state_pays_at_most_a_quarter_of_a_project(
    player: Player, total: int, region: int, state: int, private: int
) -> None:
    project = approved_project(player, f"O2 strict {total}", total)
    required = [project[f"{group}RequiredCents"] for group in ("region", "state", "privateKnowledge")]
    assert required == [region, state, private]


def test_the_quarter_check_names_the_shortage(player: Player) -> None:  # O3
    project = approved_project(player, "O3", 110_000_000_00)
    pledges = (
        ("REGION", "region-brainport", 22_000_000_00),
        ("PRIVATE_KNOWLEDGE", "region-brainport", 61_000_000_00),
        ("STATE", "state-everything", 27_000_000_00),
    )
    for group, who, cents in pledges:
        body = {
            "projectId": project["id"],
            "sourceGroup": group,
            "organisation": f"Pledger {group}",
            "kvkNumber": "17278718",
            "amountCents": cents,
            "evidence": "Signed letter",
        }
        pledge = player.do(f"o3-{group}", who, "/funding/v1/pledges", body)
        path = f"/funding/v1/pledges/{pledge['id']}/confirmations"
        player.do(f"o3-{group}-confirm", "state-programme", path, {}, on=pledge)
    found = player.get("reader", f"/funding/v1/projects/{project['id']}")
    shares = [found[f"{group}SharePercent"] for group in ("region", "privateKnowledge", "state")]
    assert shares == ["20.0000", "55.4545", "24.5455"]
    assert found["regionShortageCents"] == 5_500_000_00
    assert found["privateKnowledgeShortageCents"] == 0


def calculation(player: Player, **query: object) -> Json:
    wanted = {"rating": "BB-", "guaranteePercent": "50", "premiumPercent": "2.5", **query}
    text = {name: str(value) for name, value in wanted.items()}
    return player.get("rom-bom", "/loans/v1/guarantee-calculations", **text)


def test_the_aid_in_a_guarantee(player: Player) -> None:  # O10
    loan = {"principalCents": 5_000_000_00, "guaranteedPrincipalCents": 5_000_000_00, "termYears": 6}
    assert calculation(player, **loan)["guaranteedCents"] == 2_500_000_00
    assert calculation(player, **loan)["aidCents"] == 173_177_97
    assert calculation(player, **loan, rating="BB")["aidCents"] == 0


def test_the_premiums_of_a_guarantee(player: Player) -> None:  # O15
    loan = {"principalCents": 4_000_000_00, "guaranteedPrincipalCents": 4_000_000_00, "termYears": 5}
    linear = {"repayment": "LINEAR", "repaymentPerQuarterCents": 200_000_00}
    found = calculation(player, **loan, **linear, quotumCents=5_000_000_00)
    assert [row["premiumCents"] for row in found["premiums"][:4]] == [
        12_500_00,
        11_875_00,
        11_250_00,
        10_625_00,
    ]
    assert found["firstYearPremiumCents"] == 46_250_00
    assert found["minimumPremiumCents"] == 150_000_00
    assert found["quotumFeeCents"] == 50_000_00
    yearly = {"repayment": "LINEAR", "repaymentPerYearCents": 400_000_00}
    early = calculation(player, **{**loan, "termYears": 10}, **yearly, repaidAfterYears=2)
    assert [row["premiumCents"] for row in early["premiums"][:8]] == [12_500_00] * 4 + [11_250_00] * 4
    assert early["supplementCents"] == 55_000_00


def test_the_budget_table_of_guarantees(player: Player) -> None:  # O18, Groeifaciliteit
    body = {
        "scheme": "GROEIFACILITEIT",
        "year": 2024,
        "openingOutstandingCents": 51_029_000 * EURO,
        "annualCeilingCents": 85_000_000 * EURO,
        "exposureCeilingCents": 300_000_000 * EURO,
    }
    path = "/loans/v1/guarantee-years"
    year = player.do("o18-2024", "state-guarantee", path, body)
    for kind, amount in (("GRANTED", 85_000_000), ("LAPSED", 8_680_000)):
        moved = {"kind": kind, "amountCents": amount * EURO, "note": "Budget 2025, table 1.32e"}
        year = player.do(f"o18-{kind}", "state-guarantee", f"{path}/{year['id']}/movements", moved, on=year)
    assert year["closingOutstandingCents"] == 127_349_000 * EURO


def test_the_guaranteed_amount_follows_what_is_outstanding(suite: Suite, player: Player) -> None:  # O17
    loan, guarantee = guaranteed_loan(player, "o17", 3_000_000_00)
    assert guarantee["guaranteedCents"] == 1_500_000_00
    player.reaches("rom-bom", f"/loans/v1/loans/{loan['id']}", "ACTIVE")
    asyncio.run(report_repayment(suite, loan["id"], 400_000_00))

    def fallen() -> Json | None:
        found = player.get("rom-bom", f"/loans/v1/loans/{loan['id']}")
        return found if found["outstandingCents"] == 2_600_000_00 else None

    player.until("the repayment is booked", fallen)
    now = player.get("rom-bom", f"/loans/v1/guarantees/{guarantee['id']}")
    assert now["currentGuaranteedCents"] == 1_300_000_00
    partial = calculation(
        player, principalCents=4_000_000_00, guaranteedPrincipalCents=2_500_000_00, termYears=6
    )
    assert partial["sharePercent"] == "31.25"


def guaranteed_loan(player: Player, name: str, principal_cents: int) -> tuple[Json, Json]:
    """A loan of BOM guaranteed for half of it; the example back-office reports its disbursement."""
    body = {
        "romCode": "BOM",
        "undertaking": {"kvkNumber": "17008888", "name": name, "municipalityCode": "GM0772"},
        "purpose": "Growth",
        "principalCents": principal_cents,
        "interestPercent": "7",
        "termMonths": 72,
        "repayment": "BULLET",
        "rating": "BB",
        "financingNeedCents": principal_cents,
        "guaranteeWanted": True,
    }
    at = "2016-05-02T09:00:00Z"
    loan = player.do(name, "rom-bom", "/loans/v1/loans", body, at=at)
    path = f"/loans/v1/loans/{loan['id']}"
    rationale = {"ratingRationale": "Sound."}
    loan = player.do(f"{name}-propose", "rom-bom", f"{path}/proposals", rationale, on=loan, at=at)
    player.do(f"{name}-approve", "rom-bom-committee", f"{path}/approvals", on=loan, at=at)
    terms = {
        "loanId": loan["id"],
        "guaranteedPrincipalCents": principal_cents,
        "guaranteePercent": "50",
        "premiumPercent": "2.5",
        "termYears": 6,
    }
    asked = player.do(f"{name}-ask", "rom-bom", "/loans/v1/guarantees", terms, at=at)
    mine = f"/loans/v1/guarantees/{asked['id']}"
    player.do(f"{name}-reserve", "state-guarantee", f"{mine}/reservations", on=asked, at=at)
    reserved = player.reaches("state-guarantee", mine, "RESERVED", "ISSUED", "ACTIVE")
    signed = {"signedOn": "2016-05-02", "subordinationDeedSignedOn": "2016-05-02"}
    loan = player.get("rom-bom", path)
    player.do(f"{name}-sign", "rom-bom", f"{path}/contracts", signed, on=loan, at=at)
    issued = player.do(f"{name}-issue", "state-guarantee-second", f"{mine}/issues", on=reserved, at=at)
    return loan, issued


async def report_repayment(suite: Suite, loan_id: str, amount_cents: int) -> None:
    """Report as BOM's own system does, over the listener and with the login of ROMs."""
    login = suite.state.environments["rom-bom"]
    producer = AIOKafkaProducer(
        bootstrap_servers=login["GROEIKRACHT_KAFKA_BOOTSTRAP"],
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_plain_username=login["GROEIKRACHT_KAFKA_USERNAME"],
        sasl_plain_password=login["GROEIKRACHT_KAFKA_PASSWORD"],
    )
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "urn:nld:kvknr:17278718:systeem:test",
        "type": "nl.groeikracht.rom.repayment-reported",
        "datacontenttype": "application/json",
        "data": {"loanId": loan_id, "amountCents": amount_cents, "repaidOn": "2016-06-01"},
    }
    headers = [("content-type", b"application/cloudevents+json; charset=UTF-8")]
    await producer.start()
    await producer.send_and_wait(
        "groeikracht.rom.bom.inbound", json.dumps(event).encode(), key=loan_id.encode(), headers=headers
    )
    await producer.stop()
