"""How a ceiling would be distributed over applications, over HTTP; nothing is stored."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from services.funding.programmes.distribution import lottery, rules
from shared.kernel.money import Cents, PositiveCents, Quantity
from shared.kernel.principal import Principal
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Line, Wire, Write

router = Router("ranking-calculations")


class ScoreIn(Write):
    criterion: Code
    score: Quantity


class EntryIn(Write):
    code: Code
    requested_cents: PositiveCents
    complete_on: Annotated[PeriodDate | None, Field(description="The day on which it was complete.")] = None
    score: Annotated[Quantity | None, Field(description="In all; left out where criteria are weighed.")] = (
        None
    )
    scores: list[ScoreIn] = Field(default_factory=list, max_length=50)
    financier: Annotated[Code | None, Field(description="Whose maximum it counts in.")] = None
    accepts_partial: Annotated[bool, Field(description="Whether it is feasible with a part.")] = True


class CriterionIn(Write):
    code: Code
    weight: Quantity
    minimum: Annotated[Quantity | None, Field(description="The least that every application scores.")] = None


class RankingIn(Write):
    method: Annotated[rules.Method, AS_TEXT]
    ceiling_cents: Cents
    applications: list[EntryIn] = Field(min_length=1, max_length=2000)
    last: Annotated[rules.Last, AS_TEXT, Field(description="What the room is too small for.")] = (
        rules.Last.PARTIAL
    )
    tie: Annotated[rules.Tie, AS_TEXT, Field(description="What puts equal scores in order.")] = (
        rules.Tie.LOTTERY
    )
    seed: Annotated[Line | None, Field(description="Of the lottery, as it was published.")] = None
    criteria: list[CriterionIn] = Field(default_factory=list, max_length=50)
    score_minimum: Quantity | None = None
    minimum_award_cents: Cents = 0
    financier_maximum_cents: Annotated[Cents | None, Field(description="Of each financier.")] = None


class RankedOut(Wire):
    place: int
    code: str
    score: Annotated[str | None, Field(description="With 6 decimals; compared exactly.")]
    tied: Annotated[bool, Field(description="Whether a lot put it in its place.")]
    room_cents: Annotated[int, Field(description="What was left for it.")]
    requested_cents: int
    awarded_cents: int
    outcome: rules.RankingOutcome


class LotOut(Wire):
    code: str
    digest: str


class RankingOut(Wire):
    ranked: list[RankedOut]
    awarded_cents: int
    room_left_cents: int
    lots: list[LotOut]
    participants: Annotated[list[str], Field(description="Of the lottery, in their fixed order.")]
    seed_commitment: Annotated[str | None, Field(description="SHA-256 of the seed, to publish before.")]
    algorithm: str
    rounding: str


@router.post("", response_model=RankingOut, dependencies=[calculated], responses=problems(*rules.DISTRIBUTE))
async def calculate_ranking(
    body: RankingIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Distribute a ceiling over applications by any method of the Awb, with ties, lots and a last award."""
    scored: list[list[tuple[str, Decimal]]] = [
        [(each.criterion, each.score) for each in entry.scores] for entry in body.applications
    ]
    entries = [
        rules.Entry(**{**dict(entry), "scores": scores})
        for entry, scores in zip(body.applications, scored, strict=True)
    ]
    said = {name: getattr(body, name) for name in rules.Terms.__dataclass_fields__}
    criteria = [rules.Criterion(**dict(each)) for each in body.criteria]
    found = rules.distribute(entries, rules.Terms(**{**said, "criteria": criteria}))
    awarded = sum(each.awarded_cents for each in found.ranked)
    return {
        "ranked": found.ranked,
        "awarded_cents": awarded,
        "room_left_cents": body.ceiling_cents - awarded,
        "lots": found.lots,
        "participants": sorted(lot.code for lot in found.lots),
        "seed_commitment": next(map(lottery.commitment, filter(None, [body.seed])), None),
        "algorithm": lottery.ALGORITHM,
        "rounding": rules.ROUNDING,
    }
