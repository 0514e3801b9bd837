"""How a request says by which terms a tranche is distributed, and how an answer shows them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.programmes.distribution.rules import Last, Tie
from services.funding.programmes.tranches.models import DistributionMethod, Status
from shared.kernel.money import PositiveCents, Quantity
from shared.web.schema import AS_TEXT, STORED, Code, Read, Write


class CriterionIn(Write):
    """What applications are scored on, and how much that weighs."""

    code: Code
    weight: Quantity
    minimum: Annotated[Quantity | None, Field(description="The least that every application scores.")] = None


class CriterionOut(CriterionIn):
    model_config = STORED


class DistributionIn(Write):
    """By which terms applications are ranked when the window is over (verdeelregel; Awb 4:26)."""

    criteria: list[CriterionIn] = Field(default_factory=list, max_length=20)
    score_maximum: Annotated[Quantity, Field(description="The most points on a criterion.")] = Decimal(100)
    score_minimum: Annotated[
        Quantity | None, Field(description="The least weighed mean; below it an application is refused.")
    ] = None
    assessors: Annotated[int, Field(ge=1, le=10, description="How many people at least score each.")] = 1
    last: Annotated[Last, AS_TEXT, Field(description="What the room is too small for.")] = Last.PARTIAL
    tie: Annotated[Tie, AS_TEXT, Field(description="What puts equal scores in order.")] = Tie.LOTTERY
    seed_commitment: Annotated[
        str | None,
        Field(
            pattern="^[0-9a-f]{64}$",
            description="The SHA-256, in hexadecimals, of the seed that is told when the window is over.",
        ),
    ] = None
    financier_maximum_cents: Annotated[
        PositiveCents | None, Field(description="The most for all applications of one lead applicant.")
    ] = None


class DistributionOut(DistributionIn):
    model_config = STORED

    criteria: list[CriterionOut]  # type: ignore[assignment]  # as they were stored: read, not written


class TrancheOut(Read):
    programme_year_id: UUID
    number: int
    title: str
    categories: list[str]
    allowed_measures: list[str]
    opens_at: datetime
    closes_at: datetime
    ceiling_cents: int
    awarded_cents: int
    lapsed_cents: Annotated[int, Field(description="Awarded, taken back, and no room any more (vrijval).")]
    distribution_method: DistributionMethod
    distribution: DistributionOut | None
    regime: str
    status: Status
    awarded_plans: Annotated[int | None, Field(description="By its ranking; null before.")]
    refused_plans: int | None
    held_plans: Annotated[int | None, Field(description="Held back by a rule: a person decides on them.")]
    waiting_plans: int | None
    published_at: datetime | None
    opened_at: datetime | None
    exhausted_at: datetime | None
    closed_at: datetime | None
