"""The sums that funding keeps, and the accounts of its ledger that must hold the same."""

from sqlalchemy import case, func, select

from services.funding.applications.applications.models import Application
from services.funding.payments.advances.models import AdvanceTotal
from services.funding.programmes.tranches.models import Status, Tranche
from services.funding.programmes.years.models import ProgrammeYear
from services.funding.settlement.demands.models import CLAIMED, Demand

STORED = (
    select(
        func.concat("programme-year:", ProgrammeYear.id, ":room"),
        ProgrammeYear.state_cents - ProgrammeYear.allotted_cents,
    ),
    select(
        func.concat("tranche:", Tranche.id, ":room"),
        Tranche.ceiling_cents - Tranche.awarded_cents - Tranche.lapsed_cents,
    ).where(Tranche.status != Status.PLANNED),
    select(func.concat("tranche:", Tranche.id, ":lapsed"), Tranche.lapsed_cents),
    select(
        func.concat("application:", Application.id, ":awarded"), func.coalesce(Application.awarded_cents, 0)
    ),
    select(
        func.concat("application:", AdvanceTotal.id, ":advance-payable"),
        AdvanceTotal.advanced_cents - AdvanceTotal.paid_cents,
    ),
    select(
        func.concat("application:", AdvanceTotal.id, ":advance-paid"),
        AdvanceTotal.paid_cents - AdvanceTotal.claimed_cents,
    ),
    select(
        func.concat("demand:", Demand.id, ":claimed"),
        case((Demand.status.in_(CLAIMED), Demand.principal_cents - Demand.received_principal_cents), else_=0),
    ),
    select(
        func.concat("demand:", Demand.id, ":recovered"),
        Demand.received_principal_cents + Demand.received_interest_cents + Demand.received_costs_cents,
    ),
    select(func.concat("demand:", Demand.id, ":refundable"), Demand.refundable_cents),
)
