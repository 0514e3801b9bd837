"""The rows of the Monitor Bedrijvenbeleid 2014 (domain.md 2.20): indicators, values, a target (A2, B5)."""

from deploy.local.story.player import Player

STATE = "state-policy"
AT = "2014-10-20T09:00:00Z"
NOTE = "Monitor Bedrijvenbeleid 2014; years as in the monitor, to be verified"
ROWS = (
    ("RD_INTENSITY", "R&D-intensiteit", "R&D intensity", "% of GDP", 2, ("1.83", "1.90", "1.97")),
    (
        "WBSO_COMPANIES",
        "Bedrijven met WBSO",
        "Companies with WBSO",
        "companies",
        0,
        ("19450", "20530", "22220", "22640"),
    ),
    ("GCI_RANK", "Plaats op de GCI", "Rank in the GCI", "rank", 0, ("8", "7", "5", "8", "8")),
)


def play(player: Player) -> None:
    """Define the three indicators, store their values, and aim."""
    player.chapter("Indicators of the monitor")
    for row in ROWS:
        _store(player, *row)
    aim = {
        "code": "RD_INTENSITY",
        "areaCode": "NL",
        "baseline": "1.97",
        "baselineYear": 2013,
        "target": "2.5",
        "targetYear": 2020,
        "source": "Europa 2020",
    }
    target = player.do("target-rd", STATE, "/agenda/v1/targets", aim, at=AT)
    player.tell(f"from {target['baseline']} to {target['target']} %: {target['growthPercent']} % a year")


def _store(
    player: Player, code: str, name: str, english: str, unit: str, decimals: int, values: tuple[str, ...]
) -> None:
    body = {
        "code": code,
        "edition": 1,
        "name": name,
        "nameEn": english,
        "unit": unit,
        "definition": f"{name} van Nederland.",
        "source": NOTE,
        "rollUp": "NONE",
        "decimals": decimals,
        "validFrom": "2009-01-01",
    }
    player.do(f"indicator-{code}", STATE, "/agenda/v1/indicators", body, at=AT)
    for year, value in enumerate(values, start=2014 - len(values)):
        row = {
            "code": code,
            "edition": 1,
            "areaCode": "NL",
            "year": year,
            "value": value,
            "priceBasis": "NOT_APPLICABLE",
            "status": "FINAL",
            "source": NOTE,
        }
        player.do(f"observation-{code}-{year}", STATE, "/agenda/v1/observations", row, at=AT)
    player.tell(f"{name}: {' / '.join(values)} → IndicatorUpdated")
