"""Chapters 3 and 4: the yearly envelope, its tranches, applications, pledges and awards."""

from deploy.local.story.agenda import KNOWLEDGE, REGION, STATE
from deploy.local.story.player import Json, Player, euros

ASSESSOR, OFFICER = "state-assessor", "state-officer"
STEDENDRIEHOEK, NORTH = "region-stedendriehoek", "region-noord"
YEAR_TOTAL_CENTS = 400_000_000_00
STATE_QUARTER_CENTS = 3_000_000_00
SECTORPLAN_LEAD = "08123456"
THIRD_TRANCHE_MEASURES = [
    "WORK_TO_OTHER_OCCUPATION",
    "WORK_TO_SAME_OCCUPATION",
    "UNEMPLOYMENT_TO_WORK",
    "OTHER_ROUTE_TO_WORK",
]
TARGETS = (
    ("LEARNING_JOB", 525, "mbo students on extra learning jobs (leerwerkplekken)"),
    ("YOUTH_AT_WORK", 525, "unemployed young people at work for half a year"),
    ("WORK_TO_WORK", 300, "workers under notice led to other work"),
)
NORTH_PLANS_CENTS = (12_500_000_00, 9_500_000_00, 8_000_000_00)


def play(player: Player) -> None:
    """Play both chapters; leaves `award` in what is known."""
    player.chapter("3. The programme year and its tranches")
    tranche = _envelope(player)
    tranches = _sector_plans(player)
    player.chapter("4. Application, pledges, award")
    _award_project(player, tranche)
    _stedendriehoek(player, tranches[1])
    _north(player, tranches[1])
    _close(player, [tranche, *tranches])


def _envelope(player: Player) -> Json:
    programme = player.edition.code("REA")
    body = {"programme": programme, "year": 2016, "totalCents": YEAR_TOTAL_CENTS}
    at = "2015-12-01T09:00:00Z"
    year = player.do("year-rea", STATE, "/funding/v1/programme-years", body, at=at)
    parts = [year[f"{group}Cents"] for group in ("region", "privateKnowledge", "state")]
    player.expect("the split of the year", parts, [100_000_000_00, 200_000_000_00, 100_000_000_00])
    shown = " / ".join(euros(part) for part in parts)
    player.tell(f"{programme} 2016 opened with {euros(year['totalCents'])}: {shown} → ProgrammeYearOpened")
    window = ("2016-01-04T08:00:00Z", "2016-12-31T22:59:59Z")
    tranche = _tranche(player, year, 1, "Innovation in leading clusters", 60_000_000_00, window, [], "rea")
    player.tell(
        f"tranche 1 published and opened: ceiling {euros(tranche['ceilingCents'])}, by order of arrival"
    )
    return tranche


def _sector_plans(player: Player) -> list[Json]:
    programme = player.edition.code("SECTORPLANNEN")
    wanted: tuple[tuple[int, int, int, tuple[str, str], list[str]], ...] = (
        (2013, 1, 240_000_000_00, ("2013-10-01T07:00:00Z", "2013-12-31T22:59:59Z"), []),
        (2014, 2, 200_000_000_00, ("2014-04-01T07:00:00Z", "2014-05-31T21:59:59Z"), []),
        (2015, 3, 150_000_000_00, ("2015-01-01T08:00:00Z", "2015-09-15T21:59:59Z"), THIRD_TRANCHE_MEASURES),
    )
    tranches = []
    for calendar_year, number, ceiling, window, measures in wanted:
        body = {
            "programme": programme,
            "year": calendar_year,
            "totalCents": ceiling,
            "regime": "programme-sectorplannen",
        }
        at = f"{calendar_year - 1}-12-01T09:00:00Z"
        path = "/funding/v1/programme-years"
        year = player.do(f"year-sector-{calendar_year}", STATE, path, body, at=at)
        title = f"Sectorplannen, tranche {number}"
        tranches.append(_tranche(player, year, number, title, ceiling, window, measures, "sectorplan"))
    player.tell(f"three tranches of sector plans; the third allows only {', '.join(THIRD_TRANCHE_MEASURES)}")
    return tranches


