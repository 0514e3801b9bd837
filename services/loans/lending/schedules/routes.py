"""A loan worked out from its terms and what happened to it, over HTTP; nothing is stored."""

import asyncio
from typing import Any

from services.loans.lending.schedules import rules
from services.loans.lending.schedules.answers import CalculationOut
from services.loans.lending.schedules.equivalents import grant_equivalent
from services.loans.lending.schedules.schema import CalculationIn, made
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.web.auth import allow
from shared.web.calculated import calculated
from shared.web.problems import problems
from shared.web.router import Router, Transaction

router = Router("schedule-calculations", "Schedules of loans, worked out from terms and facts.")


@router.post(
    "",
    response_model=CalculationOut,
    dependencies=[calculated],
    responses=problems(IN_FORCE, *rules.CALCULATE),
)
async def calculate_schedule(
    body: CalculationIn, tx: Transaction, _: Principal = allow("loans:read")
) -> dict[str, Any]:
    """The rows and totals of a loan, and where it stands on the days that are asked; it binds nobody."""
    regime = await tx.regime(rules.SCHEDULES, tx.today)
    terms = body.terms.under(rules.default_order(regime))
    facts = [fact.made() for fact in body.facts]
    worked_out = await asyncio.to_thread(
        rules.calculate,
        terms,
        facts,
        told_until=body.told_until,
        paid_until=body.paid_until,
        asked=body.as_of,
    )
    return {
        "basis": rules.basis(terms, regime, worked_out),
        **vars(worked_out),
        "grant_equivalent_cents": grant_equivalent(terms, facts, worked_out.rows, made(body.equivalent)),
    }
