"""One example of every published fact, with the figures of domain.md section 4, for the AsyncAPI document."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from shared.contracts import agenda, funding, loans, rom
from shared.kernel.events import Event

AGENDA = UUID("01890a5d-ac96-774b-bcce-b302099a8001")
CLUSTER = UUID("01890a5d-ac96-774b-bcce-b302099a8002")
PROJECT = UUID("01890a5d-ac96-774b-bcce-b302099a8003")
YEAR = UUID("01890a5d-ac96-774b-bcce-b302099a8004")
TRANCHE = UUID("01890a5d-ac96-774b-bcce-b302099a8005")
PLEDGE = UUID("01890a5d-ac96-774b-bcce-b302099a8006")
APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8007")
LOAN = UUID("01890a5d-ac96-774b-bcce-b302099a8008")
GUARANTEE = UUID("01890a5d-ac96-774b-bcce-b302099a8009")
REFUSAL = UUID("01890a5d-ac96-774b-bcce-b302099a8010")
MESSAGE = "01890a5d-ac96-774b-bcce-b302099a8011"
KVK_NUMBER = "68750110"
AT = datetime(2015, 3, 2, 9, 30, tzinfo=UTC)

EXAMPLES: list[Event] = [
    agenda.AgendaProposed(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        proposed_at=AT,
    ),
    agenda.AgendaAdopted(
        agenda_id=AGENDA,
        region_code="CR36",
        title="Brainport 2015-2018",
        starts_on=date(2015, 1, 1),
        ends_on=date(2018, 12, 31),
        deciding_body="Stichting Brainport",
        adopted_at=AT,
    ),
    agenda.ClusterDesignated(
        cluster_id=CLUSTER,
        cluster_code="BRAINPORT",
        name="Brainport Eindhoven",
        region_code="CR36",
        valid_from=date(2015, 1, 1),
        valid_until=date(2018, 12, 31),
        decided_on=date(2014, 12, 1),
        deciding_body="Minister of Economic Affairs",
    ),
    agenda.ProjectApproved(
        project_id=PROJECT,
        agenda_id=AGENDA,
        cluster_id=CLUSTER,
        cluster_code="BRAINPORT",
        region_code="CR36",
        title="Smart manufacturing pilot plant",
        category="INNOVATION",
        total_cost_cents=12_000_000_00,
        participants=[KVK_NUMBER],
        approved_at=AT,
    ),
    funding.ProgrammeYearOpened(
        programme_year_id=YEAR,
        programme="regional-acceleration",
        year=2015,
        total_cents=400_000_000_00,
        region_cents=100_000_000_00,
        state_cents=100_000_000_00,
        private_knowledge_cents=200_000_000_00,
        regime="programme-2015",
        opened_at=AT,
    ),
    funding.TranchePublished(
        tranche_id=TRANCHE,
        programme="regional-acceleration",
        year=2015,
        number=1,
        title="Cluster projects, first tranche",
        ceiling_cents=30_000_000_00,
        distribution_method="FIRST_COME_FIRST_SERVED",
        allowed_measures=[],
        opens_at=AT,
        closes_at=datetime(2015, 6, 30, 15, 0, tzinfo=UTC),
        published_at=datetime(2015, 2, 2, 9, 0, tzinfo=UTC),
    ),
    funding.TrancheOpened(tranche_id=TRANCHE, opened_at=AT),
    funding.PledgeConfirmed(
        pledge_id=PLEDGE,
        project_id=PROJECT,
        source_group="REGION",
        amount_cents=3_000_000_00,
        confirmed_at=AT,
    ),
    funding.ApplicationReceived(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        requested_cents=3_000_000_00,
        received_at=AT,
    ),
    funding.ApplicationAwarded(
        application_id=APPLICATION,
        tranche_id=TRANCHE,
        project_id=PROJECT,
        region_code="CR36",
        amount_cents=3_000_000_00,
        regime="programme-2015",
        awarded_on=date(2015, 3, 2),
        awarded_at=AT,
    ),
    funding.AidReserved(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        room_left_cents=126_822_03,
        regime="de-minimis-2023",
        expires_at=AT,
    ),
    funding.AidRefused(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        room_left_cents=100_000_00,
        reason="aid.within-room",
    ),
    funding.AidGranted(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        excess_cents=0,
        granted_on=date(2015, 3, 2),
    ),
    funding.AidReleased(
        reservation_id=GUARANTEE,
        kvk_number=KVK_NUMBER,
        amount_cents=173_177_97,
        reason="expired",
        released_at=AT,
    ),
    loans.LoanApproved(
        rom_code="BOM",
        loan_id=LOAN,
        kvk_number=KVK_NUMBER,
        project_id=PROJECT,
        principal_cents=4_000_000_00,
        interest_percent=Decimal("7"),
        approved_at=AT,
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
        detail="Disbursements together never exceed the principal. "
        "Check whether this disbursement was reported before under another id, and correct the amount.",
        facts={"roomCents": "400000000"},
        refused_at=AT,
    ),
    rom.DisbursementReported(loan_id=LOAN, amount_cents=4_000_000_00, disbursed_on=date(2015, 3, 16)),
    rom.RepaymentReported(loan_id=LOAN, amount_cents=200_000_00, repaid_on=date(2015, 6, 30)),
]
