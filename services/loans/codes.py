"""The codes that requests of several slices name."""

from typing import Annotated

from pydantic import Field

from shared.kernel.capitals import InCapitals

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
