"""One example of every published fact, with the figures of domain.md section 4, for the AsyncAPI document."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.contracts import agenda, claims, funding, loans, premiums, recoveries, rom
from shared.contracts.known import (
    AT,
    GUARANTEE,
    KVK_NUMBER,
    LOAN,
    MESSAGE,
    PROJECT,
    REFUSAL,
)
from shared.contracts.withdrawn import LoansFactWithdrawn
from shared.kernel.events import Event

EXAMPLES: list[Event] = [
    *agenda.EXAMPLES,
    *funding.EXAMPLES,
    loans.LoanApproved(
        rom_code="BOM",
        loan_id=LOAN,
        kvk_number=KVK_NUMBER,
        project_id=PROJECT,
        principal_cents=4_000_000_00,
        interest_percent=Decimal("7"),
        approved_at=AT,
        deciding_body="BOARD",
        mandate="CREDIT_COMMITTEE",
    ),
    loans.AidReservationRequested(
        guarantee_id=GUARANTEE,
        loan_id=LOAN,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        legal_date=date(2015, 3, 2),
        requested_at=AT,
    ),
    loans.AidReservationReleased(
        guarantee_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        reason="guarantee.refused",
        released_at=AT,
    ),
    loans.GuaranteeRefused(
        rom_code="BOM",
        guarantee_id=GUARANTEE,
        loan_id=LOAN,
        reason="guarantee.within-production-ceiling",
        refused_at=AT,
    ),
    loans.LoanGuaranteed(
        rom_code="BOM",
        guarantee_id=GUARANTEE,
        loan_id=LOAN,
        kvk_number=KVK_NUMBER,
        project_id=PROJECT,
        principal_cents=4_000_000_00,
        guarantee_percent=Decimal("50"),
        guaranteed_cents=2_000_000_00,
        premium_percent=Decimal("2.5"),
        aid_cents=173_177_97,
        scheme="GROEIFACILITEIT",
        regime="groeifaciliteit-2015",
        issued_on=date(2015, 3, 2),
        issued_at=AT,
        deciding_body="MINISTER_EZ",
        mandate="DIRECTOR_RVO",
    ),
    loans.GuaranteeReleased(
        rom_code="BOM",
        guarantee_id=GUARANTEE,
        loan_id=LOAN,
        released_cents=2_000_000_00,
        reason="repaid",
        released_at=AT,
    ),
    loans.DisbursementBooked(
        rom_code="BOM",
        loan_id=LOAN,
        message_id=MESSAGE,
        amount_cents=4_000_000_00,
        disbursed_on=date(2015, 3, 16),
        outstanding_cents=4_000_000_00,
        guaranteed_cents=2_000_000_00,
    ),
    loans.RepaymentBooked(
        rom_code="BOM",
        loan_id=LOAN,
        message_id=MESSAGE,
        amount_cents=200_000_00,
        repaid_on=date(2015, 6, 30),
        outstanding_cents=3_800_000_00,
        guaranteed_cents=1_900_000_00,
    ),
    loans.MessageRefused(
        rom_code="BOM",
        refusal_id=REFUSAL,
        message_id=MESSAGE,
        position="groeikracht.rom.bom.inbound/0/42",
        reason="disbursement.within-principal",
        detail="More is paid out than the principal. "
        "Check whether this disbursement was reported before under another id, and correct the amount.",
        detail_nl="Er wordt meer uitbetaald dan de hoofdsom. "
        "Ga na of deze uitbetaling al onder een ander id is gemeld, en verbeter het bedrag.",
        facts={"roomCents": "400000000"},
        refused_at=AT,
    ),
    rom.DisbursementReported(loan_id=LOAN, amount_cents=4_000_000_00, disbursed_on=date(2015, 3, 16)),
    rom.RepaymentReported(loan_id=LOAN, amount_cents=200_000_00, repaid_on=date(2015, 6, 30)),
    rom.DefaultReported(loan_id=LOAN, loss_event="BANKRUPTCY", occurred_on=date(2017, 3, 1)),
    rom.ClaimFiled(
        loan_id=LOAN,
        outstanding_cents=2_600_000_00,
        proceeds_cents=200_000_00,
        evidence=["F.01/17/103 first report of the curator", "annual accounts 2016"],
    ),
    rom.ClaimSupplemented(loan_id=LOAN, proceeds_cents=200_000_00, evidence=["letter of the curator"]),
    rom.RecoveryReported(
        loan_id=LOAN, amount_cents=300_000_00, received_on=date(2018, 2, 1), reference="BOM-2018-0087"
    ),
    rom.RemittanceReported(
        loan_id=LOAN,
        reference="BOM-2018-0087",
        remitted_on=date(2018, 2, 20),
        remittance_reference="BOM/RVO/2018-4",
    ),
    *claims.EXAMPLES,
    *recoveries.EXAMPLES,
    *premiums.EXAMPLES,
    LoansFactWithdrawn(
        subject_id=GUARANTEE,
        fact_id=UUID(MESSAGE),
        fact_type="nl.groeikracht.loans.loan-guaranteed",
        rom_code="BOM",
        withdrawn_at=AT,
    ),
]
