"""The instruments that the letter and its evaluation name, open and historical (B13, B25, B27–B31, B51)."""

from deploy.local.story.player import Json, Player

AUTHOR, PUBLISHER = "state-policy", "state-policy-second"
AT = "2014-10-20T09:00:00Z"
ROWS = (  # code, name, kind, level, line, nature, counts, basis, first day, last day, words
    (
        "WBSO",
        "WBSO",
        "TAX_MEASURE",
        "NATIONAL",
        1,
        "GENERAL_MEASURE",
        False,
        "Wva",
        "1994-01-01",
        None,
        "speur- en ontwikkelingswerk",
    ),
    (
        "RDA",
        "Research en Development Aftrek",
        "TAX_MEASURE",
        "NATIONAL",
        1,
        "GENERAL_MEASURE",
        False,
        "Wet IB 2001",
        "2012-01-01",
        "2015-12-31",
        "uitgaven voor onderzoek",
    ),
    (
        "BMKB",
        "Borgstelling MKB-kredieten",
        "GUARANTEE",
        "NATIONAL",
        1,
        "DE_MINIMIS",
        True,
        "BWBR0035474",
        "1988-01-01",
        None,
        "borgstelling voor bankkrediet van het mkb",
    ),
    (
        "GROEIFACILITEIT",
        "Groeifaciliteit",
        "GUARANTEE",
        "NATIONAL",
        1,
        "MARKET_TERMS",
        False,
        "BWBR0035474",
        "2006-11-01",
        None,
        "garantie op achtergestelde leningen en participaties",
    ),
    (
        "TKI_TOESLAG",
        "TKI-toeslag",
        "GRANT",
        "NATIONAL",
        1,
        "GBER",
        True,
        "BWBR0035474",
        "2012-01-01",
        None,
        "publiek-private samenwerking in topsectoren",
    ),
    (
        "TECHNIEKPACT",
        "Techniekpact",
        "AGREEMENT",
        "NATIONAL",
        2,
        "NO_AID",
        False,
        "Techniekpact 2020",
        "2013-05-13",
        "2020-12-31",
        "aansluiting van technisch onderwijs op de arbeidsmarkt",
    ),
    (
        "RIF_MBO",
        "Regionaal investeringsfonds mbo",
        "GRANT",
        "NATIONAL",
        2,
        "NO_AID",
        True,
        "BWBR0035054",
        "2014-01-01",
        "2018-12-31",
        "samenwerking van mbo en bedrijven",
    ),
    (
        "EFRO",
        "EFRO 2014–2020",
        "GRANT",
        "EU",
        2,
        "GBER",
        True,
        "BWBR0036758",
        "2014-01-01",
        "2020-12-31",
        "innovatie en koolstofarme economie",
    ),
    (
        "ESF",
        "ESF 2014–2020",
        "GRANT",
        "EU",
        2,
        "NO_AID",
        True,
        "BWBR0035033",
        "2014-01-01",
        "2020-12-31",
        "actieve inclusie en duurzame inzetbaarheid",
    ),
    (
        "SECTORPLANNEN",
        "Regeling cofinanciering sectorplannen",
        "GRANT",
        "NATIONAL",
        2,
        "NO_AID",
        True,
        "BWBR0033761",
        "2013-08-21",
        "2017-12-31",
        "van werk naar werk, leerwerkplekken",
    ),
    (
        "PIEKEN_IN_DE_DELTA",
        "Pieken in de Delta",
        "GRANT",
        "NATIONAL",
        2,
        "GBER",
        True,
        "Nota 2004",
        "2004-07-01",
        "2011-12-31",
        "sterke regio's",
    ),
    (
        "FES",
        "Fonds Economische Structuurversterking",
        "GRANT",
        "NATIONAL",
        2,
        "NO_AID",
        True,
        "Wet FES",
        "1996-01-01",
        "2011-12-31",
        "investeringen in de economische structuur",
    ),
)


def play(player: Player) -> None:
    """Describe and publish each instrument; those that ended are history."""
    player.chapter("The catalogue of instruments")
    for row in ROWS:
        _publish(player, *row)
    path = "/agenda/v1/instruments"
    found = player.get("reader", path, words="garantie", limit="100")["items"]
    player.tell(f"{len(ROWS)} are published; “garantie” finds {', '.join(row['name'] for row in found)}")


def _publish(player: Player, code: str, name: str, *rest: object) -> None:
    kind, level, line, nature, counts, basis, first, last, words = rest
    body: Json = {
        "code": code,
        "name": name,
        "description": f"{name}: {words}.",
        "criteria": "Zie de regeling.",
        "level": level,
        "policyLine": line,
        "kind": kind,
        "generic": True,
        "regionCodes": [],
        "topsectors": [],
        "firmSizes": [],
        "stages": [],
        "themes": [],
        "aidNature": nature,
        "countsForCumulation": counts,
        "aidReason": "Domeindossier, rij B13",
        "legalBasis": basis,
        "authority": "RVO",
        "ministries": [],
        "validFrom": first,
        **({"validUntil": last} if last else {}),
    }
    made = player.do(f"instrument-{code}", AUTHOR, "/agenda/v1/instruments", body, at=AT)
    path = f"/agenda/v1/instruments/{made['id']}"
    made = player.do(f"instrument-publish-{code}", PUBLISHER, f"{path}/publications", on=made, at=AT)
    if last and str(last) < "2014":
        player.do(f"instrument-end-{code}", AUTHOR, f"{path}/ends", {"validUntil": last}, on=made, at=AT)
