"""The calculation of schedules over HTTP: what is said is understood, and what cannot be is told by field."""

from typing import Any

from tests.routes.loans.desk import BOM, PUBLIC, Desk, refused_by

TERMS = {
    "principalCents": 250_000_00,
    "startsOn": "2026-01-01",
    "repayment": {"kind": "ANNUITY", "instalments": 84},
    "interest": {"percent": "5.5"},
}


def body(**changes: Any) -> dict[str, Any]:
    return {"terms": {**TERMS, **changes}}


async def test_an_annuity_with_its_basis_and_where_it_stands(desk: Desk) -> None:
    answer = await desk.api.post(
        "/schedule-calculations", PUBLIC, {**body(), "asOf": ["2026-02-01", "2032-12-31"]}
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    last = found["rows"][-1]
    assert (last["dueCents"], last["closingCents"], last["dueOn"]) == (3_592_60, 0, "2033-01-01")
    assert found["totals"]["interestCents"] == 51_770_93
    assert found["basis"] == {
        "regime": "loan-schedules@2014-1",
        "dayCount": "30E_360",
        "rounding": {"unitCents": 1, "instalment": "HALF_UP", "interest": "HALF_UP", "rest": "LAST"},
        "pastDue": ["COSTS", "PENALTY", "INTEREST", "PRINCIPAL"],
        "due": ["COSTS", "PENALTY", "INTEREST", "PRINCIPAL"],
        "advance": ["INTEREST", "PRINCIPAL"],
        "toldUntil": None,
    }
    assert [each["outstandingPrincipalCents"] for each in found["standings"]] == [247_553_32, 3_576_21]
    assert found["totals"]["annualPercentage"] is not None


async def test_the_same_question_gets_the_same_answer_with_and_without_a_key(desk: Desk) -> None:
    keyed = await desk.api.post("/schedule-calculations", BOM, body(), key="quote")
    other = await desk.api.post("/schedule-calculations", BOM, body(interest={"percent": "6"}), key="quote")
    assert (keyed.status_code, other.status_code) == (200, 200)
    assert keyed.json()["totals"] != other.json()["totals"]
    assert "idempotency-replayed" not in keyed.headers


async def test_contradictions_are_told_by_field(desk: Desk) -> None:
    wrong = {
        **body(
            repayment={"kind": "BULLET", "balloonCents": 1}, interest={"percent": "5", "marginPercent": "1"}
        ),
        "facts": [{"kind": "PAYMENT", "on": "2025-12-31", "percent": "5"}],
    }
    answer = await desk.api.post("/schedule-calculations", BOM, wrong)
    refused_by(answer, "schedule.terms-agree")
    assert answer.json()["facts"]["fields"] == [
        "terms.repayment.instalments",
        "terms.repayment.balloonCents",
        "terms.interest.marginPercent",
        "facts.0.amountCents",
        "facts.0.percent",
        "facts.0.on",
    ]
    assert "terms.repayment.instalments: is missing" in answer.json()["detail"]


async def test_an_unknown_field_is_named(desk: Desk) -> None:
    answer = await desk.api.post("/schedule-calculations", BOM, body(principal=5))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"] == "/terms/principal"


async def test_a_part_of_the_terms_may_say_a_part_of_itself(desk: Desk) -> None:
    asked = body(allocation={"surplus": "SHORTER_TERM"})
    answer = await desk.api.post("/schedule-calculations", BOM, asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["totals"]["interestCents"] == 51_770_93
