"""Figures, years and areas on the wire."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.kernel.capitals import InCapitals
from shared.kernel.identifiers import with_kind
from shared.kernel.sentences import Sentence

PATTERN = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$"

PLAIN = Sentence(
    'A figure is text in plain decimal notation with at most 6 decimals; send "1.83".',
    'Een cijfer is tekst in gewone decimale schrijfwijze met ten hoogste 6 decimalen; stuur "1.83".',
)


def _read(value: Any) -> Decimal:
    plain = f"{value:f}" if isinstance(value, Decimal) else value
    if not isinstance(plain, str) or not re.fullmatch(PATTERN, plain, re.ASCII):
        raise PydanticCustomError("figure", "{said}", {"said": PLAIN})
    return Decimal(plain) + 0  # what is less than nothing by nothing is nothing: -0 is 0


def _write(value: Decimal) -> str:
    return f"{value.normalize():f}"


Figure = Annotated[
    Decimal,
    PlainValidator(_read),
    PlainSerializer(_write, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": PATTERN,
            "description": "A figure in plain decimal notation, at most 6 decimals.",
            "examples": ["1.83"],
        }
    ),
]

Year = Annotated[int, Field(ge=1900, le=2200)]
Area = Annotated[
    str,
    InCapitals("^([A-Z][A-Z0-9_-]{1,41}|[0-9]{4})$"),
    AfterValidator(with_kind),
    Field(
        description="NL, NLZ (what lies in no region), a region or municipality of the year, or C- and "
        "the code of a cluster.",
    ),
]
