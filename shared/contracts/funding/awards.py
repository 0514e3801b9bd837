"""What the funding service tells of awards that are altered before their settlement, and settled."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.funding.event import FundingEvent
from shared.contracts.known import ALTERATION, APPLICATION, AT, PROJECT, SETTLEMENT, TRANCHE
from shared.kernel.events import Event


class AwardWithdrawn(FundingEvent):
    """An award was withdrawn whole (ingetrokken) before its settlement (AWB-18; Awb 4:48, 4:50).

    It fell by `freed_cents`, of which `refilled_cents` are room of its tranche and year again; `undue_cents`
    is what was paid in advance above what is left, to be claimed back (Awb 4:57). `effective_on` is the day
    from which it does not hold: of a sanction (`SANCTION_4_48`) mostly that of the award itself.
    """

    fact = "award-withdrawn"
    aggregate = "application_id"

    application_id: UUID
    alteration_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    freed_cents: int
    refilled_cents: int
    undue_cents: int
    basis: str
    ground: str
    effective_on: date
    regime: str
    decided_on: date
    decided_at: datetime
    deciding_body: str
    mandate: str | None


class AwardAltered(FundingEvent):
    """An award was lowered (gewijzigd) before its settlement to `amount_cents` at most (AWB-18).

    The other fields are as in award-withdrawn.
    """

    fact = "award-altered"
    aggregate = "application_id"

    application_id: UUID
    alteration_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    amount_cents: int
    freed_cents: int
    refilled_cents: int
    undue_cents: int
    basis: str
    ground: str
    effective_on: date
    regime: str
    decided_on: date
    decided_at: datetime
    deciding_body: str
    mandate: str | None


class AwardSettled(FundingEvent):
    """An award was settled (vastgesteld) at `settled_cents`, asked or of office (AWB-17; Awb 4:42, 4:47).

    It fell by `freed_cents`, of which `refilled_cents` are room of its tranche and year again. `undue_cents`
    is what was paid above it, claimed back before or not (Awb 4:57); `balance_cents` what is still to be
    paid, by `balance_due_on` (Awb 4:87). `grounds` are those on which it is lower than the award, in order.
    """

    fact = "award-settled"
    aggregate = "application_id"

    application_id: UUID
    settlement_id: UUID
    tranche_id: UUID
    project_id: UUID | None
    region_code: str
    settled_cents: int
    freed_cents: int
    refilled_cents: int
    undue_cents: int
    balance_cents: int
    balance_due_on: date | None
    ex_officio: bool
    grounds: list[str]
    regime: str
    decided_on: date
    decided_at: datetime
    deciding_body: str
    mandate: str | None


DECIDED: dict[str, Any] = {
    "application_id": APPLICATION,
    "alteration_id": ALTERATION,
    "tranche_id": TRANCHE,
    "project_id": PROJECT,
    "region_code": "CR36",
    "refilled_cents": 0,
    "undue_cents": 0,
    "basis": "SANCTION_4_48",
    "ground": "NOT_CARRIED_OUT",
    "effective_on": date(2015, 3, 2),
    "regime": "award-alterations@2013-1",
    "decided_on": date(2015, 3, 2),
    "decided_at": AT,
    "deciding_body": "MINISTER_EZ",
    "mandate": "DIRECTOR_RVO",
}
EVENTS: list[type[Event]] = [AwardWithdrawn, AwardAltered, AwardSettled]
EXAMPLES: list[Event] = [
    AwardWithdrawn(freed_cents=3_000_000_00, **DECIDED),
    AwardAltered(amount_cents=2_500_000_00, freed_cents=500_000_00, **DECIDED),
    AwardSettled(
        application_id=APPLICATION,
        settlement_id=SETTLEMENT,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        settled_cents=310_000_00,
        freed_cents=90_000_00,
        refilled_cents=0,
        undue_cents=10_000_00,
        balance_cents=0,
        balance_due_on=None,
        ex_officio=False,
        grounds=["COST_LOWER"],
        regime="settlement-sectorplan@2013",
        decided_on=date(2015, 3, 2),
        decided_at=AT,
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
]
