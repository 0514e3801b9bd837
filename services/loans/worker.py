"""The loans service's worker: which events it reacts to, and what it does by the clock."""

from services.loans.guarantees.arrears import reactions as arrears
from services.loans.guarantees.claims import reactions as claims
from services.loans.guarantees.ends.reactions import end_terms
from services.loans.guarantees.guarantees import reactions as guarantees
from services.loans.guarantees.premiums import reactions as premiums
from services.loans.guarantees.recoveries import reactions as recoveries
from services.loans.origination.projects import reactions as projects
from services.loans.roms.back_office import reactions as back_office
from shared.bus.inbox import Subscription
from shared.bus.timers import ByDay
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.contracts.funding.state_aid import AidRefused, AidReleased, AidReserved
from shared.contracts.rom import (
    ClaimFiled,
    ClaimSupplemented,
    DefaultReported,
    DisbursementReported,
    RecoveryReported,
    RemittanceReported,
    RepaymentReported,
)
from shared.contracts.withdrawn import AgendaFactWithdrawn, FundingFactWithdrawn
from shared.ledger.balances import add_up_turnover

SUBSCRIPTIONS = (
    Subscription(
        r"groeikracht\.agenda",
        {
            ProjectApproved: [projects.remember_project],
            ProjectCancelled: [projects.end_project],
            ProjectStopped: [projects.end_project],
            AgendaFactWithdrawn: [projects.undo_agenda_fact],
        },
    ),
    Subscription(
        r"groeikracht\.funding",
        {
            AidReserved: [guarantees.confirm_aid],
            AidRefused: [guarantees.deny_aid],
            AidReleased: [guarantees.lose_aid],
            FundingFactWithdrawn: [guarantees.undo_funding_fact],
        },
    ),
    Subscription(
        r"groeikracht\.rom\.[a-z]+\.inbound",
        {
            DisbursementReported: [back_office.book_disbursement],
            RepaymentReported: [back_office.book_repayment],
            DefaultReported: [claims.note_default],
            ClaimFiled: [claims.receive_claim],
            ClaimSupplemented: [claims.receive_supplement],
            RecoveryReported: [recoveries.book_recovery],
            RemittanceReported: [recoveries.note_remittance],
        },
        refuse=back_office.refuse_message,
        tenant=back_office.rom_of_topic,
    ),
)
TIMERS = (
    guarantees.release_lapsed,
    ByDay(end_terms),
    ByDay(claims.lapse_unclaimed),
    ByDay(premiums.charge_quarters),
    ByDay(arrears.remind_unpaid),
    ByDay(arrears.suspend_unpaid),
    ByDay(arrears.lapse_unpaid),
    ByDay(add_up_turnover),
)
