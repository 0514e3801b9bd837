"""Decisions on a whole tranche over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.funding.applications.applications.rules import MANDATES
from services.funding.awards.decisions import deciding, rules
from services.funding.awards.rankings.queries import confirmed
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.tranches.schema import TrancheOut
from services.funding.programmes.years.models import ProgrammeYear
from shared.kernel.principal import Principal
from shared.kernel.regimes import IN_FORCE, TERM_KNOWN
from shared.kernel.rules import CHANGE
from shared.kernel.takers import OWNER
from shared.web.auth import allow
from shared.web.decisions import DecisionIn
from shared.web.problems import problems
from shared.web.router import IfMatch, Router, Transaction, idempotent
from shared.web.schema import Prose

router = Router("tranches")


class BatchDecisionIn(DecisionIn):
    reason: Annotated[Prose, Field(description="What applicants are told that the ranking gives nothing.")]
    at_most: Annotated[int, Field(ge=1, le=250, description="How many are decided on in this call.")] = 100
    retry_held: Annotated[bool, Field(description="Whether what a rule held back before is tried again.")] = (
        False
    )


@router.post(
    "/{id}/decisions",
    response_model=TrancheOut,
    dependencies=[idempotent],
    responses=problems(*CHANGE, IN_FORCE, TERM_KNOWN, *rules.DECIDE_ALL),
)
async def decide_on_tranche(
    id: UUID,
    body: BatchDecisionIn,
    tx: Transaction,
    if_match: IfMatch,
    officer: Principal = allow("funding:decide"),
) -> Tranche:
    """Decide on the next applications by the confirmed ranking; call again until `waitingPlans` is 0."""
    tranche = await tx.get(Tranche, id, by=OWNER, if_match=if_match, lock=True)
    year = await tx.get(ProgrammeYear, tranche.programme_year_id, lock=True)
    ranking = rules.RANKED.present(await tx.find(confirmed(tranche.id)))
    rules.require_deciding(tranche)
    rows = await deciding.next_of(ranking, body.at_most, body.retry_held, tx)
    projects, register = await deciding.drawn_on(rows, tx)
    batch = deciding.Batch(
        officer,
        body.deciding_body,
        body.mandate,
        body.reason,
        tranche,
        year,
        projects,
        register,
        await tx.regime(tranche.regime_code, tranche.opens_on),
        await tx.regime(MANDATES, tx.today),
    )
    await deciding.decide(batch, rows, tx)
    tx.emit(*rules.finish(tranche, await deciding.progress(ranking, tx), tx.moment))
    return tranche
