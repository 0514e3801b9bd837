"""What is realised of output targets, over HTTP; nothing is stored."""

from typing import Annotated, Any

from pydantic import Field

from services.funding.applications.output_targets import rules
from shared.kernel.money import AnyPercent
from shared.kernel.principal import Principal
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Code, Wire, Write

router = Router("output-target-calculations")

Months = Annotated[int, Field(ge=0, le=600)]
Number = Annotated[int, Field(ge=0, le=10**9)]


class ParticipantIn(Write):
    """Somebody who takes part, by a pseudonym and never by name or number."""

    code: Code
    months: Annotated[int, Field(ge=0, le=600, description="Whole months of taking part.")]


class PromiseIn(Write):
    code: Code
    promised: Annotated[int, Field(ge=1, le=10**9)]
    realised: Annotated[Number, Field(description="Without the participants that are named.")] = 0
    people: list[ParticipantIn] = Field(default_factory=list, max_length=2000)


class OutputTargetIn(Write):
    elapsed_months: Annotated[int, Field(ge=1, le=600, description="Since the start of the plan.")]
    total_months: Annotated[int, Field(ge=1, le=600)]
    minimum_months: Annotated[Months, Field(description="Whoever took part for less counts for nothing.")] = 0
    targets: list[PromiseIn] = Field(min_length=1, max_length=20)


class ProgressOut(Wire):
    code: str
    promised: int
    realised: int
    too_short: Annotated[int, Field(description="Participants who took part for too short.")]
    realised_percent: AnyPercent
    expected: Annotated[AnyPercent, Field(description="A number: by now, had it gone evenly.")]
    forecast: Annotated[int, Field(description="At the end, when it goes on like this.")]
    status: rules.Status


class OutputTargetOut(Wire):
    targets: list[ProgressOut]
    rounding: str


@router.post(
    "", response_model=OutputTargetOut, dependencies=[calculated], responses=problems(*rules.OUTPUT_TARGET)
)
async def calculate_output_target(
    body: OutputTargetIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """What part of each target is realised, what was expected by now, and which are at risk (O33)."""
    targets = [
        rules.Target(
            each.code,
            each.promised,
            each.realised,
            [rules.Participant(one.code, one.months) for one in each.people],
        )
        for each in body.targets
    ]
    return {
        "targets": [
            rules.progress(each, body.minimum_months, body.elapsed_months, body.total_months, f"/targets/{n}")
            for n, each in enumerate(targets)
        ],
        "rounding": rules.ROUNDING,
    }
