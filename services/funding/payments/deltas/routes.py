"""What a changed payment plan makes to pay, hold or claim back, over HTTP; nothing is stored."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.funding.payments.deltas import rules
from shared.kernel.money import Cents
from shared.kernel.principal import Principal
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Code, Line, Wire, Write

router = Router("delta-calculations")


class PlannedIn(Write):
    due_on: PeriodDate
    financier: Code = "STATE"
    category: Code = "ALL"
    amount_cents: Cents


class BookedIn(Write):
    financier: Code = "STATE"
    category: Code = "ALL"
    amount_cents: Cents


class HoldIn(Write):
    reason: Line
    financier: Annotated[Code | None, Field(description="Every financier unless named.")] = None
    category: Annotated[Code | None, Field(description="Every category unless named.")] = None


class DeltaIn(Write):
    on: Annotated[PeriodDate, Field(description="What is due by this day is paid now.")]
    before: list[PlannedIn] = Field(default_factory=list, max_length=1000)
    after: list[PlannedIn] = Field(default_factory=list, max_length=1000)
    paid: Annotated[
        list[BookedIn], Field(default_factory=list, max_length=1000, description="Or ordered at the bank.")
    ]
    claims: Annotated[
        list[BookedIn],
        Field(default_factory=list, max_length=1000, description="Claimed back and not yet received."),
    ]
    holds: list[HoldIn] = Field(default_factory=list, max_length=50)
    netting: Annotated[
        rules.Netting,
        AS_TEXT,
        Field(description="Between which lines what is to pay is set off against what is claimed back."),
    ] = rules.Netting.NONE
    set_off: Annotated[bool, Field(description="Whether open claims are set off against what is due.")] = True


class LaterOut(Wire):
    due_on: date
    planned_cents: int
    withheld_cents: Annotated[int, Field(description="Taken off for what was paid too soon.")]
    amount_cents: int


class SumsOut(Wire):
    before_cents: int
    after_cents: int
    change_cents: int
    paid_cents: int
    claimed_cents: int
    set_off_cents: int
    netted_cents: int
    pay_now_cents: int
    held_cents: int
    later_cents: int
    reclaim_cents: int


class LineOut(SumsOut):
    financier: str
    category: str
    due_cents: Annotated[int, Field(description="Of the new plan by the day.")]
    withheld_cents: int
    hold_reason: str | None
    later: list[LaterOut]


class OfFinancierOut(SumsOut):
    financier: str


class DayOut(Wire):
    due_on: date
    financier: str
    category: str
    before_cents: int
    after_cents: int
    change_cents: int


class DeltaOut(Wire):
    totals: SumsOut
    by_financier: list[OfFinancierOut]
    lines: list[LineOut]
    days: list[DayOut]
    rounding: str


@router.post("", response_model=DeltaOut, dependencies=[calculated], responses=problems(*rules.DELTA))
async def calculate_delta(
    body: DeltaIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Compare two payment plans after some was paid: what is paid now, later, held, or claimed back."""
    found = rules.Situation(
        body.on,
        [rules.Planned(**dict(each)) for each in body.before],
        [rules.Planned(**dict(each)) for each in body.after],
        [rules.Booked(**dict(each)) for each in body.paid],
        [rules.Booked(**dict(each)) for each in body.claims],
        [rules.Hold(**dict(each)) for each in body.holds],
        body.netting,
        body.set_off,
    )
    lines = rules.delta(found)
    return {
        "totals": rules.totals(lines),
        "by_financier": rules.by_financier(lines),
        "lines": lines,
        "days": rules.by_date(found),
        "rounding": rules.ROUNDING,
    }
