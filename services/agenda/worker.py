"""The agenda service's worker: which events it reacts to."""

from services.agenda.ladder_assessments.reactions import announce_conditions
from shared.bus.inbox import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
TIMERS = (announce_conditions,)
