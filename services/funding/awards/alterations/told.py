"""What others are told of a decision on an award."""

from typing import Any

from services.funding.applications.applications.models import Application
from services.funding.awards.alterations.models import AwardAlteration
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.kernel.mandates import Decision
from shared.kernel.moment import Moment


def told(
    alteration: AwardAlteration, application: Application, decision: Decision, when: Moment
) -> AwardWithdrawn | AwardAltered:
    """The award was withdrawn, or is less from a day on."""
    said: dict[str, Any] = {
        "application_id": application.id,
        "alteration_id": alteration.id,
        "tranche_id": application.tranche_id,
        "project_id": application.project_id,
        "region_code": application.region_code,
        "freed_cents": alteration.freed_cents,
        "refilled_cents": alteration.refilled_cents,
        "undue_cents": alteration.undue_cents,
        "basis": alteration.basis,
        "ground": alteration.ground,
        "effective_on": alteration.effective_on,
        "regime": alteration.decision_regime,
        "decided_on": when.today,
        "decided_at": when.at,
        "deciding_body": decision.deciding_body,
        "mandate": decision.mandate,
    }
    if alteration.amount_cents:
        return AwardAltered(amount_cents=alteration.amount_cents, **said)
    return AwardWithdrawn(**said)
