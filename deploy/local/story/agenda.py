"""Chapters 1 and 2: Brainport's agenda, its leading cluster, and a project of twelve million."""

from deploy.local.story.player import Json, Player, euros

REGION, BOARD, STATE = "region-brainport", "region-brainport-board", "state-programme"
GROWING_FIRM = "17001910"
KNOWLEDGE = "51278871"
PARTNERS = (
    ("GOVERNMENT", "Gemeente Eindhoven", "17272363"),
    ("BUSINESS", "Stichting Brainport Development", "17172346"),
    ("KNOWLEDGE", "Technische Universiteit Eindhoven", KNOWLEDGE),
)
PROJECT_COST_CENTS = 12_000_000_00
MEASURER = "state-policy"
EVIDENCE = (  # example figures: what of the cluster is measured, and the points that it is given for it
    ("TALENT", "KNOWLEDGE_WORKERS", "Kenniswerkers", "Knowledge workers", "% of jobs", "34.5", 88),
    ("INNOVATION", "PRIVATE_RD", "R&D van bedrijven", "R&D by firms", "% of value added", "7.9", 93),
    ("QUALITY_OF_LIFE", "LIVEABILITY", "Leefbaarheid", "Liveability", "index", "104", 74),
)


def play(player: Player) -> None:
    """Play both chapters; leaves `agenda` and `project` in what is known."""
    player.chapter("1. The agenda of Zuidoost-Brabant")
    agenda = _draft(player)
    agenda = _propose(player, agenda)
    first, last = player.edition.year(2015), player.edition.year(2018)
    agenda = player.do(
        "agenda-adopt",
        BOARD,
        f"/agenda/v1/agendas/{agenda['id']}/adoptions",
        {"decidingBody": "Bestuur Brainport"},
        on=agenda,
        at=f"{first - 1}-12-15T09:00:00Z",
    )
    player.tell(f"adopted by {agenda['decidingBody']}, for {first} to {last} → AgendaAdopted")
    player.known["agenda"] = agenda
    player.chapter("2. A leading cluster and its project")
    cluster = _designate(player)
    _approve(player, agenda, cluster)


def _draft(player: Player) -> Json:
    first, last = player.edition.year(2015), player.edition.year(2018)
    agenda = player.do("agenda-draft", REGION, "/agenda/v1/agendas", _content(player, first, last))
    player.known["first"] = agenda
    player.tell(f"drafted “{agenda['title']}”: {len(agenda['goals'])} goal, {len(agenda['urgency'])} drivers")
    for helix, name, kvk_number in PARTNERS[:2]:
        agenda = _join(player, agenda, helix, name, kvk_number)
    return player.do(
        "agenda-consult",
        REGION,
        f"/agenda/v1/agendas/{agenda['id']}/consultations",
        {"closesOn": f"{first - 1}-11-30"},
        on=agenda,
        at=f"{first - 1}-10-13T09:00:00Z",
    )


def _content(player: Player, first: int, last: int) -> Json:
    return {
        "regionCode": "CR36",
        "title": f"Brainport {first}–{last}",
        "startsOn": f"{first}-01-01",
        "endsOn": f"{last}-12-31",
        "urgency": [
            {
                "driver": "DIGITALISATION",
                "text": "Information technology changes the course of firms and of the labour market.",
                "source": "Manifest Het nationale verdienvermogen, slide 1",
            },
            {
                "driver": "TECHNOLOGY",
                "text": "Competition is between regional technology clusters, no longer between countries.",
                "source": "Manifest Het nationale verdienvermogen, slide 1",
            },
        ],
        "goals": [
            {
                "name": "Gross regional product",
                "unit": "million euro",
                "baseline": 30_000,
                "baselineYear": 2013,
                "target": 33_500,
                "targetYear": last,
                "source": "example figures",
            }
        ],
        "actions": [{"name": "Shared facilities for photonics", "policyDomain": "INNOVATION"}],
        "economicChapter": "High-tech systems and materials, and the firms that grow out of them.",
        "spatialChapter": "Campuses, incubators and multimodal access to them.",
    }


