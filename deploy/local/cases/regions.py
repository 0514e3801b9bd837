"""Regions and who speaks for them: an urban region, the four ambassadors, a question (A4, B22)."""

from deploy.local.story.player import Player

REGION, NORTH, STATE = "region-brainport", "region-noord", "state-policy"
OFFICES = {"LD01": "Noord", "LD02": "Oost", "LD03": "West", "LD04": "Zuid"}
# Best, Eindhoven, Geldrop-Mierlo, Helmond, Nuenen, Oirschot, Son en Breugel, Veldhoven and Waalre work
# together since 1 January 2014 (stedelijkgebiedeindhoven.nl)
EINDHOVEN = ["GM0753", "GM0772", "GM1771", "GM0794", "GM0820", "GM0823", "GM0848", "GM0861", "GM0866"]


def play(player: Player) -> None:
    """Put Eindhoven's urban area together, and give each landsdeel its ambassador."""
    player.chapter("Regions and ambassadors")
    kinds = ("MUNICIPALITY", "COROP", "PROVINCE", "LANDSDEEL", "LABOUR_MARKET")
    first = {kind: player.get("reader", "/agenda/v1/regions", kind=kind, limit="1") for kind in kinds}
    player.tell(
        f"the reference data holds {', '.join(kind.lower() for kind in first)} regions, each with dates"
    )
    urban = {
        "code": "SR36",
        "name": "Stedelijk Gebied Eindhoven",
        "validFrom": "2014-01-01",
        "municipalities": EINDHOVEN,
    }
    player.do("urban-region", REGION, "/agenda/v1/regions", urban)
    overlap = player.get("reader", "/agenda/v1/region-overlaps", first="SR36", second="CR36")
    player.tell(f"{urban['name']}: {overlap['count']} municipalities, all within CR36")
    for landsdeel, name in OFFICES.items():
        office = {
            "landsdeelCode": landsdeel,
            "office": f"Regio-ambassadeur {name}",
            "contact": "Ministerie van Economische Zaken",
            "startsOn": "2014-01-01",
        }
        player.do(f"ambassador-{landsdeel}", STATE, "/agenda/v1/ambassadors", office)
    question = {
        "municipalityCode": "GM0014",
        "subject": "Vergunningen",
        "text": "Wie helpt ons verder met een proeflocatie voor energie?",
    }
    asked = player.do("question", NORTH, "/agenda/v1/questions", question, at="2014-11-03T09:00:00Z")
    player.tell(
        f"four ambassadors; a question about {asked['municipalityCode']} goes by {asked['provinceCode']} to "
        f"{asked['landsdeelCode']}, due {asked['dueOn']} → QuestionRouted"
    )
