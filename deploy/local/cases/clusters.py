"""The hotspots of the letter as clusters, with what is there and what they lack (A6, A7, A11, B8, B15)."""

from deploy.local.story import agenda
from deploy.local.story.player import Json, Player

BOARD = "region-brainport-board"
AT = "2014-10-20T09:00:00Z"
NOTE = "Dates are examples, to be verified."
HOTSPOTS = (  # who puts it forward, region, code, name, topsector, kind of asset, municipality
    ("region-leiden", "CR25", "LBSP", "Leiden Bio Science Park", "LSH", "CAMPUS", "GM0546"),
    ("region-veluwe", "CR13", "WUR", "Wageningen Campus (Food Valley)", "AGF", "CAMPUS", "GM0289"),
    ("region-amsterdam", "CR23", "ASP", "Amsterdam Science Park", None, "CAMPUS", "GM0363"),
    ("region-zuid-limburg", "CR39", "CHEMELOT", "Chemelot Campus", "CHE", "CAMPUS", "GM1883"),
    ("region-noord", "LD01", "WETSUS", "Watercluster Wetsus", "WAT", "SHARED_RESEARCH_FACILITY", "GM0080"),
)


def play(player: Player) -> None:
    """Put the six hotspots forward with their assets, and adopt the strategy that Brainport carries."""
    player.chapter("Clusters and what they have")
    brainport = agenda.register(player)
    _open(player, agenda.REGION, brainport, "CAMPUS", "High Tech Campus Eindhoven", "GM0772")
    for who, region, code, name, topsector, kind, municipality in HOTSPOTS:
        body = {
            "regionCode": region,
            "clusterCode": code,
            "name": name,
            "topsectors": [topsector] if topsector else [],
        }
        made = player.do(f"cluster-{code}", who, "/agenda/v1/clusters", body, at=AT)
        _open(player, who, made, kind, name, municipality)
    path = f"/agenda/v1/clusters/{brainport['id']}/asset-coverage"
    lacking = player.get(agenda.REGION, path, referenceDate="2014-10-20")["missing"]
    player.tell(
        f"six hotspots are put forward; of Brainport's the register lacks {', '.join(lacking).lower()}"
    )
    _specialise(player, brainport)


def _open(player: Player, who: str, cluster: Json, kind: str, name: str, municipality: str) -> None:
    code = cluster["clusterCode"]
    asset = {
        "clusterId": cluster["id"],
        "kind": kind,
        "name": name,
        "description": NOTE,
        "municipalityCode": municipality,
    }
    made = player.do(f"asset-{code}", who, "/agenda/v1/cluster-assets", asset, at=AT)
    path = f"/agenda/v1/cluster-assets/{made['id']}/openings"
    player.do(f"asset-open-{code}", who, path, {"openedOn": "2004-01-01"}, on=made, at=AT)


def _specialise(player: Player, brainport: Json) -> None:
    strategy = {
        "title": "RIS3 Zuid-Nederland 2014–2020",
        "regionCodes": ["CR36", "LD04"],
        "validFrom": "2014-01-01",
        "validUntil": "2020-12-31",
        "document": "RIS3 Zuid-Nederland (example)",
        "specialisations": [
            {
                "code": "HTSM",
                "name": "Hightechsystemen en materialen",
                "description": "Machines, materialen en de bedrijven die daaruit groeien.",
                "topsectors": ["HTSM"],
                "clusterIds": [brainport["id"]],
            }
        ],
    }
    path = "/agenda/v1/innovation-strategies"
    made = player.do("ris3-zuid", agenda.REGION, path, strategy, at=AT)
    decision = {"adoptedOn": "2013-12-16", "decidingBody": "Stuurgroep RIS3 Zuid (example)"}
    player.do("ris3-zuid-adopt", BOARD, f"{path}/{made['id']}/adoptions", decision, on=made, at=AT)
    share = player.get("reader", "/agenda/v1/specialisation-shares", regionCode="CR36", year="2015")
    inside, total = share["insideCents"] // 100, share["totalCents"] // 100
    player.tell(f"of € {total:,} approved in 2015, € {inside:,} is inside the specialisations")
