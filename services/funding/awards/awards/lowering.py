"""What becomes less when an award does: every sum that it counted in, and its terms."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import LIFE
from services.funding.awards.awards.rules import Funds, set_terms
from services.funding.cofunding.projects import rules as projects
from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.programmes.tranches import rules as tranches
from services.funding.programmes.years import rules as years
from shared.kernel.regimes import Regime


@dataclass(frozen=True)
class Lowering:
    """What is left of an award in cents, from which day, whether its room comes back, by what and which step.

    `last_award_cents` is where the last award of its project that stands after it came among all of them.
    """

    amount_cents: int
    effective_on: date
    refills: bool
    last_award_cents: int
    cause: UUID
    step: str


def refills(scheme: Regime, terms: Regime, year: int, today: date) -> bool:
    """Whether what is freed is room again: where the scheme says so, while its year goes on (3.22, D12)."""
    return scheme.code in terms.codes("refilled_schemes") and today.year <= year


def lower(
    application: Application, funds: Funds, lowering: Lowering, regime: Regime, at: datetime
) -> list[Entry]:
    """Lower an award; its tranche and year have the room again where the scheme refills (3.22, D12).

    A project's room always comes back: its quarter is no yearly ceiling. Every row is locked.
    """
    freed = (application.awarded_cents or 0) - lowering.amount_cents
    application.status = LIFE.after(application.status, lowering.step)
    set_terms(application, lowering.amount_cents, regime)
    if funds.project is not None:
        projects.free(funds.project, freed, lowering.last_award_cents)
    tranches.free(funds.tranche, freed, lowering.refills)
    years.free(funds.year, freed, lowering.refills)
    room = ledger.tranche_room if lowering.refills else ledger.tranche_lapsed
    accounts = ledger.awarded(application.id), room(application.tranche_id)
    act = f"application.{lowering.step.replace('_', '-')}"
    why = ledger.Why(act, application.id, lowering.effective_on, lowering.cause)
    return ledger.move_on(freed, *accounts, why, at)
