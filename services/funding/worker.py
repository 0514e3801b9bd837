"""The funding service's worker: which events it reacts to, and what time alone makes it do."""

from services.funding.cofunding.projects.reactions import end_project, remember_project
from services.funding.cofunding.withdrawn_facts.reactions import undo_agenda_fact
from services.funding.programmes.tranches.reactions import step_tranches
from services.funding.state_aid.state_aid.reactions import (
    expire_reservations,
    grant_aid,
    release_aid,
    reserve_aid,
)
from services.funding.state_aid.withdrawn_facts.reactions import withdraw_aid
from shared.bus.inbox import Subscription
from shared.bus.timers import ByDay
from shared.contracts.agenda.projects import ProjectApproved, ProjectCancelled, ProjectStopped
from shared.contracts.loans import AidReservationReleased, AidReservationRequested, LoanGuaranteed
from shared.contracts.withdrawn import AgendaFactWithdrawn, LoansFactWithdrawn
from shared.ledger.balances import add_up_turnover

SUBSCRIPTIONS = (
    Subscription(
        r"groeikracht\.agenda",
        {
            ProjectApproved: [remember_project],
            ProjectCancelled: [end_project],
            ProjectStopped: [end_project],
            AgendaFactWithdrawn: [undo_agenda_fact],
        },
    ),
    Subscription(
        r"groeikracht\.loans",
        {
            AidReservationRequested: [reserve_aid],
            LoanGuaranteed: [grant_aid],
            AidReservationReleased: [release_aid],
            LoansFactWithdrawn: [withdraw_aid],
        },
    ),
)
TIMERS = (expire_reservations, step_tranches, ByDay(add_up_turnover))
