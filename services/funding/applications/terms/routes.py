"""When a term ends and what a late decision costs, over HTTP; nothing is stored."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.funding.applications.terms import rules
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import Wire, Write

router = Router("term-calculations")
penalty_router = Router(
    "penalty-calculations", "What the State owes for a decision that comes too late (dwangsom)."
)


class SuspensionIn(Write):
    """A supplement that was asked: the term stands still until it comes (Awb 4:15)."""

    asked_on: PeriodDate
    answered_on: PeriodDate


class TermIn(Write):
    starts_on: Annotated[PeriodDate, Field(description="The term starts to run the day after.")]
    weeks: Annotated[int, Field(ge=1, le=520)]
    suspensions: list[SuspensionIn] = Field(default_factory=list, max_length=50)
    extends: Annotated[
        bool, Field(description="Whether the act of terms (Algemene termijnenwet) moves the end.")
    ] = True


class TermOut(Wire):
    ends_on: date
    counted_to: Annotated[date, Field(description="Before weekends and holidays move it.")]
    suspended_days: int


class PenaltyIn(Write):
    noticed_on: Annotated[PeriodDate, Field(description="When the notice of default came in.")]
    decided_on: Annotated[PeriodDate, Field(description="When the decision was made known, or today.")]


class PenaltyPartOut(Wire):
    days: int
    day_cents: int


class PenaltyOut(Wire):
    penalty_cents: int
    maximum_cents: int
    parts: list[PenaltyPartOut]
    rounding: str
    regimes: list[str]


@router.post("", response_model=TermOut, dependencies=[calculated], responses=problems(*rules.TERM))
async def calculate_term(body: TermIn, tx: Transaction, _: Principal = allow("funding:read")) -> rules.Term:
    """The last day of a term of weeks, with what was suspended of it, holidays and weekends (O24, O25)."""
    suspensions = [rules.Suspension(each.asked_on, each.answered_on) for each in body.suspensions]
    return rules.run(body.starts_on, body.weeks, suspensions, body.extends)


@penalty_router.post(
    "", response_model=PenaltyOut, dependencies=[calculated], responses=problems(IN_FORCE, TERM_KNOWN)
)
async def calculate_penalty(
    body: PenaltyIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """What is owed for each day from two weeks after a notice until the decision (Awb 4:17; O25)."""
    regime = await tx.regime(rules.PENALTY, body.noticed_on)
    parts = rules.penalty(body.noticed_on, body.decided_on, regime)
    return {
        "penalty_cents": sum(each.days * each.day_cents for each in parts),
        "maximum_cents": rules.most(regime),
        "parts": parts,
        "rounding": rules.ROUNDING,
        "regimes": [regime.reference],
    }
