"""How a request says who decides, and how an answer shows who did (B10)."""

from typing import Annotated

from pydantic import Field

from shared.web.schema import Code, Write


class DecisionIn(Write):
    """Who decides; without a mandate it is the body itself."""

    deciding_body: Annotated[
        Code | None,
        Field(description="In whose name: one of the regime of mandates; its first if it is left out."),
    ] = None
    mandate: Annotated[
        Code | None, Field(description="The mandate under which it is decided in the body's name.")
    ] = None


ITSELF = DecisionIn()

DecidingBody = Annotated[
    str | None, Field(description="In whose name was decided; null before, and where it was not recorded.")
]
Mandate = Annotated[str | None, Field(description="Under which mandate; null if the body itself decided.")]
MandateRegime = Annotated[str | None, Field(description="The regime that names the mandates of that day.")]
