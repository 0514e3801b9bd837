"""What the funding service tells of what it claims back."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import ALTERATION, APPLICATION, AT, DEMAND
from shared.kernel.events import Event


class DemandDecided(FundingEvent):
    """What was paid in advance and is not due was claimed back (teruggevorderd, Awb 4:57; domain.md 3.14).

    It is undue by an alteration of the award or by its settlement. `claimed_cents` is what was claimed back
    of the award in all. Statutory interest runs from the day after `due_on`.
    """

    fact = "demand-decided"
    aggregate = "application_id"

    application_id: UUID
    demand_id: UUID
    alteration_id: UUID | None
    settlement_id: UUID | None
    principal_cents: int
    claimed_cents: int
    basis: str
    due_on: date
    regime: str
    decided_on: date
    decided_at: datetime
    deciding_body: str
    mandate: str | None


class DemandPaid(FundingEvent):
    """A demand was paid whole: its principal, and the interest that had run (domain.md 3.14; Awb 4:92)."""

    fact = "demand-paid"
    aggregate = "application_id"

    application_id: UUID
    demand_id: UUID
    principal_cents: int
    interest_cents: int
    paid_on: date


class DemandReopened(FundingEvent):
    """A payment on a demand that was told as paid came back: `principal_cents` are due again (3.14)."""

    fact = "demand-reopened"
    aggregate = "application_id"

    application_id: UUID
    demand_id: UUID
    principal_cents: int
    reversed_on: date


class DemandReminded(FundingEvent):
    """Who owes was reminded (aangemaand) to pay a demand by `due_on`, with a fee on top (Awb 4:112, 4:113).

    `outstanding_cents` is all that was due then, the fee among it.
    """

    fact = "demand-reminded"
    aggregate = "application_id"

    application_id: UUID
    demand_id: UUID
    outstanding_cents: int
    fee_cents: int
    reminded_on: date
    due_on: date
    regime: str


class DemandWithdrawn(FundingEvent):
    """A demand was wrong and never counted (ingetrokken): nothing of it is or was due (domain.md 3.14).

    `claimed_cents` is what was claimed back of the award in all, without it; `refundable_cents` what was
    received on it, which is paid back by `refund_due_on`.
    """

    fact = "demand-withdrawn"
    aggregate = "application_id"

    application_id: UUID
    demand_id: UUID
    principal_cents: int
    claimed_cents: int
    refundable_cents: int
    refund_due_on: date | None
    withdrawn_on: date
    deciding_body: str
    mandate: str | None


EVENTS: list[type[Event]] = [DemandDecided, DemandReminded, DemandPaid, DemandReopened, DemandWithdrawn]
EXAMPLES: list[Event] = [
    DemandDecided(
        application_id=APPLICATION,
        demand_id=DEMAND,
        alteration_id=ALTERATION,
        settlement_id=None,
        principal_cents=80_000_00,
        claimed_cents=80_000_00,
        basis="AWB_4_57",
        due_on=date(2015, 4, 13),
        regime="demands@2009-1",
        decided_on=date(2015, 3, 2),
        decided_at=AT,
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
    DemandPaid(
        application_id=APPLICATION,
        demand_id=DEMAND,
        principal_cents=80_000_00,
        interest_cents=0,
        paid_on=date(2015, 4, 10),
    ),
    DemandReopened(
        application_id=APPLICATION, demand_id=DEMAND, principal_cents=80_000_00, reversed_on=date(2015, 4, 14)
    ),
    DemandReminded(
        application_id=APPLICATION,
        demand_id=DEMAND,
        outstanding_cents=80_015_00,
        fee_cents=15_00,
        reminded_on=date(2015, 4, 14),
        due_on=date(2015, 4, 28),
        regime="demand-reminders@2015-1",
    ),
    DemandWithdrawn(
        application_id=APPLICATION,
        demand_id=DEMAND,
        principal_cents=80_000_00,
        claimed_cents=0,
        refundable_cents=30_000_00,
        refund_due_on=date(2015, 5, 27),
        withdrawn_on=date(2015, 4, 15),
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
]
