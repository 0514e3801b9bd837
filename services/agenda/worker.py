"""The agenda service's worker: which events it reacts to, and what time alone makes it do."""

from services.agenda.agendas.reactions import expire_agendas
from services.agenda.cluster_decisions.reactions import review_designations
from services.agenda.commitments.reactions import step_commitments
from services.agenda.documents.reactions import lapse_announcements
from services.agenda.evaluations.reactions import announce_evaluations
from services.agenda.instruments.reactions import step_catalogue
from services.agenda.ladder_assessments.reactions import announce_conditions
from shared.bus.inbox import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
TIMERS = (
    announce_conditions,
    announce_evaluations,
    expire_agendas,
    lapse_announcements,
    review_designations,
    step_catalogue,
    step_commitments,
)
