"""The agenda service's worker: which events it reacts to, and what time alone makes it do."""

from services.agenda.agendas.reactions import expire_agendas
from services.agenda.ambassadors.reactions import end_ambassadors
from services.agenda.cluster_decisions.reactions import review_designations
from services.agenda.commitments.reactions import step_commitments
from services.agenda.documents.reactions import lapse_announcements
from services.agenda.evaluations.reactions import announce_evaluations
from services.agenda.instruments.reactions import step_catalogue
from services.agenda.ladder_assessments.reactions import announce_conditions
from services.agenda.observation_imports.reactions import end_imports, read_imports
from services.agenda.organisations.reactions import end_mandates
from services.agenda.project_runs import reactions as project_runs
from services.agenda.withdrawn_facts.reactions import undo_funding_fact
from shared.bus.inbox import Subscription
from shared.contracts.funding import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
    ProjectCofundingCompleted,
    ProjectCofundingLost,
)
from shared.contracts.withdrawn import FundingFactWithdrawn

SUBSCRIPTIONS = (
    Subscription(
        r"groeikracht\.funding",
        {
            ProjectCofundingCompleted: [project_runs.note_cofunding],
            ProjectCofundingLost: [project_runs.note_lost_cofunding],
            ApplicationReceived: [project_runs.note_application],
            ApplicationAwarded: [project_runs.note_award],
            ApplicationRefused: [project_runs.note_lost_application],
            ApplicationWithdrawn: [project_runs.note_lost_application],
            FundingFactWithdrawn: [undo_funding_fact],
        },
    ),
)
TIMERS = (
    announce_conditions,
    announce_evaluations,
    end_ambassadors,
    end_imports,
    end_mandates,
    expire_agendas,
    lapse_announcements,
    read_imports,
    review_designations,
    step_catalogue,
    step_commitments,
)
