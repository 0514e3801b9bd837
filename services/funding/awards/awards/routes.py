"""Awards over HTTP."""

from uuid import UUID

from pydantic import Field

from services.funding.applications.applications import queries
from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import MANDATES
from services.funding.applications.applications.schema import ApplicationOut, RecipientIn
from services.funding.awards.aid.register import of_recipients
from services.funding.awards.aid.rules import AID, Part, book
from services.funding.awards.awards import rules
from services.funding.cofunding.projects.models import Project
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.mandates import decided
from shared.kernel.money import PositiveCents
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE
from shared.kernel.takers import STATE
from shared.web.auth import allow
from shared.web.decisions import DecisionIn
from shared.web.gathering import gathered_of
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent

router = Router("applications")


class AwardIn(DecisionIn):
    amount_cents: PositiveCents
    recipients: list[RecipientIn] = Field(
        default_factory=list,
        max_length=200,
        description="Who receives what part of the amount, and on which basis; together they are the amount.",
    )


@router.post(
    "/{id}/awards",
    response_model=ApplicationOut,
    dependencies=[gathered_of(Application.tranche_id), idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.AWARD, *AID),
)
async def award_application(
    id: UUID,
    body: AwardIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> Application:
    """Award the State's share or a part of it to named undertakings, under a mandate or not (B10, B41)."""
    application = await tx.get(Application, id, by=STATE, if_match=if_match)
    mandates = await tx.regime(MANDATES, tx.today)
    decision = decided(officer, body.deciding_body, body.mandate, body.amount_cents, mandates)
    # locked in this order, and the undertakings last: what is gathered holds its tranche and year throughout
    tranche = await tx.get(Tranche, application.tranche_id, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    project = await tx.known(Project, application.project_id, lock=True)
    ahead_cents = await tx.session.scalar(queries.asked_ahead_of(application))
    funds = rules.Funds(project, tranche, year, int(ahead_cents or 0))
    register = await of_recipients((part.kvk_number for part in body.recipients), tx)
    regime = await tx.regime(tranche.regime_code, tranche.opens_on)
    awarded = rules.award(application, funds, body.amount_cents, regime, decision, tx.moment)
    parts = [Part(**dict(part)) for part in body.recipients]
    entries, granted = book(application, project, body.amount_cents, parts, register, tx.today)
    tx.emit(awarded, *granted)
    tx.session.add_all([*rules.award_of_application(application, body.amount_cents, tx.now), *entries])
    return application
