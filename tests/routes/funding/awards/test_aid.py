"""An award says who receives what, and what that is in State-aid law: booked with it, or refused (B41)."""

import asyncio
from typing import Any

from shared.testing.callers import caller
from tests.routes.funding.conftest import LEAD, OFFICER, Office, made, no_aid, refused

MILLION = 1_000_000_00
GIVER = caller("state", "funding:read", "funding:state-aid", "clock:set", subject="giver")
NUMBERS = iter(range(61_000_001, 62_000_000))


def part(kvk_number: str, cents: int, basis: str, **more: Any) -> dict[str, Any]:
    return {"kvkNumber": kvk_number, "amountCents": cents, "basis": basis, **more}


def firm() -> str:
    """An undertaking that no other test knows."""
    return str(next(NUMBERS))


async def ready(office: Office, cents: int, *firms: str, opened: str = "2015") -> dict[str, Any]:
    """A plan of some undertakings that is ready to be decided on."""
    year = await office.year(400 * MILLION, regime="programme-sectorplannen", year=int(opened))
    measures = {"regime": "sectorplan", "allowedMeasures": ["UNEMPLOYMENT_TO_WORK"]}
    tranche = await office.tranche(year, 90 * MILLION, **measures)
    details = {"totalCostCents": 2 * cents, "measures": ["UNEMPLOYMENT_TO_WORK"], "participants": firms}
    return await office.ready(await office.received(tranche, cents, **details))


async def room(office: Office, kvk_number: str) -> tuple[int, int]:
    """What an undertaking has left of both rooms on the day of the award."""
    query = {"referenceDate": "2015-03-02"}
    found = (await office.api.get(f"/undertakings/{kvk_number}", OFFICER, **query)).json()
    return found["roomCents"], found["sgeiRoomCents"]


async def booked(office: Office, application: dict[str, Any]) -> list[dict[str, Any]]:
    """The aid that an award gave, as the register has it."""
    query = {"applicationId": application["id"]}
    found: list[dict[str, Any]] = (await office.api.get("/state-aid-entries", OFFICER, **query)).json()[
        "items"
    ]
    return found


async def test_an_award_without_an_aid_outcome_of_every_cent_is_refused(office: Office) -> None:
    found = await ready(office, MILLION, other := firm())
    for recipients, missing in (
        ([], MILLION),
        ([no_aid(found, MILLION - 1)], 1),
        ([no_aid(found, MILLION), part(other, 1, "DE_MINIMIS")], -1),
    ):
        answer = await office.award(found, MILLION, recipients=recipients)
        refused(answer, "award.aid-outcome", missingCents=missing)
    assert await office.shown("applications", found["id"]) == found
    parts = [no_aid(found, MILLION - 1), part(other, 1, "DE_MINIMIS")]
    awarded = made(await office.award(found, MILLION, recipients=parts))
    assert [(each["kvkNumber"], each["basis"]) for each in awarded["recipients"]] == [
        (LEAD["kvkNumber"], "NO_AID"),
        (other, "DE_MINIMIS"),
    ]
    (entry,) = await booked(office, found)  # what is no aid is not in the register
    assert (entry["kvkNumber"], entry["amountCents"], entry["countsFrom"]) == (other, 1, "2015-03-02")
    assert await room(office, other) == (200_000_00 - 1, 500_000_00 - 1)


