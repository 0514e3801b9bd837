"""The agenda service's worker: which events it reacts to, and what time alone makes it do."""

from services.agenda.accountability.commitments.reactions import step_commitments
from services.agenda.accountability.evaluations.reactions import announce_evaluations
from services.agenda.agendas.agendas.reactions import expire_agendas
from services.agenda.clusters.decisions.reactions import review_designations
from services.agenda.indicators.observation_imports.reactions import end_imports, read_imports
from services.agenda.instruments.instruments.reactions import step_catalogue
from services.agenda.partners.ambassadors.reactions import end_ambassadors
from services.agenda.partners.organisations.reactions import end_mandates
from services.agenda.projects.runs import reactions as project_runs
from services.agenda.projects.withdrawn_facts.reactions import undo_funding_fact
from services.agenda.records.documents.reactions import lapse_announcements
from services.agenda.spatial.ladder_assessments.reactions import announce_conditions
from shared.bus.inbox import Subscription
from shared.bus.timers import ByDay
from shared.contracts.funding.applications import (
    ApplicationAwarded,
    ApplicationReceived,
    ApplicationRefused,
    ApplicationWithdrawn,
)
from shared.contracts.funding.awards import AwardAltered, AwardWithdrawn
from shared.contracts.funding.cofunding import ProjectCofundingCompleted, ProjectCofundingLost
from shared.contracts.withdrawn import FundingFactWithdrawn

SUBSCRIPTIONS = (
    Subscription(
        r"groeikracht\.funding",
        {
            ProjectCofundingCompleted: [project_runs.note_cofunding],
            ProjectCofundingLost: [project_runs.note_lost_cofunding],
            ApplicationReceived: [project_runs.note_application],
            ApplicationAwarded: [project_runs.note_award],
            AwardWithdrawn: [project_runs.note_lowered_award],
            AwardAltered: [project_runs.note_lowered_award],
            ApplicationRefused: [project_runs.note_lost_application],
            ApplicationWithdrawn: [project_runs.note_lost_application],
            FundingFactWithdrawn: [undo_funding_fact],
        },
    ),
)
TIMERS = (
    ByDay(announce_conditions),
    ByDay(announce_evaluations),
    ByDay(end_ambassadors),
    ByDay(end_imports),
    ByDay(end_mandates),
    ByDay(expire_agendas),
    ByDay(lapse_announcements),
    ByDay(read_imports),
    ByDay(review_designations),
    ByDay(step_catalogue),
    ByDay(step_commitments),
)
