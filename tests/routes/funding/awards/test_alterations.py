"""Awards withdrawn and lowered after a hearing: sums to the cent, four eyes, 64 at once (AWB-18; 3.22)."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from services.funding.ledger.ledger import rules as ledger
from services.funding.state_aid.state_aid.models import AidEntry
from shared.ledger.balances import Difference
from shared.store.tables import OUTBOX
from shared.testing.callers import caller
from tests.routes.funding.awards.test_awards import MILLION, balance, facts, plan, sectorplan
from tests.routes.funding.conftest import APPLICANT, OFFICER, Office, made, refused

ANNOUNCER = caller("state", "funding:read", "funding:decide", "clock:set", subject="announcer")
DECIDER = caller("state", "funding:read", "funding:decide", "clock:set", subject="decider")
INTENDED, HEARING, AFTER = "2015-06-01T09:00:00Z", "2015-06-10T09:00:00Z", "2015-06-16T09:00:00Z"
REASONS = "The plan was not carried out."


async def announced(
    office: Office, award: dict[str, Any], cents: int = 0, ground: str = "NOT_CARRIED_OUT", **more: Any
) -> dict[str, Any]:
    """An announced alteration of an award."""
    body = {"ground": ground, "reasons": REASONS, "amountCents": cents, **more}
    path = f"/applications/{award['id']}/alterations"
    return made(await office.api.post(path, ANNOUNCER, body, etag=award["etag"], at=INTENDED), 201)


async def waived(office: Office, alteration: dict[str, Any], views: str | None = None) -> dict[str, Any]:
    """The alteration, on which its applicant gave its views or waived them."""
    path, body = f"/award-alterations/{alteration['id']}/views", {"views": views}
    return made(await office.api.post(path, APPLICANT, body, etag=alteration["etag"], at=HEARING))


async def decide(
    office: Office, alteration: dict[str, Any], cents: int, who: dict[str, str] = DECIDER, **more: Any
) -> httpx.Response:
    """The answer to a decision."""
    at, etag = more.pop("at", HEARING), more.pop("etag", alteration["etag"])
    body = {"amountCents": cents, "reasons": "As announced.", **more}
    path = f"/award-alterations/{alteration['id']}/decisions"
    return await office.api.post(path, who, body, etag=etag, at=at)


async def lowered(
    office: Office, award: dict[str, Any], cents: int, who: dict[str, str] = DECIDER
) -> dict[str, Any]:
    """An alteration that was announced, heard on and decided."""
    heard = await waived(office, await announced(office, award, cents))
    return made(await decide(office, heard, cents, who))


async def sums(office: Office, tranche: dict[str, Any]) -> dict[str, Any]:
    """What a tranche, its year and its portfolio of the south have as awarded and as lapsed."""
    found = await office.shown("tranches", tranche["id"])
    year = await office.shown("programme-years", tranche["programmeYearId"])
    (south,) = (
        await office.api.get("/portfolios", OFFICER, trancheId=tranche["id"], landsdeelCode="LD04")
    ).json()["items"]
    return {
        "tranche": (found["awardedCents"], found["lapsedCents"]),
        "year": (year["committedStateCents"], year["lapsedStateCents"]),
        "landsdeel": (south["awardedCents"], south["awardedPlans"]),
    }


async def test_an_award_withdrawn_whole_is_gone_from_every_sum_and_its_room_lapses(
    office: Office, unbooked: list[Difference]
) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    keeps = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    award = made(await office.award(await plan(office, tranche, 400_000_01), 400_000_01))
    before = await sums(office, tranche)
    assert before["tranche"] == (1_400_000_01, 0)
    found = await announced(office, award)
    assert (found["status"], found["basis"], found["respondBy"]) == (
        "ANNOUNCED",
        "SANCTION_4_48",
        "2015-06-15",
    )
    assert await sums(office, tranche) == before  # nothing falls by an intention
    decided = made(await decide(office, await waived(office, found, "We had bad luck."), 0))
    assert (decided["status"], decided["freedCents"], decided["refilledCents"]) == ("DECIDED", 400_000_01, 0)
    assert decided["effectiveOn"] == award["awardedOn"]  # Awb 4:48 lid 2: back to the award
    assert (decided["views"], decided["decisionRegime"]) == ("We had bad luck.", "award-alterations@2013-1")
    assert (decided["decidingBody"], decided["mandateRegime"]) == ("MINISTER_EZ", "award-mandates@2013-1")
    assert await sums(office, tranche) == {
        "tranche": (MILLION, 400_000_01),
        "year": (MILLION, 400_000_01),
        "landsdeel": (MILLION, 1),
    }
    gone = await office.shown("applications", award["id"])
    terms = ("status", "awardedCents", "advanceAtApprovalCents", "advanceCeilingCents", "recipients")
    assert [gone[name] for name in terms] == ["AWARD_WITHDRAWN", 0, 0, 0, []]
    assert await balance(office, ledger.awarded(award["id"])) == 0
    assert await balance(office, ledger.tranche_lapsed(tranche["id"])) == 400_000_01
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 3 * MILLION - 1_400_000_01
    assert await balance(office, ledger.awarded(keeps["id"])) == MILLION
    assert await office.differences() == unbooked
    async with office.sessions() as session:
        trial = "select sum(balance_cents) from ledger_account where owner = 'state'"
        assert await session.scalar(text(trial)) == 0
    assert await facts(office, tranche, "award-withdrawn") == 1


async def test_a_withdrawn_award_stays_public_and_is_awarded_no_more(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    await lowered(office, award, 0)
    elsewhere = caller("region:CR13", "funding:read")
    shown = made(await office.api.get(f"/applications/{award['id']}", elsewhere))
    assert shown["status"] == "AWARD_WITHDRAWN"
    refused(await office.award(shown, MILLION), "application.life-cycle")
    body = {"ground": "FALSE_DATA", "reasons": REASONS, "amountCents": 0}
    path = f"/applications/{award['id']}/alterations"
    again = await office.api.post(path, ANNOUNCER, body, etag=shown["etag"], at=INTENDED)
    refused(again, "application.life-cycle")


async def test_lapsed_room_is_not_awarded_again(office: Office, unbooked: list[Difference]) -> None:
    tranche = await sectorplan(office, MILLION)  # D12: refilling off
    award = made(await office.award(await plan(office, tranche, 600_000_00), 600_000_00))
    await lowered(office, award, 0)
    late = await plan(office, tranche, 500_000_00)
    refused(await office.award(late, 400_000_01), "award.within-tranche", roomCents=400_000_00)
    made(await office.award(late, 400_000_00))
    found = await office.shown("tranches", tranche["id"])
    assert (found["status"], found["awardedCents"]) == ("EXHAUSTED", 400_000_00)
    assert await office.differences() == unbooked


async def test_a_lowered_award_keeps_its_advance_terms_in_proportion(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    found = await announced(office, award, 700_000_00)
    heard = await waived(office, found)
    refused(await decide(office, heard, 699_999_99), "alteration.as-announced", intendedCents=700_000_00)
    refused(await decide(office, heard, MILLION), "alteration.lowers-the-award", awardedCents=MILLION)
    made(await decide(office, heard, 750_000_01))
    now = await office.shown("applications", award["id"])
    # O20: a tenth at approval, four fifths in all; half a cent goes up
    terms = ("status", "awardedCents", "advanceAtApprovalCents", "advanceCeilingCents")
    assert [now[name] for name in terms] == ["AWARDED", 750_000_01, 75_000_00, 600_000_01]
    assert (await sums(office, tranche))["tranche"] == (750_000_01, 249_999_99)
    assert await facts(office, tranche, "award-altered") == 1
    assert [part["amountCents"] for part in now["recipients"]] == [750_000_01]
    second = await announced(office, now, 0)
    refused(await decide(office, await waived(office, second), 0), "alteration.four-eyes")  # decided before
    other = caller("state", "funding:decide", "clock:set", subject="third")
    heard = await office.shown("award-alterations", second["id"])
    made(await decide(office, heard, 0, other))
    assert (await sums(office, tranche))["tranche"] == (0, MILLION)


async def test_the_applicant_is_heard_before_a_decision(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    path = f"/applications/{award['id']}/alterations"
    body = {"ground": "FALSE_DATA", "reasons": REASONS, "amountCents": 0}
    soon = {**body, "respondBy": "2015-06-14"}
    answer = await office.api.post(path, ANNOUNCER, soon, etag=award["etag"], at=INTENDED)
    refused(answer, "alteration.hearing-term", firstDay="2015-06-15")
    unknown = {**body, "ground": "BAD_LUCK"}
    refused(
        await office.api.post(path, ANNOUNCER, unknown, etag=award["etag"], at=INTENDED), "alteration.ground"
    )
    full = {**body, "amountCents": MILLION}
    answer = await office.api.post(path, ANNOUNCER, full, etag=award["etag"], at=INTENDED)
    refused(answer, "alteration.lowers-the-award", awardedCents=MILLION)
    found = await announced(office, award)
    award = await office.shown("applications", award["id"])
    answer = await office.api.post(path, ANNOUNCER, body, etag=award["etag"], at=INTENDED)
    refused(answer, "alteration.one-at-a-time", alteration=found["id"])
    on_the_last_day = await decide(office, found, 0, at="2015-06-15T21:59:59Z")
    refused(on_the_last_day, "alteration.applicant-heard", respondBy="2015-06-15")
    refused(await decide(office, found, 0, ANNOUNCER, at=AFTER), "alteration.four-eyes")
    made(await decide(office, found, 0, at=AFTER))  # the term is over without an answer
    answer = await office.api.post(
        f"/award-alterations/{found['id']}/views", APPLICANT, {"views": None}, etag="*"
    )
    refused(answer, "award-alteration.life-cycle")


async def test_another_reason_works_after_a_reasonable_term(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    found = await waived(office, await announced(office, award, 0, "CHANGED_CIRCUMSTANCES"))
    assert found["basis"] == "POLICY_4_50"
    answer = await decide(office, found, 0, effectiveOn="2015-07-07")
    refused(answer, "alteration.effective-on", firstDay="2015-07-08")
    assert made(await decide(office, found, 0))["effectiveOn"] == "2015-07-08"


@pytest.mark.parametrize("day", ["2015-03-01", "2015-06-11"])
async def test_a_sanction_works_from_between_the_award_and_today(office: Office, day: str) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    found = await waived(office, await announced(office, award))
    answer = await decide(office, found, 0, effectiveOn=day)
    refused(answer, "alteration.effective-on", firstDay="2015-03-02", lastDay="2015-06-10")
    made(await decide(office, found, 0, effectiveOn="2015-06-10"))


async def test_an_intention_that_is_dropped_changes_nothing_and_another_may_follow(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    before = await sums(office, tranche)
    found = await waived(office, await announced(office, award), "It is finished after all.")
    path = f"/award-alterations/{found['id']}/drops"
    reason = {"reason": "The applicant is right."}
    made(await office.api.post(path, ANNOUNCER, reason, etag=found["etag"], at=HEARING))
    refused(await decide(office, found, 0, etag="*"), "award-alteration.life-cycle")
    assert await sums(office, tranche) == before
    await announced(office, await office.shown("applications", award["id"]))


async def test_a_project_may_be_awarded_again_and_its_pledges_are_free_again(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    ready = [await office.ready(await office.received(tranche, MILLION, projectId=project)) for _ in range(3)]
    before = await office.firm(project, "STATE", 1)
    first = made(await office.award(ready[0], MILLION))
    between = await office.firm(project, "STATE", 1)
    second = made(await office.award(ready[1], 500_000_00))
    await lowered(office, first, 400_000_00)
    # the sum is what it was when `between` became firm, yet the second award rests on it
    third = made(await office.award(ready[2], 100_000_00))
    assert (await office.shown("projects", project))["awardedCents"] == MILLION
    await _pledge_stands(office, before, between)
    await lowered(office, third, 0)
    await _pledge_stands(office, before, between)
    await lowered(office, second, 0)
    await _pledge_stands(office, before)
    treasury = caller("state", "funding:apply")
    free = made(await office.api.post(f"/pledges/{between['id']}/withdrawals", treasury, etag="*"))
    assert free["status"] == "WITHDRAWN"
    assert (await office.shown("projects", project))["awardedCents"] == 400_000_00


async def _pledge_stands(office: Office, *pledges: dict[str, Any]) -> None:
    for pledge in pledges:
        path = f"/pledges/{pledge['id']}/withdrawals"
        answer = await office.api.post(path, caller("state", "funding:apply"), etag=pledge["etag"])
        refused(answer, "pledge.withdrawn-before-award")


async def test_the_aid_of_an_award_falls_with_it_and_frees_its_room(office: Office) -> None:
    tranche = await office.tranche(await office.year(400 * MILLION), 100 * MILLION)
    project = await office.funded(12 * MILLION)
    ready = await office.ready(await office.received(tranche, MILLION, projectId=project))
    free = {"kvkNumber": "68750110", "basis": "NO_AID", "reason": "Independent research.", "amountCents": 1}
    aid = {"kvkNumber": "68750110", "basis": "DE_MINIMIS", "amountCents": 100_000_02}
    block = {
        "kvkNumber": "68750110",
        "basis": "GBER",
        "measure": "RD_EXPERIMENTAL",
        "amountCents": 100_000_00,
    }
    award = made(await office.award(ready, 200_000_03, recipients=[free, aid, block]))
    await lowered(office, award, 100_000_01)
    now = await office.shown("applications", award["id"])
    # exactly 0.5, 5,000,000.75 and 4,999,999.75 cents: the two cents that are left go to the largest rests
    assert [part["amountCents"] for part in now["recipients"]] == [50_000_01, 50_000_00]
    async with office.sessions() as session:
        rows = await session.scalars(select(AidEntry).filter_by(application_id=award["id"]))
        entries = {row.basis.value: row for row in rows}
    assert {basis: row.amount_cents for basis, row in entries.items()} == {
        "DE_MINIMIS": 50_000_01,
        "GBER": 50_000_00,
    }
    other = caller("state", "funding:decide", "clock:set", subject="third")
    heard = await waived(office, await announced(office, now))
    made(await decide(office, heard, 0, other))
    async with office.sessions() as session:
        rows = await session.scalars(select(AidEntry).filter_by(application_id=award["id"]))
        assert {(row.status.value, row.end_reason) for row in rows} == {("RELEASED", "award.withdrawn")}
        told = OUTBOX.c.type == "nl.groeikracht.funding.aid-lowered"
        mine = OUTBOX.c.payload["reservationId"].astext == str(entries["DE_MINIMIS"].id)
        payloads = (await session.scalars(select(OUTBOX.c.payload).where(told, mine))).all()
    assert sorted((row["amountCents"], row["loweredCents"]) for row in payloads) == [
        (0, 50_000_01),
        (50_000_01, 50_000_01),
    ]


async def test_64_officers_at_once_decide_once(office: Office) -> None:
    tranche = await sectorplan(office, 3 * MILLION)
    award = made(await office.award(await plan(office, tranche, MILLION), MILLION))
    found = await waived(office, await announced(office, award))
    officers = [caller("state", "funding:decide", "clock:set", subject=f"officer-{n}") for n in range(64)]
    answers = await asyncio.gather(*(decide(office, found, 0, officer) for officer in officers))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 63
    assert (await sums(office, tranche))["tranche"] == (0, MILLION)
    assert await balance(office, ledger.tranche_lapsed(tranche["id"])) == MILLION
    assert await facts(office, tranche, "award-withdrawn") == 1


async def test_withdrawals_beside_awards_never_pass_a_ceiling(
    office: Office, unbooked: list[Difference]
) -> None:
    part = 125_000_01
    tranche = await sectorplan(office, 20 * part)
    ready = await office.standing(tranche, part, 30)
    given = [made(await office.award(found, part)) for found in ready[:10]]
    heard = [await waived(office, await announced(office, award)) for award in given]
    answers = await asyncio.gather(
        *(decide(office, found, 0) for found in heard), *(office.award(found, part) for found in ready[10:])
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [409] * 10
    assert (await sums(office, tranche))["tranche"] == (10 * part, 10 * part)
    assert await balance(office, ledger.tranche_room(tranche["id"])) == 0
    assert await office.differences() == unbooked
