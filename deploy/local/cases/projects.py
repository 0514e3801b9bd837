"""An idea that combines means (B36), and a campus with its access by road (A7, A11, A15, A19)."""

from deploy.local.story.player import Json, Player, euros

NORTH, REGION, STATE = "region-noord", "region-brainport", "state-programme"
AT = "2016-12-06T09:00:00Z"
IDEA: Json = {
    "regionCode": "LD01",
    "title": "Banenplan van het Pact van het Noorden",
    "purpose": "Werk in het Noorden met een combinatie van bestaande middelen.",
    "themes": ["EDUCATION_LABOUR_MARKET"],
    "policyDomains": ["ECONOMIC"],
    "policyLine": 3,
}
CAMPUS: Json = {
    "regionCode": "CR36",
    "title": "Brainport Industries Campus",
    "purpose": "Gedeelde faciliteiten voor toeleveranciers van de hightechindustrie.",
    "category": "BUSINESS_ENVIRONMENT",
    "totalCostCents": 10_000_000_00,
    "participants": ["17172346"],
    "partnerRegions": ["CR13"],
    "topsectors": ["HTSM", "LOG"],
    "themes": ["SME_INNOVATION"],
    "policyDomains": ["INNOVATION", "SPATIAL"],
    "policyLine": 2,
    "dedicatedInfrastructure": False,
}
COSTS: list[Json] = [  # example figures
    {
        "name": "Gebouw met gedeelde werkplaatsen",
        "amountCents": 7_000_000_00,
        "paidBy": [
            {"instrument": "EFRO 2014-2020", "sourceGroup": "STATE", "amountCents": 2_000_000_00},
            {"instrument": "Provincie Noord-Brabant", "sourceGroup": "REGION", "amountCents": 3_000_000_00},
        ],
    },
    {"name": "Programma voor het mkb", "amountCents": 3_000_000_00, "paidBy": []},
]


def play(player: Player) -> None:
    """Record the idea; define, finance and approve the campus; read the portfolio."""
    player.chapter("Projects")
    idea = player.do("project-idea", NORTH, "/agenda/v1/projects", IDEA, at=AT)
    player.tell(f"“{idea['title']}” is an {idea['status'].lower()}, seen by its region and the State alone")
    (agenda, *_) = player.get(REGION, "/agenda/v1/agendas", regionCode="CR36", status="ADOPTED")["items"]
    (cluster, *_) = player.get(REGION, "/agenda/v1/clusters", regionCode="CR36", status="LEADING")["items"]
    body = {**CAMPUS, "agendaId": agenda["id"], "clusterId": cluster["id"]}
    campus = player.do("project-campus", REGION, "/agenda/v1/projects", body, at=AT)
    player.expect("cross-over, supra-regional", (campus["crossOver"], campus["supraRegional"]), (True, True))
    path = f"/agenda/v1/projects/{campus['id']}"
    mix = {"costs": COSTS}
    campus = player.do("project-campus-mix", REGION, f"{path}/financing-mixes", mix, on=campus, at=AT)
    player.tell(f"{euros(campus['financedCents'])} of {campus['title']} is found; two pay its building")
    campus = player.do("project-campus-approve", STATE, f"{path}/approvals", on=campus, at=AT)
    _serve(player, campus, cluster)
    total = player.get("reader", "/agenda/v1/project-portfolios", year="2016")["total"]
    player.tell(f"approved in 2016: {total['projects']} of {euros(total['totalCostCents'])} together")


def _serve(player: Player, campus: Json, cluster: Json) -> None:
    (road, *_) = player.get(REGION, "/agenda/v1/mirt-items", regionCode="CR36")["items"]
    relevance = {
        "mirtItemId": road["id"],
        "clusterId": cluster["id"],
        "projectId": campus["id"],
        "argument": "De weg ontsluit de campus.",
    }
    player.do("project-campus-road", REGION, "/agenda/v1/cluster-relevances", relevance, at=AT)
    player.tell(f"{road['title']} serves it, the region argues")
