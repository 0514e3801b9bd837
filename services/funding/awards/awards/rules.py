"""When the State's share is awarded, how much at most, and on which terms."""

from dataclasses import dataclass
from datetime import datetime

from services.funding.applications.applications.models import Application
from services.funding.applications.applications.rules import FOUR_EYES, LIFE, require_another
from services.funding.cofunding.projects import rules as projects
from services.funding.cofunding.projects.models import Project
from services.funding.ledger.ledger import rules as ledger
from services.funding.ledger.ledger.models import Entry
from services.funding.programmes.tranches import rules as tranches
from services.funding.programmes.tranches.models import Tranche
from services.funding.programmes.years import rules as years
from services.funding.programmes.years.models import ProgrammeYear
from shared.contracts.funding.applications import ApplicationAwarded
from shared.kernel.mandates import DECIDE, Decision
from shared.kernel.moment import Moment
from shared.kernel.money import percent_of
from shared.kernel.regimes import Regime
from shared.kernel.rules import Rule

WITHIN_REQUEST = Rule(
    "award.within-request",
    "An award is at most what was requested.",
    source="AWB-12; O20",
    mend="Award at most the room named in the answer.",
    refusal="The award is higher than what was requested",
)
MINIMUM = Rule(
    "award.minimum",
    "An award is at least the scheme's minimum; below it the application is refused whole.",
    source="AWB-3; domain.md 2.7",
    mend="Award at least the minimum in the answer, or refuse the application.",
    refusal="The award is below the minimum of the scheme",
)
AWARD = (
    LIFE.rule,
    FOUR_EYES,
    *DECIDE,
    WITHIN_REQUEST,
    MINIMUM,
    *projects.GOING_ON,
    projects.COFUNDING_FIRM,
    projects.WITHIN_PROJECT_SHARE,
    tranches.TRANCHE_DECIDES,
    tranches.WITHIN_TRANCHE,
    tranches.BY_RANKING,
    tranches.IN_ORDER,
    years.WITHIN_YEAR,
)


@dataclass(frozen=True)
class Funds:
    """Everything an award draws on, each row locked, always in this order.

    `ahead_cents` is what undecided applications ask for that were complete before this one.
    """

    project: Project | None
    tranche: Tranche
    year: ProgrammeYear
    ahead_cents: int


def require_awardable(
    application: Application,
    funds: Funds,
    amount_cents: int,
    regime: Regime,
    decision: Decision,
    when: Moment,
) -> None:
    """Refuse an award that its state, its officer or any of the rooms does not allow; nothing is changed."""
    LIFE.after(application.status, "award")
    require_another(application, decision.officer)
    _require_room(application, funds, amount_cents, regime, when.at)


def award(
    application: Application,
    funds: Funds,
    amount_cents: int,
    regime: Regime,
    decision: Decision,
    when: Moment,
) -> ApplicationAwarded:
    """Award (verlenen) an amount at most within the request, the project, the tranche and the year (3.9)."""
    require_awardable(application, funds, amount_cents, regime, decision, when)

    _commit(funds, amount_cents, when.at)
    application.status = LIFE.after(application.status, "award")
    application.regime = regime.reference
    application.decided_by = decision.officer.subject
    application.deciding_body, application.mandate, application.mandate_regime = decision.named
    application.decided_at = when.at
    application.awarded_on = when.today
    set_terms(application, amount_cents, regime)
    application.awarded_in_all_cents = funds.project.awarded_in_all_cents if funds.project else None
    return ApplicationAwarded(
        application_id=application.id,
        tranche_id=application.tranche_id,
        project_id=application.project_id,
        region_code=application.region_code,
        amount_cents=amount_cents,
        regime=regime.reference,
        awarded_on=when.today,
        awarded_at=when.at,
        deciding_body=decision.deciding_body,
        mandate=decision.mandate,
    )


def set_terms(application: Application, amount_cents: int, regime: Regime) -> None:
    """Keep what an award is, and what may be advanced of it, in cents (O20)."""
    at_approval, ceiling = (regime.percent(f"advance_{of}_percent") for of in ("at_approval", "ceiling"))
    application.awarded_cents = amount_cents
    application.advance_at_approval_cents = percent_of(amount_cents, at_approval)
    application.advance_ceiling_cents = percent_of(amount_cents, ceiling)


def award_of_application(application: Application, amount_cents: int, at: datetime) -> list[Entry]:
    """An award is taken out of its tranche."""
    source, target = ledger.tranche_room(application.tranche_id), ledger.awarded(application.id)
    return ledger.move(amount_cents, source, target, "application.award", application.id, at)


def _require_room(
    application: Application, funds: Funds, amount_cents: int, regime: Regime, at: datetime
) -> None:
    requested = application.requested_cents
    WITHIN_REQUEST.require(amount_cents <= requested, room_cents=requested)
    minimum = regime.whole("minimum_award_cents")
    MINIMUM.require(amount_cents >= minimum, minimum_cents=minimum)
    if funds.project is not None:
        projects.require_room(funds.project, amount_cents)
    turn = tranches.Turn(funds.ahead_cents, application.ranked_cents)
    tranches.require_room(funds.tranche, amount_cents, turn, at)
    years.require_room(funds.year, amount_cents)


def _commit(funds: Funds, amount_cents: int, at: datetime) -> None:
    if funds.project is not None:
        projects.add_awarded(funds.project, amount_cents)
    tranches.commit(funds.tranche, amount_cents, at)
    funds.year.committed_state_cents += amount_cents
