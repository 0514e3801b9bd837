"""Facts that the funding service publishes on `groeikracht.funding`: one module a wing, with its examples."""

from uuid import UUID

from shared.contracts.funding import applications, awards, cofunding, demands, payments, programmes, state_aid
from shared.contracts.known import AT, MESSAGE, PLEDGE
from shared.contracts.withdrawn import FundingFactWithdrawn
from shared.kernel.events import Event

EVENTS: list[type[Event]] = [
    *programmes.EVENTS,
    *cofunding.EVENTS,
    *applications.EVENTS,
    *awards.EVENTS,
    *payments.EVENTS,
    *demands.EVENTS,
    *state_aid.EVENTS,
    FundingFactWithdrawn,
]
EXAMPLES: list[Event] = [
    *programmes.EXAMPLES,
    *cofunding.EXAMPLES,
    *applications.EXAMPLES,
    *awards.EXAMPLES,
    *payments.EXAMPLES,
    *demands.EXAMPLES,
    *state_aid.EXAMPLES,
    FundingFactWithdrawn(
        subject_id=PLEDGE,
        fact_id=UUID(MESSAGE),
        fact_type="nl.groeikracht.funding.pledge-confirmed",
        rom_code=None,
        withdrawn_at=AT,
    ),
]