def _tranche(
    player: Player,
    year: Json,
    number: int,
    title: str,
    ceiling_cents: int,
    window: tuple[str, str],
    measures: list[str],
    regime: str,
) -> Json:
    body = {
        "programmeYearId": year["id"],
        "number": number,
        "title": title,
        "categories": ["INNOVATION"] if regime == "rea" else [],
        "allowedMeasures": measures,
        "opensAt": window[0],
        "closesAt": window[1],
        "ceilingCents": ceiling_cents,
        "distributionMethod": "ARRIVAL",
        "regime": regime,
    }
    step, announced = f"tranche-{regime}-{number}", f"{year['year'] - 1}-12-15T09:00:00Z"
    if regime == "sectorplan":
        announced = f"{year['year'] - 1}-12-20T09:00:00Z"
    tranche = player.do(step, STATE, "/funding/v1/tranches", body, at=announced)
    path = f"/funding/v1/tranches/{tranche['id']}"
    tranche = player.do(f"{step}-publish", STATE, f"{path}/publications", on=tranche, at=announced)
    return player.do(f"{step}-open", STATE, f"{path}/openings", on=tranche, at=window[0])


def _close(player: Player, tranches: list[Json]) -> None:
    """The clock closes a window that is over; for a case of long ago the player goes before it."""
    for number, tranche in enumerate(tranches):
        path = f"/funding/v1/tranches/{tranche['id']}"
        now = player.get(STATE, path)
        player.do(f"tranche-close-{number}", STATE, f"{path}/closures", on=now, at=now["closesAt"])
    player.tell(f"{len(tranches)} windows are over: closed, and what was received in time is still decided")


def _award_project(player: Player, tranche: Json) -> None:
    project_id = player.known["project"]["id"]
    project = player.arrives("funding hears of the project", REGION, f"/funding/v1/projects/{project_id}")
    player.tell(f"funding learned of “{project['title']}” by the event alone")
    _pledge(player, project_id, "REGION", "Provincie Noord-Brabant", "17278718", 3_000_000_00)
    _pledge(player, project_id, "PRIVATE_KNOWLEDGE", "Consortium for photonics", KNOWLEDGE, 6_000_000_00)
    body = {
        "trancheId": tranche["id"],
        "regionCode": "CR36",
        "projectId": project_id,
        "title": project["title"],
        "requestedCents": STATE_QUARTER_CENTS,
        "leadApplicant": {"name": "Technische Universiteit Eindhoven", "kvkNumber": KNOWLEDGE},
    }
    day = "2016-02-01"
    application = _assessed(player, "application-project", REGION, body, day)
    path = f"/funding/v1/applications/{application['id']}/awards"
    one_cent_more = {"amountCents": STATE_QUARTER_CENTS + 1}
    at = "2016-03-01T09:00:00Z"
    facts = player.refused(
        "award-too-much", "award.within-request", OFFICER, path, one_cent_more, on=application, at=at
    )
    room = facts.get("roomCents", STATE_QUARTER_CENTS)
    player.expect("the room that is left", room, STATE_QUARTER_CENTS)
    player.tell(f"one cent too much: refused, the room is {euros(room)}")
    right = {
        "amountCents": STATE_QUARTER_CENTS,
        "decidingBody": "MINISTER_EZ",
        "mandate": "DIRECTOR_RVO",
        "recipients": [_no_aid(KNOWLEDGE, STATE_QUARTER_CENTS, "Independent research of a university")],
    }
    award = player.do("award-project", OFFICER, path, right, on=application, at=at)
    player.tell(f"another officer awards {euros(award['awardedCents'])}, a quarter → ApplicationAwarded")
    player.known["award"] = award
    told = player.until("the agenda hears of pledges, application and award", lambda: _awarded(player, award))
    player.tell(f"the agenda heard of it by events alone: the project is {told['status'].lower()}")


def _awarded(player: Player, award: Json) -> Json | None:
    """The project as the agenda service has it, once all that funding tells of it has arrived."""
    found = player.get(REGION, f"/agenda/v1/projects/{award['projectId']}")
    arrived = [
        application["receivedOn"] and application["awardedOn"] for application in found["applications"]
    ]
    return found if found["cofundingComplete"] and arrived and all(arrived) else None


def _pledge(player: Player, project_id: str, group: str, name: str, kvk_number: str, cents: int) -> None:
    body = {
        "projectId": project_id,
        "sourceGroup": group,
        "organisation": name,
        "kvkNumber": kvk_number,
        "amountCents": cents,
        "evidence": f"Signed letter of {name}",
    }
    at = "2016-01-11T09:00:00Z"
    pledge = player.do(f"pledge-{group}", REGION, "/funding/v1/pledges", body, at=at)
    path = f"/funding/v1/pledges/{pledge['id']}/confirmations"
    at = "2016-01-18T09:00:00Z"
    player.do(f"pledge-{group}-confirm", STATE, path, {}, on=pledge, at=at)
    player.tell(f"{name} pledged {euros(cents)}, confirmed → PledgeConfirmed")


