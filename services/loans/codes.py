"""The codes that requests of several slices name."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

from shared.kernel.capitals import InCapitals
from shared.kernel.money import AS_PLAIN_TEXT, plain_decimal
from shared.kernel.sentences import Sentence

Rating = Annotated[
    str,
    InCapitals(r"^(AAA|(AA|A|BBB|BB|B|CCC)[+-]?|CC|C|UNRATED_STARTUP)$"),
    Field(
        description="Rating class of Standard & Poor's, or UNRATED_STARTUP for a firm without history.",
        examples=["BB-"],
    ),
]
Scheme = Annotated[
    str,
    InCapitals("^[A-Z][A-Z0-9_]{1,39}$"),
    Field(
        description="Code of a guarantee scheme; its terms are the regime of that name in lower case.",
        examples=["GROEIFACILITEIT"],
    ),
]
SIGNED = r"^-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$"
A_BASE_RATE = Sentence(
    'must be a percentage in plain notation that may be below nothing, such as "-0.25"',
    'moet een percentage in gewone schrijfwijze zijn, dat onder nul mag liggen, zoals "-0.25"',
)

BasePercent = Annotated[
    Decimal,
    plain_decimal(SIGNED, A_BASE_RATE),
    AS_PLAIN_TEXT,
    WithJsonSchema({"type": "string", "pattern": SIGNED, "examples": ["-0.25"]}),
]
