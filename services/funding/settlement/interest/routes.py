"""Interest on what is claimed back, over HTTP; nothing is stored."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from services.funding.settlement.interest import rules
from shared.kernel.money import AnyPercent, Cents, Percent, PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.dates import PeriodDate
from shared.web.problems import problems
from shared.web.router import Router, Transaction
from shared.web.schema import AS_TEXT, Wire, Write

router = Router("interest-calculations")


class RateIn(Write):
    from_on: PeriodDate
    percent: Percent


class PaymentIn(Write):
    on: PeriodDate
    amount_cents: Cents


class ClaimIn(Write):
    kind: Annotated[rules.Kind, AS_TEXT]
    principal_cents: PositiveCents
    from_on: Annotated[PeriodDate, Field(description="The first day that bears interest.")]
    until_on: Annotated[PeriodDate, Field(description="The day of payment, which bears none.")]
    rates: Annotated[
        list[RateIn],
        Field(
            default_factory=list,
            max_length=200,
            description="Each until the next. Without any, published ones: none are for EU_RECOVERY.",
        ),
    ]
    rates_are: Annotated[
        Literal["WHOLE", "BASE"], Field(description="BASE: the margin of the regime comes on top.")
    ] = "WHOLE"
    payments: list[PaymentIn] = Field(default_factory=list, max_length=200)
    costs_cents: Annotated[Cents, Field(description="Fees of reminders, which payments go to first.")] = 0
    debtor: Annotated[
        Literal["FIRM", "BODY"], Field(description="A body's debt bears interest from a lower sum.")
    ] = "FIRM"


class PeriodOut(Wire):
    from_on: date
    until_on: date
    days: int
    days_in_year: int
    percent: AnyPercent
    capital_cents: int
    exact_cents: str


class PostedOut(Wire):
    on: date
    interest_cents: int
    capital_cents: int


class ReceivedOut(Wire):
    on: date
    costs_cents: int
    interest_cents: int
    capital_cents: int
    over_cents: int


class InterestOut(Wire):
    interest_cents: int
    claimed: Annotated[bool, Field(description="Whether it is enough to be claimed.")]
    outstanding_cents: Annotated[int, Field(description="Capital, costs and interest, less payments.")]
    periods: list[PeriodOut]
    posted: list[PostedOut]
    received: list[ReceivedOut]
    rounding: str
    regimes: list[str]


@router.post(
    "",
    response_model=InterestOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, TERM_KNOWN, *rules.INTEREST),
)
async def calculate_interest(
    body: ClaimIn, tx: Transaction, _: Principal = allow("funding:read")
) -> dict[str, Any]:
    """Interest from day to day, each full year on the interest too, with what payments go to."""
    debts, recovery = (
        await tx.regime(rules.DEBTS, body.from_on),
        await tx.regime(rules.RECOVERY, body.from_on),
    )
    versions = await tx.versions(rules.CODES[body.kind])
    said = [rules.Rate(each.from_on, each.percent) for each in body.rates]
    payments = [rules.Payment(each.on, each.amount_cents) for each in body.payments]
    claim = rules.Claim(
        body.kind, body.principal_cents, body.from_on, body.until_on, body.costs_cents, payments
    )
    rates = rules.rates_of(claim, versions, said, body.rates_are == "WHOLE", recovery)
    found = rules.run(claim, rates)
    return {
        **vars(found),
        "outstanding_cents": found.outstanding_cents,
        "claimed": rules.is_claimed(found.interest_cents, body.debtor == "BODY", debts),
        "rounding": rules.ROUNDING[body.kind],
        "regimes": [debts.reference, *rules.sources(rates, found)],
    }
