"""The open data described for harvesters, as DCAT-AP asks: things where it wants things, codes of the EU."""

from collections.abc import Mapping
from typing import Any

from services.agenda.entity import Entity
from services.agenda.records.datasets.titles import TITLES

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
CODES = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
DUTCH = {"@id": f"{CODES}/language/NLD"}
THEMES = [{"@id": f"{CODES}/data-theme/{code}"} for code in ("REGI", "ECON", "GOVE")]
FILES = (("csv", "CSV", "text/csv"), ("rows", "JSON", "application/json"))
TITLE = ("Open gegevens van Groeikracht", "Open data of Groeikracht")
ABOUT = (
    "Wat openbaar is van de regionale economische versnellingsagenda's. Een CSV heeft geen lijsten van "
    "samengestelde gegevens; die staan in de JSON.",
    "What is public of the regional economic acceleration agendas. A CSV leaves out lists of composed "
    "values; they are in the JSON.",
)


def catalogue(address: str, home: str, published: Mapping[str, type[Entity]]) -> dict[str, Any]:
    """The catalogue with all its datasets (B18)."""
    publisher = {"@type": "foaf:Agent", "@id": f"{home}/#groeikracht", "foaf:name": "Groeikracht"}
    contact = {"@type": "vcard:Organization", "vcard:fn": "Groeikracht", "vcard:hasURL": {"@id": f"{home}/"}}
    shared = {"dct:publisher": publisher, "dct:language": DUTCH, "dct:license": {"@id": LICENCE}}
    about = {**shared, "dcat:contactPoint": contact, "dcat:theme": THEMES}
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": address,
        "dct:title": _told(*TITLE),
        "dct:description": _told(*ABOUT),
        "foaf:homepage": {"@id": f"{home}/"},
        **shared,
        "dcat:dataset": [
            {**_dataset(name, f"{address}/{name}", entity), **about} for name, entity in published.items()
        ],
    }


def _dataset(name: str, address: str, entity: type[Entity]) -> dict[str, Any]:
    title, holds = TITLES[name]
    return {
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": name,
        "dct:title": _told(title, name.replace("-", " ").capitalize()),
        "dct:description": _told(holds, (entity.__doc__ or name).strip().splitlines()[0]),
        "dct:accessRights": {"@id": f"{CODES}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{CODES}/frequency/CONT"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "@id": f"{address}/{ending}",
                "dct:title": _told(f"{title} als {code}", f"{name.replace('-', ' ').capitalize()} as {code}"),
                "dcat:accessURL": {"@id": f"{address}/{ending}"},
                "dcat:downloadURL": {"@id": f"{address}/{ending}"},
                "dcat:mediaType": {"@id": f"{MEDIA_TYPES}/{media_type}"},
                "dct:format": {"@id": f"{CODES}/file-type/{code}"},
                "dct:license": {"@id": LICENCE},
            }
            for ending, code, media_type in FILES
        ],
    }


def _told(dutch: str, english: str) -> list[dict[str, str]]:
    return [{"@language": "nl", "@value": dutch}, {"@language": "en", "@value": english}]
