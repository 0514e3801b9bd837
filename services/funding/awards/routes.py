"""Awards over HTTP."""

from uuid import UUID

from services.funding.applications import queries
from services.funding.applications.models import Application
from services.funding.applications.schema import ApplicationOut
from services.funding.awards import rules
from services.funding.ledger.rules import award_of_application
from services.funding.portfolios.models import Portfolio
from services.funding.portfolios.rules import portfolio_id
from services.funding.programme_years.models import ProgrammeYear
from services.funding.projects.models import Project
from services.funding.tranches.models import Tranche
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE
from shared.kernel.rules import NOT_FOUND, OWN_OBJECTS, STALE
from shared.web.auth import allow
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Write

router = Router("applications")


class AwardIn(Write):
    amount_cents: PositiveCents


@router.post(
    "/{id}/awards",
    response_model=ApplicationOut,
    dependencies=[idempotent],
    responses=problems(NOT_FOUND, OWN_OBJECTS, STALE, IN_FORCE, *rules.AWARD),
)
async def award_application(
    id: UUID,
    body: AwardIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> Application:
    """Award an application the State's share, or a part of it."""
    application = await tx.get(Application, id, if_match=if_match)
    # locked in this order by every route that locks more than one of them
    project = await tx.known(Project, application.project_id, lock=True)
    tranche = await tx.get(Tranche, application.tranche_id, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    portfolio = await tx.get(Portfolio, portfolio_id(tranche.id, application.landsdeel_code), lock=True)
    ahead_cents = await tx.session.scalar(queries.asked_ahead_of(application))
    funds = rules.Funds(project, tranche, year, portfolio, int(ahead_cents or 0))
    regime = await tx.regime(tranche.regime_code, tranche.opens_on)
    tx.emit(rules.award(application, funds, body.amount_cents, regime, officer, tx.now, tx.today))
    tx.session.add_all(award_of_application(application, body.amount_cents, tx.now))
    return application