async def test_a_stranger_to_the_application_receives_nothing(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    found = await office.ready(
        await office.received(tranche, MILLION, projectId=await office.funded(12 * MILLION))
    )
    answer = await office.award(found, MILLION, recipients=[part(stranger := firm(), MILLION, "DE_MINIMIS")])
    refused(answer, "award.recipient-takes-part", kvkNumber=stranger, recipients=[LEAD["kvkNumber"]])


async def test_each_basis_asks_for_its_own_grounds(office: Office) -> None:
    found = await ready(office, MILLION, other := firm())
    reason, decision = {"reason": "It is so."}, {"commissionDecision": "SA.38910"}
    for basis, said, code in (
        ("NO_AID", {}, "award.aid-justified"),
        ("SGEI", {}, "award.aid-justified"),
        ("GBER", reason, "award.aid-justified"),
        ("DE_MINIMIS", reason, "award.aid-justified"),
        ("NOTIFIED", decision, "award.aid-justified"),
        ("NOTIFIED", {**decision, "approvedOn": "2015-03-03"}, "award.aid-approved"),
        ("GBER", {"measure": "HOLIDAYS"}, "award.aid-measure"),
    ):
        answer = await office.award(found, MILLION, recipients=[part(other, MILLION, basis, **said)])
        refused(answer, code)
    right = part(other, MILLION, "NOTIFIED", **decision, approvedOn="2015-03-02")
    made(await office.award(found, MILLION, recipients=[right]))
    (entry,) = await booked(office, found)
    assert (entry["basis"], entry["commissionDecision"], entry["regime"]) == (
        "NOTIFIED",
        "SA.38910",
        "SA.38910",
    )


async def test_the_parts_of_one_award_share_a_room_and_none_is_booked_when_one_does_not_fit(
    office: Office,
) -> None:
    found = await ready(office, MILLION, one := firm(), other := firm())
    small = [part(one, 150_000_00, "DE_MINIMIS"), part(one, 50_000_00, "DE_MINIMIS")]
    parts = [*small, part(one, 1, "DE_MINIMIS"), no_aid(found, MILLION - 200_000_01)]
    answer = await office.award(found, MILLION, recipients=parts)
    refused(answer, "aid.within-room", kvkNumber=one, roomCents=0)
    assert (await booked(office, found), await room(office, one)) == ([], (200_000_00, 500_000_00))
    parts = [*small, part(other, 200_000_00, "DE_MINIMIS"), no_aid(found, MILLION - 400_000_00)]
    made(await office.award(found, MILLION, recipients=parts))
    assert (await room(office, one), await room(office, other)) == ((0, 300_000_00), (0, 300_000_00))


async def test_a_service_of_general_interest_has_a_room_of_its_own_that_all_de_minimis_aid_counts_in(
    office: Office,
) -> None:
    found = await ready(office, MILLION, other := firm())
    general, service = part(other, 200_000_00, "DE_MINIMIS"), {"reason": "Ambulances, by order of 2014."}
    much = part(other, 300_000_01, "SGEI", **service)
    rest = no_aid(found, MILLION - 500_000_01)
    answer = await office.award(found, MILLION, recipients=[general, much, rest])
    refused(answer, "aid.within-room", kvkNumber=other, roomCents=300_000_00)
    first = part(other, 400_000_00, "SGEI", **service)
    late = part(other, 100_000_01, "DE_MINIMIS")
    answer = await office.award(found, MILLION, recipients=[first, late, rest])
    refused(answer, "aid.within-room", roomCents=100_000_00)  # Regulation 2023/2832, art. 5
    fits = [first, part(other, 100_000_00, "DE_MINIMIS"), no_aid(found, MILLION - 500_000_00)]
    made(await office.award(found, MILLION, recipients=fits))
    assert await room(office, other) == (0, 0)


async def test_block_exempted_aid_stays_below_its_threshold_over_the_awards_of_a_project(
    office: Office,
) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(60 * MILLION)
    first, second = [
        await office.ready(await office.received(tranche, 2 * MILLION, projectId=project)) for _ in range(2)
    ]
    training = part(LEAD["kvkNumber"], MILLION, "GBER", measure="TRAINING")  # at most 2 million then
    research = {**training, "measure": "RD_EXPERIMENTAL"}
    made(await office.award(first, 2 * MILLION, recipients=[training, research]))
    over = {**training, "amountCents": MILLION + 1}
    answer = await office.award(
        second, 2 * MILLION, recipients=[over, {**research, "amountCents": MILLION - 1}]
    )
    refused(answer, "award.aid-below-notification", roomCents=MILLION)
    made(await office.award(second, 2 * MILLION, recipients=[training, research]))


async def test_large_aid_is_marked_with_the_last_day_of_its_publication(office: Office) -> None:
    year = await office.year(400 * MILLION, year=2025)
    window = {"opensAt": "2025-02-03T09:00:00Z", "closesAt": "2025-12-01T09:00:00Z"}
    tranche = await office.tranche(year, 100 * MILLION, **window)
    project = await office.funded(12 * MILLION)
    at = "2025-08-31T09:00:00Z"
    found = await office.ready(await office.received(tranche, MILLION, projectId=project, at=at))
    training = part(LEAD["kvkNumber"], 60_000_00, "GBER", measure="TRAINING")
    research = part(LEAD["kvkNumber"], 40_000_01, "GBER", measure="RD_EXPERIMENTAL")
    parts = [training, research, no_aid(found, MILLION - 100_000_01)]
    awarded = made(await office.award(found, MILLION, at=at, recipients=parts))
    due = [each["publicationDueOn"] for each in awarded["recipients"]]
    assert due == ["2026-02-28", "2026-02-28", None]  # together above 100,000; six months
    assert {each["publicationDueOn"] for each in await booked(office, found)} == {"2026-02-28"}


async def test_awards_at_once_share_the_rooms_of_their_undertakings_in_any_order(office: Office) -> None:
    firms = sorted(firm() for _ in range(3))
    plans = [await ready(office, 400_000_00, *firms) for _ in range(8)]
    answers = await asyncio.gather(
        *(
            office.award(
                plan,
                400_000_00,
                recipients=[
                    *(part(each, 50_000_00, "DE_MINIMIS") for each in (firms, firms[::-1])[number % 2]),
                    no_aid(plan, 250_000_00),
                ],
            )
            for number, plan in enumerate(plans)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [409] * 4
    for each in firms:
        assert await room(office, each) == (0, 300_000_00)
    for number, answer in enumerate(answers):
        entries = await booked(office, plans[number])
        assert len(entries) == (3 if answer.status_code == 200 else 0)


async def test_an_award_is_taken_by_a_body_or_under_a_mandate_that_covers_it(office: Office) -> None:
    found = await ready(office, 6 * MILLION)
    for by, code in (
        ({"decidingBody": "MINISTER_EZK"}, "decision.deciding-body"),  # so called since 2017
        ({"mandate": "DIRECTOR_RVO"}, "decision.within-mandate"),  # up to five million
        ({"decidingBody": "MINISTER_SZW", "mandate": "DIRECTOR_RVO"}, "decision.within-mandate"),
    ):
        refused(await office.award(found, 6 * MILLION, by=by), code)
    by = {"decidingBody": "MINISTER_SZW", "mandate": "DIRECTOR_UVB"}
    awarded = made(await office.award(found, 5 * MILLION, by=by))
    assert (awarded["decidingBody"], awarded["mandate"], awarded["mandateRegime"]) == (
        "MINISTER_SZW",
        "DIRECTOR_UVB",
        "award-mandates@2013-1",
    )
