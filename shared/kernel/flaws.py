"""What is wrong with one part of a request, a message or a line, in our own words and never with its value.

Validation is Pydantic's; its texts are for whoever writes Python, so that none of them leaves the house.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.alias_generators import to_camel
from pydantic_core.core_schema import ErrorType

from shared.kernel.sentences import Sentence

NAMES_TOLD_MAX = 12
PYDANTICS = frozenset(get_args(ErrorType)) - {"value_error", "assertion_error"}  # the texts are not ours
NAME_MAX_CHARACTERS = 100  # a name that was sent is compared and shown, but not at any length

TEXT = Sentence("must be text in quotes", "moet tekst tussen aanhalingstekens zijn")
NUMBER = Sentence("must be a number", "moet een getal zijn")
WHOLE = Sentence(
    "must be a whole number, without quotes", "moet een geheel getal zijn, zonder aanhalingstekens"
)
YES_OR_NO = Sentence("must be true or false", "moet true of false zijn")
LIST = Sentence("must be a list, in square brackets", "moet een lijst zijn, tussen rechte haken")
PARTS = Sentence("must be an object, in curly brackets", "moet een object zijn, tussen accolades")
DATE = Sentence(
    "must be a day that exists, such as 2026-12-31", "moet een dag zijn die bestaat, zoals 2026-12-31"
)
INSTANT = Sentence(
    "must be an instant that exists, with its time zone, such as 2026-12-31T09:00:00Z",
    "moet een tijdstip zijn dat bestaat, met de tijdzone, zoals 2026-12-31T09:00:00Z",
)
ID = Sentence(
    "must be an id such as 018f5a1e-7c52-7d3a-9c1b-2f6d3b1a4e57",
    "moet een id zijn zoals 018f5a1e-7c52-7d3a-9c1b-2f6d3b1a4e57",
)
ONE_OF = Sentence("must be one of: {expected}", "moet een van deze zijn: {expected}")
MOST_ITEMS = Sentence("holds more than {max_length} items", "bevat meer dan {max_length} onderdelen")
LEAST_ITEMS = Sentence(
    "needs {min_length} item(s) at least", "heeft ten minste {min_length} onderdeel of onderdelen nodig"
)
UNKNOWN = Sentence("is not a name that is known here", "is geen naam die hier bekend is")
MEANT = Sentence(
    'is not a name that is known here; did you mean "{name}"?',
    'is geen naam die hier bekend is; bedoelde u "{name}"?',
)
KNOWN = Sentence(
    "is not a name that is known here; known are: {names}",
    "is geen naam die hier bekend is; bekend zijn: {names}",
)
WRITTEN = Sentence(
    "Write the {name} as {written}; for example {example}.",
    "Schrijf het zoals in dit voorbeeld: {example}.",
)
IN_USE = Sentence(
    "This is not a valid {name}: {mend}.",
    "Dit is geen geldig nummer of geen code die in gebruik is; vergelijk het met het register.",
)
OTHERWISE = Sentence(
    "does not have the form that the document states for it",
    "heeft niet de vorm die het document ervoor noemt",
)
KINDS = {
    "missing": Sentence("is missing", "ontbreekt"),
    "string_type": TEXT,
    "string_sub_type": TEXT,
    "string_unicode": TEXT,
    "string_too_short": Sentence(
        "needs {min_length} character(s) at least", "heeft ten minste {min_length} teken(s) nodig"
    ),
    "string_too_long": Sentence(
        "is longer than {max_length} characters", "is langer dan {max_length} tekens"
    ),
    "int_type": WHOLE,
    "int_parsing": Sentence("must be a whole number such as 20", "moet een geheel getal zijn zoals 20"),
    "int_parsing_size": Sentence("is too large a number", "is een te groot getal"),
    "int_from_float": WHOLE,
    "greater_than": Sentence("must be more than {gt}", "moet meer dan {gt} zijn"),
    "greater_than_equal": Sentence("must be {ge} or more", "moet {ge} of meer zijn"),
    "less_than": Sentence("must be less than {lt}", "moet minder dan {lt} zijn"),
    "less_than_equal": Sentence("must be {le} or less", "moet {le} of minder zijn"),
    "multiple_of": Sentence(
        "must be a multiple of {multiple_of}", "moet een veelvoud van {multiple_of} zijn"
    ),
    "finite_number": NUMBER,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "decimal_type": NUMBER,
    "decimal_parsing": NUMBER,
    "decimal_max_digits": Sentence("has too many digits", "heeft te veel cijfers"),
    "decimal_max_places": Sentence("has too many decimals", "heeft te veel decimalen"),
    "decimal_whole_digits": Sentence("has too many digits", "heeft te veel cijfers"),
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
    "enum": ONE_OF,
    "literal_error": ONE_OF,
    "list_type": LIST,
    "too_long": MOST_ITEMS,
    "too_short": LEAST_ITEMS,
    "dict_type": PARTS,
    "model_type": PARTS,
    "model_attributes_type": PARTS,
    "dataclass_type": PARTS,
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "datetime_type": INSTANT,
    "datetime_parsing": INSTANT,
    "datetime_object_invalid": INSTANT,
    "datetime_from_date_parsing": INSTANT,
    "timezone_aware": INSTANT,
    "uuid_type": ID,
    "uuid_parsing": ID,
    "uuid_version": ID,
    "none_required": Sentence("must be left out", "moet worden weggelaten"),
}
CODE = Sentence(
    "must be a code of 2 to {most} capitals, digits and {more}, such as {example}",
    "moet een code zijn van 2 tot {most} hoofdletters, cijfers en {more}, zoals {example}",
)
PATTERNS = {  # the forms that a field can ask for; one without words here is told by OTHERWISE
    "^[A-Z][A-Z0-9_]{1,39}$": CODE.of(most=40, more="_", example="WATER_TECH"),
    "^[A-Z][A-Z0-9_-]{1,39}$": CODE.of(most=40, more="_ -", example="REA"),
    "^[A-Z0-9][A-Z0-9-]{1,39}$": CODE.of(most=40, more="-", example="CR01"),
    "^[A-Z0-9][A-Z0-9_, -]{1,400}$": Sentence(
        "must be codes with commas between, such as CR01,CR02",
        "moeten codes met komma's ertussen zijn, zoals CR01,CR02",
    ),
    "^[a-z][a-z0-9-]{1,39}$": Sentence(
        "must be the code of a regime in small letters, such as cluster-score",
        "moet de code van een regeling in kleine letters zijn, zoals cluster-score",
    ),
    "^([A-Z][A-Z0-9_-]{1,41}|[0-9]{4})$": Sentence(
        "must be NL, the code of a region, such as CR01 (look it up in /regions), or C- and the code of "
        "a cluster",
        "moet NL zijn, de code van een regio, zoals CR01 (zoek die op in /regions), of C- en de code van een "
        "cluster",
    ),
    "^(GM)?[0-9]{4}$": Sentence(
        "must be the code of a municipality, GM and 4 digits, such as GM0344",
        "moet de code van een gemeente zijn, GM en 4 cijfers, zoals GM0344",
    ),
    "^SR[0-9]{2,4}$": Sentence(
        "must be SR and 2 to 4 digits, such as SR01", "moet SR en 2 tot 4 cijfers zijn, zoals SR01"
    ),
    "^(LD|PV|CR)[0-9]{2}$": Sentence(
        "must be the code of a region, such as CR01; look it up in /regions",
        "moet de code van een regio zijn, zoals CR01; zoek die op in /regions",
    ),
    "^NL[0-9A-Z]{1,3}$": Sentence(
        "must be a NUTS code of the Netherlands, such as NL41",
        "moet een Nederlandse NUTS-code zijn, zoals NL41",
    ),
    "^(state|region:(PV|LD|CR|AM)[0-9]{2}|rom:[A-Z]{2,12})$": Sentence(
        "must name a body: state, region:CR36 or rom:BOM",
        "moet een partij noemen: state, region:CR36 of rom:BOM",
    ),
    "^[0-9a-f]{64}$": Sentence(
        "must be the SHA-256 of the file: 64 digits and letters from a to f",
        "moet de SHA-256 van het bestand zijn: 64 cijfers en letters van a tot en met f",
    ),
    "^[a-z]+/[a-z0-9][a-z0-9.+-]*$": Sentence(
        "must be a media type, such as application/pdf", "moet een mediatype zijn, zoals application/pdf"
    ),
    r"^https://[a-z0-9.-]{3,200}(/[!-~]{0,300})?$": Sentence(
        "must be an address that starts with https://, such as https://example.nl/plan",
        "moet een adres zijn dat met https:// begint, zoals https://example.nl/plan",
    ),
    r"^(AAA|(AA|A|BBB|BB|B|CCC)[+-]?|CC|C|UNRATED_STARTUP)$": Sentence(
        "must be a rating from AAA to C, such as BBB+, or UNRATED_STARTUP",
        "moet een kredietbeoordeling van AAA tot C zijn, zoals BBB+, of UNRATED_STARTUP",
    ),
}


def words(error: Mapping[str, Any], kind: Any = None) -> Sentence:
    """What a validation error says; `kind` is the type that was validated, for the names it knows."""
    context = error.get("ctx", {})
    said = context.get("said") or next(iter(getattr(context.get("error"), "args", ())), None)
    if isinstance(said, Sentence):  # a check of our own, in both languages
        return said
    match error["type"]:
        case "extra_forbidden":
            return _unknown(str(error["loc"][-1]), error.get("known") or names_at(kind, error["loc"][:-1]))
        case "string_pattern_mismatch":
            return PATTERNS.get(context["pattern"], OTHERWISE)
        case "enum" | "literal_error":
            return ONE_OF.of(expected=context["expected"].replace("' or '", ", ").replace("'", ""))
        case known if known in KINDS:
            return KINDS[known].of(**context)
        case _:
            return _ours(error)


def listed(flaws: Sequence[tuple[str, Sentence]]) -> Sentence:
    """Several flaws as one sentence, each after its place where there is a name for that, and each once."""
    told = {
        language: "; ".join(
            dict.fromkeys(
                f"{place}: {said.told(language)}" if place else said.told(language) for place, said in flaws
            )
        )
        for language in ("en", "nl")
    }
    return Sentence("{en}", "{nl}").of(**told)


def _ours(error: Mapping[str, Any]) -> Sentence:
    """The text of a check of our own in one language only; other texts are not ours and stay inside."""
    text = str(error["msg"]).removeprefix("Value error, ")
    plain = text.replace("{", "{{").replace("}", "}}")
    return OTHERWISE if error["type"] in PYDANTICS else Sentence(plain, plain)


def _unknown(name: str, known: Sequence[str]) -> Sentence:
    written = name[:NAME_MAX_CHARACTERS]
    plain = {each.lower(): each for each in known}
    if near := plain.get(to_camel(written).lower()) or next(
        iter(difflib.get_close_matches(written.lower(), list(plain), 1)), None
    ):
        return MEANT.of(name=plain.get(near, near))
    if 0 < len(known) <= NAMES_TOLD_MAX:
        return KNOWN.of(names=", ".join(known))
    return UNKNOWN


def names_at(kind: Any, path: Sequence[object]) -> list[str]:
    """The names that an object may have at a place in what is validated by `kind`; none when nobody knows."""
    for part in path:
        if isinstance(part, str):
            kind = [field.annotation for each in _models(kind) for field in _called(each, part)]
    return [field.alias or name for each in _models(kind) for name, field in each.model_fields.items()]


def _called(model: type[BaseModel], name: str) -> Iterator[Any]:
    yield from (field for own, field in model.model_fields.items() if name in (field.alias, own))


def _models(kind: Any) -> list[type[BaseModel]]:
    """The models in a type, however it is composed."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    parts = kind if isinstance(kind, list) else get_args(kind)
    return [each for part in parts for each in _models(part)]
