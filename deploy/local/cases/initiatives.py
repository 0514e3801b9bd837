"""The regional initiatives of the letter: intake, referral, five criteria, decisions (B3, B36–B47)."""

from deploy.local.story.player import Json, Player

FIRST, SECOND, OFFICER = "state-assessor", "state-second-reader", "state-officer"
AT = "2014-11-03T09:00:00Z"
CASES: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("region-west-brabant", "CR33", "Philip Morris, Bergen op Zoom", "Taskforce", ["EMPLOYMENT_RETENTION"]),
    ("region-noordoost-brabant", "CR35", "Pivotpark Oss (Organon)", "Gemeente Oss", ["INNOVATION"]),
    (
        "region-zuid-limburg",
        "CR39",
        "VDL Nedcar, Born",
        "Taskforce VDL Nedcar Born",
        ["EMPLOYMENT_RETENTION"],
    ),
    ("region-oost-groningen", "CR01", "Arbeidsparticipatie Oost-Groningen", "Gemeenten", ["PARTICIPATION"]),
    ("region-delfzijl", "CR02", "Chemiecluster Eemsdelta", "Groningen Seaports", ["SUSTAINABILITY"]),
    ("region-noord", "LD01", "Pact van het Noorden", "Noordelijke partners", ["EMPLOYMENT_GROWTH"]),
)
WHY: Json = {
    "outcome": "MET",
    "reasons": "Zie de brief van 20 oktober 2014.",
    "evidence": ["example evidence"],
}
FINDINGS: dict[str, Json] = {  # example figures: the letter gives none
    "BEYOND_THE_REGION": {"jobsLost": 1_230, "jobsInRegion": 60_000},
    "MARKET_FAILURE": {"centrality": True, "dependency": False, "nonSubstitutability": False},
    "CONTRIBUTION": {"totalCents": 4_000_000_00, "regionCents": 1_000_000_00, "privateCents": 2_000_000_00},
    "STATE_AID": {"aidOutcome": "GBER", "legalBasis": "GBER 31"},
    "PROPORTIONALITY": {"marketDistortion": "Geen", "perverseIncentives": "Geen"},
}
DECISION: Json = {
    "stateRole": "Regie: partijen aan tafel, kabinet aanspreekbaar",
    "reason": "Gewogen op alle vijf criteria.",
    "leadMinistry": "EZ",
    "ministries": ["SZW"],
    "decidingBody": "Minister van Economische Zaken",
    "mandate": "Mandaatbesluit EZ 2014",
}


def play(player: Player) -> None:
    """Enter the six cases and bring three of them to a decision."""
    player.chapter("Regional initiatives")
    made = {title: _register(player, *rest) for title, rest in _by_title()}
    player.tell(f"{len(made)} initiatives are registered and taken in → InitiativeRegistered")
    pact = made["Pact van het Noorden"]
    referral = {"instrument": "SECTORPLANNEN", "policyLine": 2, "reason": "Bestaande middelen, gecombineerd."}
    player.do("refer-pact", FIRST, _path(pact, "referrals"), referral, on=pact, at=AT)
    player.tell("the Pact van het Noorden is referred to the sectorplannen (line 2)")
    non_financial = {**DECISION, "decision": "support", "support": ["CONNECT", "DIRECTION"]}
    found = _decide(player, made["VDL Nedcar, Born"], "nedcar", non_financial)
    player.tell(f"{found['title']}: {', '.join(found['support']).lower()}, without an amount")
    money = {**DECISION, "decision": "fund", "support": ["FUNDING"], "amountCents": 1_000_000_00}
    found = _decide(player, made["Pivotpark Oss (Organon)"], "pivotpark", money)
    player.tell(
        f"{found['title']}: funding, decided by a third person → InitiativeSupportDecided (example amount)"
    )


def _by_title() -> list[tuple[str, tuple[str, str, str, str, list[str]]]]:
    return [(title, (who, region, title, sponsor, aims)) for who, region, title, sponsor, aims in CASES]


def _path(initiative: Json, noun: str) -> str:
    return f"/agenda/v1/initiatives/{initiative['id']}/{noun}"


def _register(player: Player, who: str, region: str, title: str, sponsor: str, aims: list[str]) -> Json:
    body = {
        "regionCode": region,
        "title": title,
        "sponsor": sponsor,
        "description": f"{title}, genoemd in de brief van 20 oktober 2014.",
        "objectives": aims,
        "source": "Brief van 20 oktober 2014",
        "registeredOn": "2014-10-20",
    }
    made = player.do(f"initiative-{title}", who, "/agenda/v1/initiatives", body, at=AT)
    return player.do(f"intake-{title}", who, _path(made, "intakes"), on=made, at=AT)


def _decide(player: Player, initiative: Json, name: str, decision: Json) -> Json:
    framework = {"legalBasis": "Kaderwet EZ-subsidies", "budgetArticle": "XIII, artikel 12"}
    opening = {"initiativeId": initiative["id"], **framework}
    file = player.do(f"{name}-open", FIRST, "/agenda/v1/assessments", opening, at=AT)
    path = f"/agenda/v1/assessments/{file['id']}"
    file = player.do(f"{name}-assign", FIRST, f"{path}/assignments", on=file, at=AT)
    for criterion, figures in FINDINGS.items():
        finding = {"criterion": criterion, **WHY, **figures}
        file = player.do(f"{name}-{criterion}", FIRST, f"{path}/findings", finding, on=file, at=AT)
    file = player.do(f"{name}-submit", FIRST, f"{path}/submissions", on=file, at=AT)
    file = player.do(f"{name}-read", SECOND, f"{path}/reviews", {"review": "second_reader"}, on=file, at=AT)
    weighing = {"weighing": "Alles afgewogen: steun is op haar plaats.", "mandate": decision["mandate"]}
    player.do(f"{name}-conclude", OFFICER, f"{path}/conclusions", weighing, on=file, at=AT)
    asked = {**initiative, "version": initiative["version"] + 1}  # the assessment was opened since
    return player.do(f"{name}-decide", OFFICER, _path(initiative, "decisions"), decision, on=asked, at=AT)