def _propose(player: Player, agenda: Json) -> Json:
    path = f"/agenda/v1/agendas/{agenda['id']}/proposals"
    at = f"{player.edition.year(2015) - 1}-12-01T09:00:00Z"
    facts = player.refused("agenda-propose-early", "agenda.whole-helix", REGION, path, on=agenda, at=at)
    player.tell(
        f"proposed without a knowledge institution: refused, missing {facts.get('missing', '(as before)')}"
    )
    agenda = _join(player, agenda, *PARTNERS[2])
    agenda = player.do("agenda-propose", REGION, path, on=agenda, at=at)
    player.tell("with government, business and knowledge behind it: proposed")
    return agenda


def _join(player: Player, agenda: Json, helix: str, name: str, kvk_number: str) -> Json:
    body = {"name": name, "kvkNumber": kvk_number, "helix": helix, "joinedOn": "2014-10-01"}
    path = f"/agenda/v1/agendas/{agenda['id']}/partners"
    return player.do(f"agenda-join-{helix}", REGION, path, body, on=agenda)


def _designate(player: Player) -> Json:
    name = player.edition.named("Brainport Eindhoven")
    cluster = register(player)
    path = f"/agenda/v1/clusters/{cluster['id']}"
    score = {"year": 2014, "evidence": [_evidence(player, *row) for row in EVIDENCE]}
    cluster = player.do(
        "cluster-score", REGION, f"{path}/scores", score, on=cluster, at="2015-01-05T09:00:00Z"
    )
    player.tell(f"{name} scores {cluster['weightedScore']} over 2014, on {len(EVIDENCE)} stored indicators")
    decision = {
        "decidedOn": "2015-01-19",
        "decidingBody": "Minister van Economische Zaken",
        "reasons": "Hotspot of high-tech systems, named in the letter of 20 October 2014.",
        "validFrom": "2015-01-01",
        "validUntil": "2099-12-31",
    }
    at = "2015-01-20T09:00:00Z"
    cluster = player.do("cluster-designate", STATE, f"{path}/designations", decision, on=cluster, at=at)
    player.tell(f"{name} is leading by the decision of {cluster['decidedOn']} → ClusterDesignated")
    return cluster


def register(player: Player) -> Json:
    """Brainport's cluster, put forward once however often it is asked for."""
    body = {
        "regionCode": "CR36",
        "clusterCode": "BRAINPORT",
        "name": player.edition.named("Brainport Eindhoven"),
        "topsectors": ["HTSM"],
    }
    return player.do("cluster-register", REGION, "/agenda/v1/clusters", body)


def _evidence(
    player: Player, dimension: str, code: str, name: str, english: str, unit: str, value: str, points: int
) -> Json:
    """An indicator of the cluster with its stored value, which editions share."""
    definition = {
        "code": code,
        "edition": 1,
        "name": name,
        "nameEn": english,
        "unit": unit,
        "definition": f"{name} in het cluster.",
        "source": "example figures",
        "rollUp": "NONE",
        "decimals": 1,
        "validFrom": "2010-01-01",
    }
    player.ensure(f"indicator-{code}", MEASURER, "/agenda/v1/indicators", definition, code=code)
    of = {"code": code, "areaCode": "C-BRAINPORT"}
    row = {
        **of,
        "edition": 1,
        "year": 2014,
        "value": value,
        "priceBasis": "NOT_APPLICABLE",
        "status": "FINAL",
        "source": "example figures",
    }
    stored = player.ensure(f"observe-{code}", MEASURER, "/agenda/v1/observations", row, **of, year="2014")
    return {"dimension": dimension, "observationId": stored["id"], "points": points, "weight": 1}


def _approve(player: Player, agenda: Json, cluster: Json) -> None:
    body = {
        "agendaId": agenda["id"],
        "clusterId": cluster["id"],
        "regionCode": "CR36",
        "title": player.edition.named("Open innovation facility for photonics"),
        "category": "INNOVATION",
        "totalCostCents": PROJECT_COST_CENTS,
        "participants": [player.edition.kvk(GROWING_FIRM), KNOWLEDGE],
    }
    at = "2015-02-02T09:00:00Z"
    project = player.do("project-define", REGION, "/agenda/v1/projects", body, at=at)
    path = f"/agenda/v1/projects/{project['id']}/approvals"
    project = player.do("project-approve", STATE, path, on=project, at="2015-02-16T09:00:00Z")
    player.tell(
        f"project “{project['title']}” of {euros(project['totalCostCents'])} approved → ProjectApproved"
    )
    player.known["project"] = project