def _assessed(
    player: Player, step: str, applicant: str, body: Json, day: str, *, conclude: bool = True
) -> Json:
    at = f"{day}T10:00:00Z"
    found = player.do(step, applicant, "/funding/v1/applications", body, at=at)
    path = f"/funding/v1/applications/{found['id']}"
    found = player.do(f"{step}-complete", ASSESSOR, f"{path}/completeness-checks", on=found, at=at)
    found = player.do(f"{step}-assess", ASSESSOR, f"{path}/assessments", on=found, at=at)
    if conclude:
        advice = {"advice": "The plan fits the programme."}
        found = player.do(f"{step}-conclude", ASSESSOR, f"{path}/conclusions", advice, on=found, at=at)
    return found


def _plan(tranche: Json, region: str, landsdeel: str | None, title: str, cost: int, requested: int) -> Json:
    return {
        "trancheId": tranche["id"],
        "regionCode": region,
        **({"landsdeelCode": landsdeel} if landsdeel else {}),
        "title": title,
        "measures": ["TRAINING"],
        "totalCostCents": cost,
        "requestedCents": requested,
        "leadApplicant": {"name": f"Samenwerkingsverband {title}", "kvkNumber": SECTORPLAN_LEAD},
    }


def _no_aid(kvk_number: str, cents: int, reason: str) -> Json:
    return {"kvkNumber": kvk_number, "amountCents": cents, "basis": "NO_AID", "reason": reason}


def _by_social_affairs(cents: int) -> Json:
    reason = "Training of job seekers, which a foundation without trade hands on to schools"
    return {
        "amountCents": cents,
        "decidingBody": "MINISTER_SZW",
        "mandate": "DIRECTOR_UVB",
        "recipients": [_no_aid(SECTORPLAN_LEAD, cents, reason)],
    }


def _stedendriehoek(player: Player, tranche: Json) -> None:
    title = "Stedendriehoek en Noord-Veluwe"
    body = _plan(tranche, "AM06", "LD02", title, 800_000_00, 400_000_00)
    body["outputTargets"] = [
        {"kind": kind, "count": count, "targetGroup": group, "periodMonths": 24, "minimumMonths": 6}
        for kind, count, group in TARGETS
    ]
    application = _assessed(player, "application-stedendriehoek", STEDENDRIEHOEK, body, "2014-05-06")
    path = f"/funding/v1/applications/{application['id']}/awards"
    amount = _by_social_affairs(400_000_00)
    at = "2014-09-01T09:00:00Z"
    award = player.do("award-stedendriehoek", OFFICER, path, amount, on=application, at=at)
    counts = " / ".join(str(target["count"]) for target in award["outputTargets"])
    player.expect("the output targets", counts, "525 / 525 / 300")
    share = f"{euros(award['awardedCents'])} of {euros(award['totalCostCents'])}"
    player.tell(f"{title}: awarded {share} (50 %), targets {counts}")


def _north(player: Player, tranche: Json) -> None:
    for number, cents in enumerate(NORTH_PLANS_CENTS, start=1):
        body = _plan(tranche, "LD01", None, f"Noorden, plan {number}", 2 * cents, cents)
        step = f"application-north-{number}"
        _assessed(player, step, NORTH, body, "2014-05-12", conclude=False)
    body = _plan(tranche, "LD01", None, "Noorden, plan 4", 2_000_000_00, 1_000_000_00)
    application = _assessed(player, "application-north-4", NORTH, body, "2014-05-13")
    path = f"/funding/v1/applications/{application['id']}/awards"
    amount, at = _by_social_affairs(1_000_000_00), "2014-10-01T09:00:00Z"
    award = player.do("award-north", OFFICER, path, amount, on=application, at=at)
    advances = (award["advanceAtApprovalCents"], award["advanceCeilingCents"])
    player.expect("the advances", advances, (100_000_00, 800_000_00))
    query = {"trancheId": tranche["id"], "landsdeelCode": "LD01"}
    (found,) = player.get(OFFICER, "/funding/v1/portfolios", **query)["items"]
    player.expect("the Noorden under assessment", found["underAssessmentCents"], 30_000_000_00)
    player.expect("plans awarded in the Noorden", found["awardedPlans"], 1)
    shown = euros(found["underAssessmentCents"])
    player.tell(f"the Noorden: {shown} of second-tranche plans under assessment, one plan awarded")
