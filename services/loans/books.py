"""The sums that loans keeps, and the accounts of its ledger that must hold the same."""

from sqlalchemy import func, select

from services.loans.guarantees.claims.models import GuaranteeClaim
from services.loans.guarantees.guarantees.models import Guarantee
from services.loans.guarantees.years.models import GuaranteeYear
from services.loans.lending.loans.models import Loan
from services.loans.origination.credit_lines.models import CreditLine

NUMBERED = select(
    GuaranteeYear.id,
    GuaranteeYear.scheme,
    GuaranteeYear.year,
    GuaranteeYear.closing_outstanding_cents,
    (
        GuaranteeYear.year
        - func.row_number().over(partition_by=GuaranteeYear.scheme, order_by=GuaranteeYear.year)
    ).label("chain"),
).subquery()
CHAIN = (NUMBERED.c.scheme, NUMBERED.c.chain)
CHAINED = select(
    func.first_value(NUMBERED.c.id).over(partition_by=CHAIN, order_by=NUMBERED.c.year).label("first_id"),
    func.first_value(NUMBERED.c.closing_outstanding_cents)
    .over(partition_by=CHAIN, order_by=NUMBERED.c.year.desc())
    .label("closing_cents"),
).subquery()

STORED = (
    select(func.concat("loan:", Loan.id, ":principal"), Loan.outstanding_cents),
    select(func.concat("loan:", Loan.id, ":cash"), -Loan.outstanding_cents),
    select(
        func.concat("credit-line:", CreditLine.id, ":room"),
        CreditLine.amount_cents - CreditLine.committed_cents,
    ),
    select(func.concat("guarantee:", Guarantee.id, ":outstanding"), Guarantee.exposure_cents),
    select(func.concat("guarantee:", Guarantee.id, ":premium"), Guarantee.premium_charged_cents),
    select(
        func.concat("guarantee:", Guarantee.id, ":owed"),
        Guarantee.premium_paid_cents - Guarantee.premium_charged_cents,
    ),
    select(func.concat("guarantee:", Guarantee.id, ":cash"), -Guarantee.premium_paid_cents),
    select(
        func.concat("claim:", GuaranteeClaim.id, ":cash"),
        GuaranteeClaim.recovered_cents - GuaranteeClaim.received_cents,
    ),
    select(
        func.concat("claim:", GuaranteeClaim.id, ":owed"),
        GuaranteeClaim.received_cents - GuaranteeClaim.state_share_cents,
    ),
    select(
        func.concat("claim:", GuaranteeClaim.id, ":kept"),
        GuaranteeClaim.state_share_cents - GuaranteeClaim.recovered_cents,
    ),
    select(func.concat("guarantee-year:", GuaranteeYear.id, ":reserved"), GuaranteeYear.reserved_cents),
    select(
        func.concat("guarantee-year:", GuaranteeYear.id, ":room"),
        GuaranteeYear.annual_ceiling_cents - GuaranteeYear.reserved_cents - GuaranteeYear.granted_cents,
    ),
    select(func.concat("guarantee-year:", GuaranteeYear.id, ":lapsed"), GuaranteeYear.lapsed_cents),
    select(
        func.concat("guarantee-year:", CHAINED.c.first_id, ":outstanding"), CHAINED.c.closing_cents
    ).distinct(),
)
